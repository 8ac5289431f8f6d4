// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/trace.h"

#include <algorithm>
#include <charconv>

#include "model/error.h"
#include "sim/waves/save_file.h"
#include "sw/data/file.h"

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

std::string FinishTrace(const MachineOptions& options, std::optional<uint64_t> cycle) {
  if (options.trace_file.empty()) return "";
  const TraceLog& log = *options.trace_log;
  const std::string range =
      std::to_string(options.trace_first) + ":" + std::to_string(options.trace_last);
  const std::string where = "waveform " + options.trace_file + ": ";
  if (log.cycles == 0) return where + "empty: the run never came to the cycles " + range + "\n";
  const uint64_t last = options.trace_first + log.cycles - 1;
  const std::string save_file = SaveFileOf(options.trace_file);
  const Waveform waveform = {options.trace_file, options.trace_first, last, log, cycle};
  WriteFile(save_file, SaveFileText(waveform, options.hw));
  WriteFile(NamesFileOf(options.trace_file), NamesText(log));
  return where + std::to_string(log.cycles) + " of the cycles " + range + "\nlook at it: gtkwave " +
         save_file + "\n";
}

std::string TraceRange(const Retired& tested) {
  constexpr uint64_t kBefore = 100;
  const uint64_t first = tested.start_cycle - std::min(tested.start_cycle, kBefore);
  return std::to_string(first) + ":" + std::to_string(tested.end_cycle);
}

}  // namespace itg
