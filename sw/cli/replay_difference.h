// SPDX-License-Identifier: Apache-2.0
//
// What happens by itself when a difference was found: the command is executed again with a
// waveform.

#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <string>

#include "sim/lockstep/lockstep.h"
#include "sw/machines/machines.h"

namespace itg {

// `--no-replay`, `--replay-cycles`.
struct ReplayChoice {
  bool off = false;
  uint64_t cycles = 200'000;  // most of a waveform: some 50 MB and 2 s on `base`
};

inline constexpr const char* kDifferenceFile = "difference.fst";

// Does everything from the start again on a machine made with the options it is given; throws the
// Difference that it comes to.
using RepeatAll = std::function<void(const MachineOptions&)>;

// Writes difference.fst, and what GTKWave needs to show it, into `folder` ("": the current one) and
// prints to `out` what it does. First the command alone is repeated, from the tensors that it began
// with, on a new machine made with `machine`. When that goes right, the fault is in what an earlier
// command left behind in the hardware, and all is repeated. A waveform holds the whole command; if
// that is longer than choice.cycles, the cycles around the first wrong write to memory. Throws
// nothing: that it did not work is printed, and the difference stays what the user must know.
void ReplayDifference(const Difference& difference, const MachineOptions& machine,
                      const ReplayChoice& choice, const std::string& folder,
                      const RepeatAll& repeat, std::FILE* out);

}  // namespace itg
