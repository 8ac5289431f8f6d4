// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>

#include "sw/machines/machines.h"

namespace itg {

// `--trace FIRST:LAST`: the machine writes a waveform of these cycles to FOLDER/trace.fst. An empty
// `text` traces nothing, an empty `folder` is the current one. Throws Error.
void SetTrace(const std::string& text, const std::string& folder, MachineOptions* options);

// After the run: one line that says where the waveform is and how many cycles it holds. Empty when
// none was asked for.
std::string TraceReport(const MachineOptions& options);

// "FIRST:LAST" that shows the command that retired as `tested`, with some cycles before it.
std::string TraceRange(const Retired& tested);

}  // namespace itg
