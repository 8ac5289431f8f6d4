// SPDX-License-Identifier: Apache-2.0
//
// The folder of --out while a run writes into it.

#pragma once

#include <string>

namespace itg {

class OutputFolder {
 public:
  // Makes `folder` and proves that it can be written; "": none. Throws Error when it cannot, or
  // when another run is writing there.
  explicit OutputFolder(const std::string& folder);
  // When nothing was written into a folder made for the run, it goes again.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

 private:
  std::string folder_;
  bool made_;
  int lock_ = -1;
};

}  // namespace itg
