// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/trace.h"

#include <algorithm>
#include <charconv>

#include "model/error.h"

namespace itg {

void SetTrace(const std::string& text, const std::string& folder, MachineOptions* options) {
  if (text.empty()) return;
  const char* const end = text.data() + text.size();
  std::from_chars_result at = std::from_chars(text.data(), end, options->trace_first);
  bool good = at.ec == std::errc() && at.ptr != end && *at.ptr == ':';
  if (good) at = std::from_chars(at.ptr + 1, end, options->trace_last);
  good = good && at.ec == std::errc() && at.ptr == end;
  if (!good || options->trace_last < options->trace_first) {
    throw Error("--trace " + text + ": expected FIRST:LAST, two cycle numbers in rising order");
  }
  options->trace_file = (folder.empty() ? std::string(".") : folder) + "/trace.fst";
  options->trace_log = std::make_shared<TraceLog>();
}

std::string TraceReport(const MachineOptions& options) {
  if (options.trace_file.empty()) return "";
  const uint64_t cycles = options.trace_log->cycles;
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
