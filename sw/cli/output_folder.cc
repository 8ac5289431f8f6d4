// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/output_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <system_error>

#include "model/error.h"
#include "sw/data/file.h"

namespace itg {

OutputFolder::OutputFolder(const std::string& folder)
    : folder_(folder), made_(!folder.empty() && !std::filesystem::exists(folder)) {
  if (folder.empty()) return;
  MakeWritableFolder(folder);
  // A lock on the folder ends with the process, however it ends. Where the file system has no
  // locks, nothing is protected.
  lock_ = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ >= 0 && flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    close(lock_);
    throw Error(folder + ": another run is writing there");
  }
}

OutputFolder::~OutputFolder() {
  if (lock_ >= 0) close(lock_);
  std::error_code not_empty;
  if (made_) std::filesystem::remove(folder_, not_empty);
}

}  // namespace itg
