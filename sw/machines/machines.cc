// SPDX-License-Identifier: Apache-2.0
#include "sw/machines/machines.h"

#include <utility>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/cycle/cycle_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/systemc/loose_platform.h"
#include "sim/systemc/platform.h"

namespace itg {
namespace {

std::unique_ptr<Machine> MakeCycle(const MachineOptions& options) {
  return MakeCycleMachine(options.hw, MakeGoldenMachine(), options.observer);
}

std::unique_ptr<Machine> MakeRtl(const MachineOptions& options) {
  RtlOptions rtl;
  rtl.trace_file = options.trace_file;
  rtl.trace_first = options.trace_first;
  rtl.trace_last = options.trace_last;
  rtl.trace_log = options.trace_log;
  rtl.watch = options.watch;
  rtl.observer = options.observer;
  rtl.sink = options.sink;
  std::unique_ptr<Machine> machine = options.name == "systemc"
                                         ? MakePlatformMachine(options.hw, rtl, options.platform)
                                         : MakeRtlMachine(options.hw, rtl);
  if (!options.check) return machine;
  return std::make_unique<Lockstep>(MakeExpected(options), std::move(machine),
                                    ComparedCycles(options));
}

}  // namespace

CompareCycles ComparedCycles(const MachineOptions& options) {
  const PlatformOptions& platform = options.platform;
  const bool ours = options.hw.blocks.empty();
  const bool alone = platform.latency_spread == 0 && !platform.competes;
  return ours && alone ? CompareCycles::kYes : CompareCycles::kNo;
}

std::unique_ptr<Machine> MakeExpected(const MachineOptions& options) {
  if (ComparedCycles(options) == CompareCycles::kNo) return MakeGoldenMachine();
  return MakeCycleMachine(options.hw, MakeGoldenMachine());
}

bool RunsRtl(const std::string& name) { return name == "rtl" || name == "systemc"; }

std::unique_ptr<Machine> MakeMachine(const MachineOptions& options) {
  if (RunsRtl(options.name)) return MakeRtl(options);
  if (options.check) {
    throw Error("--check compares the RTL with golden: needs --machine rtl or systemc");
  }
  if (!options.trace_file.empty()) throw Error("--trace needs --machine rtl or systemc");
  if (options.name == "cycle") return MakeCycle(options);
  if (options.name == "systemc-loose")
    return MakeLoosePlatformMachine(options.hw, MakeCycle(options));
  if (options.name != "golden") {
    throw Error("--machine " + options.name +
                ": expected golden, cycle, rtl, systemc or systemc-loose");
  }
  if (options.observer != nullptr) throw Error("--timeline needs --machine rtl or cycle");
  return MakeGoldenMachine();
}

Comparison ComparisonOf(const Machine& machine) {
  const Lockstep* lockstep = dynamic_cast<const Lockstep*>(&machine);
  if (lockstep != nullptr) return lockstep->comparison();
  return {};
}

std::vector<std::string> HostWork(const std::string& name) {
  std::vector<std::string> work = {"shuffle and batch assembly", "input quantisation",
                                   "weights at start", "reported loss and accuracy"};
  if (!RunsRtl(name)) work.push_back("every command: the golden machine is software");
  return work;
}

}  // namespace itg
