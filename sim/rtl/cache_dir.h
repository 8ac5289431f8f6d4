// SPDX-License-Identifier: Apache-2.0
//
// Where results that take long are kept: $ITG_CACHE_DIR, $XDG_CACHE_HOME/intaglio or
// ~/.cache/intaglio. It may be deleted at any time.

#pragma once

#include <string>

namespace itg {

// An absolute path; the folder exists. Throws Error when there is none and none can be made.
std::string CacheDir();

}  // namespace itg
