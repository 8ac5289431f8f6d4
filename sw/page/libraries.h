// SPDX-License-Identifier: Apache-2.0
//
// The plotting libraries of the page (Vega, Vega-Lite, Vega-Embed). They are not part of the
// project: scripts/get_page_libraries.sh puts them into the cache.

#pragma once

#include <string>
#include <vector>

namespace itg {

struct PageLibraries {
  std::vector<std::string> scripts;  // in the order in which they are run
  std::string licences;
};

// From page/ in the cache (CacheDir of sim/share). Throws Error
// naming the script that fetches them when one is missing.
PageLibraries ReadPageLibraries();

}  // namespace itg
