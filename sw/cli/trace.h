// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sw/machines/machines.h"

namespace itg {

// `--trace FIRST:LAST`: the machine writes a waveform of these cycles to FOLDER/trace.fst. An empty
// `text` traces nothing, an empty `folder` is the current one. Throws Error.
void SetTrace(const std::string& text, const std::string& folder, MachineOptions* options);

// After the run: writes the files beside the waveform that make GTKWave show it by commands, with
// its cursor at `cycle` if that is given. Returns what to print: where the waveform is, how many
// cycles it holds, how to look at it. Empty when none was asked for. Throws Error when the files
// cannot be written.
std::string FinishTrace(const MachineOptions& options, std::optional<uint64_t> cycle = {});

// "FIRST:LAST" that shows the command that retired as `tested`, with some cycles before it.
std::string TraceRange(const Retired& tested);

}  // namespace itg
