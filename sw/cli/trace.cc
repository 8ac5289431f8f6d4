// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/trace.h"

#include <algorithm>

#include "model/error.h"
#include "sim/waves/save_file.h"
#include "sw/cli/range.h"
#include "sw/data/file.h"

namespace itg {

void SetTrace(const std::string& text, const std::string& folder, MachineOptions* options) {
  if (text.empty()) return;
  if (!ParseRange(text, &options->trace_first, &options->trace_last)) {
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
