// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/trace.h"

#include <algorithm>

#include "model/error.h"
#include "sw/cli/range.h"

namespace itg {

void SetTrace(const std::string& text, const std::string& folder, MachineOptions* options) {
  if (text.empty()) return;
  if (!ParseRange(text, &options->trace_first, &options->trace_last)) {
    throw Error("--trace " + text + ": expected FIRST:LAST, two cycle numbers in rising order");
  }
  options->trace_file = (folder.empty() ? std::string(".") : folder) + "/trace.fst";
  options->traced_cycles = std::make_shared<uint64_t>(0);
}

std::string TraceReport(const MachineOptions& options) {
  if (options.trace_file.empty()) return "";
  const uint64_t cycles = *options.traced_cycles;
  const std::string range =
      std::to_string(options.trace_first) + ":" + std::to_string(options.trace_last);
  const std::string found = cycles == 0 ? "empty: the run never came to the cycles "
                                        : std::to_string(cycles) + " of the cycles ";
  return "waveform " + options.trace_file + ": " + found + range + "\n";
}

std::string TraceRange(const Retired& tested) {
  constexpr uint64_t kBefore = 100;
  const uint64_t first = tested.start_cycle - std::min(tested.start_cycle, kBefore);
  return std::to_string(first) + ":" + std::to_string(tested.end_cycle);
}

}  // namespace itg
