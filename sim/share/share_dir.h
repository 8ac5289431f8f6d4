// SPDX-License-Identifier: Apache-2.0
//
// Where the files that the program reads while it runs live: RTL sources, configurations, tables.
// They keep their paths of the source tree ("rtl/configs/base.json") below one folder.

#pragma once

#include <string>

namespace itg {

// The first that exists, without a trailing slash: $ITG_SHARE_DIR; PREFIX/share/intaglio where the
// program is PREFIX/bin/...; the source tree the program was built from.
// Throws Error when none does, or when $ITG_SHARE_DIR is set and no folder.
std::string ShareDir();

// What was built or fetched once and may be deleted at any time: $ITG_CACHE_DIR,
// $XDG_CACHE_HOME/intaglio or ~/.cache/intaglio, absolute. It need not exist. Throws Error when
// none of the variables is set.
std::string CacheDir();

}  // namespace itg
