// SPDX-License-Identifier: Apache-2.0
//
// The one exception of the project. Its text is a single line for the user: it names the file or
// key, the offending value and what is allowed. The program prints it and exits with code 2.

#pragma once

#include <stdexcept>
#include <string>

namespace itg {

class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& what) : std::runtime_error(what) {}
};

}  // namespace itg
