// SPDX-License-Identifier: Apache-2.0
//
// A file that a user named, read at once.

#pragma once

#include <string>

namespace itg {

// Throws Error naming the file when it cannot be read or is not a regular file: a device or a pipe
// may never end.
void RequireRegularFile(const std::string& path);

// The whole file. Throws Error as above and when reading fails.
std::string ReadFile(const std::string& path);

}  // namespace itg
