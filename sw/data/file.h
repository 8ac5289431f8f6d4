// SPDX-License-Identifier: Apache-2.0
//
// Whole files: read at once (ReadFile of sim/config); written through a temporary neighbour, to the
// disk, and renamed, so that a reader never sees half of one and an error (disk full) leaves what
// was there. Of a symbolic link the target is replaced; what is not a regular file (a device, a
// pipe) is refused.

#pragma once

#include <string>
#include <string_view>

#include "sim/config/read_file.h"

namespace itg {

// Throws Error naming the file and the reason: also where it is not a regular file.
void WriteFile(const std::string& path, std::string_view contents);
// The same, and what was at `path` becomes `previous`. At every instant `path` or, while there are
// no links, `previous` names a whole file. One process writes a given path.
void WriteFileKeeping(const std::string& path, const std::string& previous,
                      std::string_view contents);

// Creates `folder` (and its parents) and proves that files can be written there; throws Error when
// not. Called before long work starts.
void MakeWritableFolder(const std::string& folder);

}  // namespace itg
