// SPDX-License-Identifier: Apache-2.0
//
// intaglio replay
#include "sw/replay/replay.h"

#include <fmt/format.h>

#include <memory>

#include "sw/cli/timeline.h"
#include "sw/cli/trace.h"
#include "sw/cli/verbs.h"

namespace itg {
int RunReplay(const ReplayOptions& options) {
  const Recording recording = ReadRecording(options.folder);
  MachineOptions machine_options = options.run.Machine(options.run.Hardware());
  SetTrace(options.trace, "", &machine_options);
  RunTimeline timeline(options.timeline, &machine_options);
  const std::unique_ptr<Machine> machine = MakeMachine(machine_options);
  const ReplayResult result = Replay(recording, options.fused, machine.get());
  for (const std::string& line : result.differences) fmt::print("DIFFERS {}\n", line);
  fmt::print("{} on {}: {} steps, {} tensors with {} elements compared, {} differ\n",
             options.folder, options.run.machine, recording.steps, result.tensors, result.elements,
             result.differences.size());
  fmt::print("{}{}", FinishTrace(machine_options), timeline.Finish());
  return result.passed() ? kExitFine : kExitDifference;
}

}  // namespace itg
