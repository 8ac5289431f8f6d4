// SPDX-License-Identifier: Apache-2.0

#include "sim/share/share_dir.h"

#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "model/error.h"

namespace itg {

namespace fs = std::filesystem;

std::string ShareDir() {
  std::error_code ignored;
  if (const char* chosen = std::getenv("ITG_SHARE_DIR"); chosen != nullptr && *chosen != '\0') {
    if (fs::is_directory(chosen, ignored)) return fs::absolute(chosen).lexically_normal().string();
    throw Error(std::string("ITG_SHARE_DIR: ") + chosen + " is not a folder");
  }
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored);
  const fs::path installed = program.parent_path().parent_path() / "share" / "intaglio";
  if (fs::is_directory(installed, ignored)) return installed.string();
  if (fs::is_directory(ITG_SOURCE_DIR, ignored)) return ITG_SOURCE_DIR;
  throw Error("cannot find the project's files: neither " + installed.string() + " nor " +
              ITG_SOURCE_DIR + " exists; set ITG_SHARE_DIR");
}

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
  if (folder.empty()) throw Error("no folder for the cache: set HOME or ITG_CACHE_DIR");
  return fs::absolute(folder).string();
}

}  // namespace itg
