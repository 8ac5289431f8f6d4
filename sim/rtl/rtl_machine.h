// SPDX-License-Identifier: Apache-2.0
//
// The RTL as a Machine: Verilated rtl/ behind a memory model. Links none of the operations.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/machine.h"
#include "sim/activity/activity_observer.h"
#include "sim/hw/hw_config.h"
#include "sim/rtl/plugin_runner.h"
#include "sim/rtl/window_sink.h"

namespace itg {

// What a waveform shows: filled as the machine executes.
struct TraceLog {
  struct Entry {
    size_t index = 0;  // in the queue
    std::string name;  // Describe(command)
    uint64_t start_cycle = 0;
    uint64_t end_cycle = 0;
  };
  uint64_t cycles = 0;          // in the waveform
  std::vector<Entry> commands;  // those of which it has a cycle, in order
};

// What the next command should write, and when it wrote something else.
struct WriteWatch {
  std::vector<std::pair<BufferId, Tensor>> expected;
  std::optional<uint64_t> wrong_cycle;  // in which the first wrong byte was in memory
};

struct RtlOptions {
  std::string rtl_dir;       // SystemVerilog sources; empty: those that ship with the project
  std::string trace_file;    // FST waveform; empty: none
  uint64_t trace_first = 0;  // cycles [first, last] to trace
  uint64_t trace_last = 0;
  std::shared_ptr<TraceLog> trace_log;       // of that waveform
  std::shared_ptr<WriteWatch> watch;         // null: nobody asks
  uint32_t stall_seed = 0;                   // random stalls of the memory's bus
  uint64_t watchdog_cycles = 1'000'000'000;  // a command that takes longer hangs: Error, as does
                                             // one that makes no progress for a million cycles
  bool check_assertions = false;             // of the RTL; several times slower, the same results
  int stall_percent = 0;                     // of each channel's cycles; 0: the memory never stalls
  uint32_t stall_channels = 31;              // which may stall: PluginStall of sim/rtl/plugin_api.h
  uint32_t scatter = 0;                      // seed of random places of everything in memory, which
                                             // differ from one Load to the next; 0: none
  std::shared_ptr<ActivityObserver> observer;  // told what happens in each cycle: activity_o
  std::shared_ptr<WindowSink> sink;  // given what is at the ports of blocks in short windows
  uint32_t reset_within = 0;  // each command is abandoned by a reset after 1 to so many cycles, a
                              // number that differs from one to the next, then executed; 0: never
};

// Builds the plug-in of `config` when it is not in the cache (seconds; `sim/rtl/plugin.h`).
// Throws Error when the tools are missing, the sources do not build or the waveform's file cannot
// be opened.
std::unique_ptr<Machine> MakeRtlMachine(const HwConfig& config, const RtlOptions& options);

// The same on what `runner` makes of a plug-in of `config`. `name` is the machine's; of the options
// those of the plug-in are the runner's, not looked at here.
std::unique_ptr<Machine> MakeRtlMachine(const HwConfig& config, const RtlOptions& options,
                                        const char* name, std::unique_ptr<PluginRunner> runner);

}  // namespace itg
