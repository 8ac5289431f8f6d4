// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/cache_dir.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "model/error.h"

namespace itg {

namespace fs = std::filesystem;

std::string CacheDir() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return fs::path(value != nullptr ? value : "");
  };
  fs::path folder = variable("ITG_CACHE_DIR");
  if (folder.empty() && !variable("XDG_CACHE_HOME").empty()) {
    folder = variable("XDG_CACHE_HOME") / "intaglio";
  }
  if (folder.empty() && !variable("HOME").empty()) folder = variable("HOME") / ".cache/intaglio";
  if (folder.empty()) throw Error("no folder for the plug-in cache: set HOME or ITG_CACHE_DIR");
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error(folder.string() + ": cannot be created: " + error.message());
  return fs::absolute(folder).string();
}

}  // namespace itg
