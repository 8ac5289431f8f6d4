// SPDX-License-Identifier: Apache-2.0
//
// What a plug-in is built with: the tools, their flags, the source files.

#pragma once

#include <string>
#include <vector>

#include "sim/rtl/plugin.h"

namespace itg {

struct PluginTools {
  std::string verilator;
  std::string compiler;           // clang++: g++ does not turn the array's loops into SIMD code
  std::string ccache;             // empty: compile without
  std::string archiver;           // ar
  std::string verilator_include;  // folder of verilated.h and the runtime's sources
  std::string cpu;                // digest of what -march=native depends on
  std::string identity;           // versions of all of them, the CPU: part of every key
};

// Throws Error naming the Debian package of a tool that is missing.
PluginTools FindPluginTools();

// SystemVerilog files below source.rtl_dir, packages (*_pkg.sv) first, then by name, with the
// blocks in their places; lint.vlt (lint waivers) before all if there is one. Throws Error when
// there is none, or none whose place a block could take.
std::vector<std::string> RtlFiles(const PluginSource& source);

// What is compiled before the generated code, below ShareDir().
inline constexpr char kTriggerBits[] = "sim/rtl/trigger_bits.h";

// Flags that do not name files: part of every key.
std::vector<std::string> VerilateFlags(const PluginSource& source);
std::vector<std::string> CompileFlags(const PluginSource& source);

}  // namespace itg
