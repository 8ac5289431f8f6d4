// SPDX-License-Identifier: Apache-2.0
#include "sw/page/libraries.h"

#include <filesystem>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/share/share_dir.h"

namespace itg {

PageLibraries ReadPageLibraries() {
  const std::string folder = CacheDir() + "/page/";
  const auto read = [&folder](const char* name) {
    if (std::filesystem::exists(folder + name)) return ReadFile(folder + name);
    throw Error("the plotting libraries of the page are not here (no " + folder + name + "): run " +
                ShareDir() + "/scripts/get_page_libraries.sh once");
  };
  PageLibraries libraries;
  for (const char* name : {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js"}) {
    libraries.scripts.push_back(read(name));
  }
  libraries.licences = read("LICENCES.txt");
  return libraries;
}

}  // namespace itg
