// SPDX-License-Identifier: Apache-2.0
//
// Plug-ins: a Verilated hardware configuration as a shared library, built on first use and cached.
// Any legal configuration runs without editing or reconfiguring the project.

#pragma once

#include <string>
#include <utility>
#include <vector>

namespace itg {

struct PluginSource {
  std::string rtl_dir;  // every *.sv below it is compiled, packages first; lint.vlt if present
  std::vector<std::string> blocks;  // files that take the place of those of the same name there
  std::string wrapper;  // C++ between "Vitg_accelerator.h" and the itg_plugin_* functions
  std::vector<std::pair<std::string, std::string>>
      parameters;           // of the top module, itg_accelerator
  bool trace = false;       // can write an FST waveform
  bool assertions = false;  // evaluates those of the RTL: slow
  bool records = false;     // can record the ports of blocks: recorded_blocks.h
};

// The shared library made of `source`; exports itg_plugin_* alone. Builds it unless the cache has
// it: the name is a digest of everything that decides its contents, so a changed source or compiler
// builds anew and an old library is never taken for a new one; a damaged one (a full disk, a power
// cut) is noticed and built again. Any number of threads and processes
// may ask at the same time. Cache: $ITG_CACHE_DIR, $XDG_CACHE_HOME/intaglio or ~/.cache/intaglio;
// it may be deleted at any time.
// Throws Error when a tool is missing (names the Debian package), when the cache cannot be written,
// or when the sources do not build (the first error of the tool, and the log, which is kept).
std::string BuildPlugin(const PluginSource& source);

}  // namespace itg
