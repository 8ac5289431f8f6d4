// SPDX-License-Identifier: Apache-2.0
//
// explore.log: what happened when, a line each. Times are here and nowhere else.

#pragma once

#include <string>

namespace itg {

class ExplorationLog {
 public:
  explicit ExplorationLog(const std::string& folder) : path_(folder + "/explore.log") {}

  // "2026-01-31 12:00:00 " + `line`, at the end of the file. A disk that is full does not end the
  // exploration here: results say so.
  void Add(const std::string& line) const;

 private:
  std::string path_;
};

}  // namespace itg
