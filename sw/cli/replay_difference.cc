// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/replay_difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "model/error.h"
#include "sw/cli/trace.h"

namespace itg {
namespace {

struct Window {
  uint64_t first = 0;
  uint64_t last = 0;
};

// `most` cycles, three quarters of them before `cycle`: the cause comes before the effect.
Window Around(uint64_t cycle, uint64_t most) {
  const uint64_t first = cycle - std::min(cycle, most / 4 * 3);
  return {first, first + most - 1};
}

class Replayer {
 public:
  Replayer(const Difference& difference, const MachineOptions& machine, const ReplayChoice& choice,
           const std::string& folder, std::FILE* out)
      : difference_(difference),
        machine_(machine),
        choice_(choice),
        file_((folder.empty() ? std::string(".") : folder) + "/" + kDifferenceFile),
        out_(out) {
    machine_.check = false;
    machine_.trace_file.clear();
  }

  // False when the command alone goes right.
  bool RepeatCommand() {
    Window window = {0, choice_.cycles - 1};
    const bool whole = kLead + length() <= choice_.cycles;
    if (!whole) {
      Say("replaying the command to find its first wrong write, {} cycles", length());
      if (!Execute(machine_)) return false;
      window = Around(wrong_cycle_.value_or(end_), choice_.cycles);
    }
    Say("replaying the command with a waveform{}",
        whole ? "" : fmt::format(" of {} of its {} cycles", choice_.cycles, length()));
    if (!Execute(Traced(window))) return false;
    Finish();
    return true;
  }

  void RepeatEverything(const RepeatAll& repeat) {
    const Retired& tested = difference_.tested;
    Window window = {tested.start_cycle - std::min(tested.start_cycle, kLead), tested.end_cycle};
    if (window.last - window.first >= choice_.cycles) {  // results are written at the end
      window.first = window.last - choice_.cycles + 1;
    }
    Say("the difference depends on what ran before: replaying everything up to cycle {}",
        tested.end_cycle);
    MachineOptions traced = Traced(window);
    traced.check = true;
    wrong_cycle_.reset();
    try {
      repeat(traced);
      Say("the replay did not come to a difference again");
    } catch (const Difference& again) {
      if (std::string(again.what()) != difference_.what()) {
        Say("the replay came to another difference:\n{}", again.what());
      }
    }
    Finish();
  }

 private:
  // Of a new machine, more than its registers take before the command; else cycles to see what led
  // to the command.
  static constexpr uint64_t kLead = 1000;

  template <typename... Arguments>
  void Say(fmt::format_string<Arguments...> format, Arguments&&... arguments) const {
    fmt::print(out_, "{}\n", fmt::format(format, std::forward<Arguments>(arguments)...));
    std::fflush(out_);
  }

  uint64_t length() const { return difference_.tested.end_cycle - difference_.tested.start_cycle; }

  MachineOptions Traced(const Window& window) {
    MachineOptions options = machine_;
    options.trace_file = file_;
    options.trace_first = window.first;
    options.trace_last = window.last;
    options.trace_log = std::make_shared<TraceLog>();
    traced_ = options;
    return options;
  }

  // Whether the command goes wrong as it did.
  bool Execute(MachineOptions options) {
    const Moment& moment = *difference_.moment;
    options.watch = std::make_shared<WriteWatch>();
    options.watch->expected = moment.expected;
    const std::unique_ptr<Machine> machine = MakeMachine(options);
    Enter(moment, machine.get());
    const Retired retired = machine->Execute(moment.command);
    wrong_cycle_ = options.watch->wrong_cycle;
    end_ = retired.end_cycle;
    return retired.digest == difference_.tested.digest &&
           retired.saturations == difference_.tested.saturations;
  }

  void Finish() {
    if (wrong_cycle_) Say("the first wrong byte was in memory in cycle {}", *wrong_cycle_);
    fmt::print(out_, "{}", FinishTrace(traced_, wrong_cycle_));
    std::fflush(out_);
  }

  const Difference& difference_;
  MachineOptions machine_;
  ReplayChoice choice_;
  std::string file_;
  std::FILE* out_;
  MachineOptions traced_;  // of the last waveform
  std::optional<uint64_t> wrong_cycle_;
  uint64_t end_ = 0;  // of the command, when it was repeated
};

}  // namespace

void ReplayDifference(const Difference& difference, const MachineOptions& machine,
                      const ReplayChoice& choice, const std::string& folder,
                      const RepeatAll& repeat, std::FILE* out) {
  if (choice.off) return;
  try {
    Replayer replayer(difference, machine, choice, folder, out);
    if (difference.moment == nullptr || !replayer.RepeatCommand()) {
      replayer.RepeatEverything(repeat);
    }
  } catch (const Error& error) {
    fmt::print(out, "the replay did not work: {}\n", error.what());
  }
}

}  // namespace itg
