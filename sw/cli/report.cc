// SPDX-License-Identifier: Apache-2.0
//
// intaglio report: a training or an exploration as a page for a browser.
#include <fmt/format.h>

#include <filesystem>

#include "model/error.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"
#include "sw/page/exploration.h"
#include "sw/page/libraries.h"
#include "sw/page/page.h"
#include "sw/page/training.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDatabase = "explore.db";  // what intaglio explore --out DIR writes

// The page goes beside what it shows.
std::string Place(const ReportOptions& options, const fs::path& shown) {
  if (!options.out.empty()) return options.out;
  return fs::path(shown).replace_extension(".html").string();
}

}  // namespace

int RunReport(const ReportOptions& options) {
  const PageLibraries libraries = ReadPageLibraries();
  fs::path shown = options.path;
  if (!fs::exists(shown)) throw Error(options.path + ": no such file or folder");
  const bool explored = !fs::is_directory(shown) || fs::exists(shown / kDatabase);
  if (fs::is_directory(shown)) shown /= explored ? kDatabase : "report.json";
  if (!fs::exists(shown)) {
    throw Error(options.path + ": neither report.json nor " + kDatabase +
                " in it: expected the --out of intaglio train or explore");
  }
  const PageData data =
      explored ? ReadExploration(shown.string()) : ReadTraining(shown.parent_path().string());
  const std::string page = MakePage(data, libraries);
  const std::string place = Place(options, shown);
  WriteFile(place, page);
  fmt::print("{} ({:.1f} MB): open it in a browser\n", place,
             static_cast<double>(page.size()) / 1e6);
  return kExitFine;
}

}  // namespace itg
