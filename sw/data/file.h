// SPDX-License-Identifier: Apache-2.0
//
// Whole files: read at once; written through a temporary neighbour and a rename, so that a reader
// never sees half of one.

#pragma once

#include <string>
#include <string_view>

namespace itg {

// Throws Error naming the file and the reason.
std::string ReadFile(const std::string& path);
void WriteFile(const std::string& path, std::string_view contents);

// Creates `folder` (and its parents) and proves that files can be written there; throws Error when
// not. Called before long work starts.
void MakeWritableFolder(const std::string& folder);

}  // namespace itg
