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

}  // namespace itg
