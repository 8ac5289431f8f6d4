// SPDX-License-Identifier: Apache-2.0
//
// A folder for what nobody else may see, gone with its owner.

#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>
#include <system_error>

#include "model/error.h"

namespace itg {

class WorkFolder {
 public:
  explicit WorkFolder(const std::string& parent) : path_(parent + "/work-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) throw Error(parent + ": no folder can be made in it");
  }
  ~WorkFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  WorkFolder(const WorkFolder&) = delete;
  WorkFolder& operator=(const WorkFolder&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace itg
