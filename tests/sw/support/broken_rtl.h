// SPDX-License-Identifier: Apache-2.0
//
// Copies of the RTL with a fault in them, and a small hardware configuration to run them.

#pragma once

#include <string>

#include "tests/sw/support/support.h"

namespace itg {

class BrokenRtl {
 public:
  BrokenRtl();
  ~BrokenRtl();
  BrokenRtl(const BrokenRtl&) = delete;
  BrokenRtl& operator=(const BrokenRtl&) = delete;

  // From now on the program runs RTL in whose `file` `right` is replaced by `wrong`.
  void Break(const std::string& file, const std::string& right, const std::string& wrong);
  // Rounds up where weight and threshold are equal, so just below a half.
  void BreakRounding();
  // From the 32768th rounded element on the random bits are those of another seed: what differs
  // depends on what ran before.
  void BreakLater();

  const TempFolder& folder() const { return folder_; }
  const std::string& hw() const { return hw_; }  // file of a configuration; its name has a blank

 private:
  TempFolder folder_;
  std::string hw_;
};

}  // namespace itg
