// SPDX-License-Identifier: Apache-2.0
//
// Machines by name, as the command line asks for them.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/machine/machine.h"
#include "sim/activity/activity_observer.h"
#include "sim/hw/hw_config.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/systemc/platform_options.h"

namespace itg {

struct MachineOptions {
  std::string name = "golden";  // as --machine names them
  bool check = false;           // of what runs the RTL only: in lockstep with golden
  HwConfig hw;                  // the same
  PlatformOptions platform;     // of systemc
  std::string trace_file;  // of what runs the RTL only: FST waveform of the cycles [trace_first,
                           // trace_last]
  uint64_t trace_first = 0;
  uint64_t trace_last = 0;
  std::shared_ptr<TraceLog> trace_log;         // of that waveform
  std::shared_ptr<WriteWatch> watch;           // rtl only
  std::shared_ptr<WindowSink> sink;            // rtl only
  std::shared_ptr<ActivityObserver> observer;  // rtl, cycle: what --timeline draws
};

// Is machine `name` the RTL, in the plain harness or in a SystemC platform?
bool RunsRtl(const std::string& name);

// Throws Error for an unknown name and for options that the machine does not have.
std::unique_ptr<Machine> MakeMachine(const MachineOptions& options);

// What --check compares it with: golden; and with golden's values the predicted costs, where the
// RTL is ours and nobody else is at its memory.
CompareCycles ComparedCycles(const MachineOptions& options);
std::unique_ptr<Machine> MakeExpected(const MachineOptions& options);

// The comparison of a machine of MakeMachine; all zero when it compares nothing.
Comparison ComparisonOf(const Machine& machine);

// What runs on the host beside machine `name`: one sentence each.
std::vector<std::string> HostWork(const std::string& name);

}  // namespace itg
