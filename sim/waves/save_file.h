// SPDX-License-Identifier: Apache-2.0
//
// The files that make GTKWave show a waveform by commands: a save file (.gtkw), and the names of
// values, opcodes and commands above all, as a translate filter file
// (https://gtkwave.github.io/gtkwave/quickstart/filters.html).

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sim/hw/hw_config.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {

struct Waveform {
  std::string file;  // .fst
  uint64_t first_cycle = 0;
  uint64_t last_cycle = 0;
  TraceLog log;
  std::optional<uint64_t> marked_cycle;  // where the cursor stands; none: nowhere
};

// "trace.fst" -> "trace.gtkw", "trace.names.txt"
std::string SaveFileOf(const std::string& waveform);
std::string NamesFileOf(const std::string& waveform);

// All signals of ShownGroups; a lettered marker where each of the first 26 commands begins, with
// the first word of its name, the layer.
std::string SaveFileText(const Waveform& waveform, const HwConfig& hw);

// Values as GTKWave prints them, and their names. One file for signals of different formats: no two
// have texts of the same length.
std::string NamesText(const TraceLog& log);

}  // namespace itg
