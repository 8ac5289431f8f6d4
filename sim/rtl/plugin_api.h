// SPDX-License-Identifier: Apache-2.0
//
// The small C interface between the RTL machine and a plug-in: one Verilated configuration with the
// clock loop and the memory model around it. Both sides are compiled from this file.

#pragma once

#include <cstdint>

namespace itg {

inline constexpr int kPluginApiVersion = 3;
inline constexpr int kPluginDimBits = 24;  // of a tensor's rows, columns and depth

// Elaboration parameters of itg_top in the order of its parameters_o.
inline constexpr const char* kPluginParameterNames[] = {
    "Rows",         "Cols",     "AW",        "BW",        "AccW",  "OutW",   "Lanes",
    "ScratchDepth", "AccDepth", "BeatBytes", "FifoBeats", "Modes", "Masters"};
inline constexpr int kPluginParameters = 13;

// Event counters: their places in counters_o, and their names in the same order.
enum PluginCounter : int {
  kArrayCycles,
  kScratchpadReads,
  kScratchpadWrites,
  kAccumulatorReads,
  kAccumulatorWrites,
  kMemoryReads,
  kMemoryWrites,
  kRounded,
  kSaturations,
  kPluginCounters,  // how many
};
inline constexpr const char* kPluginCounterNames[kPluginCounters] = {
    "array_cycles",       "scratchpad_reads", "scratchpad_writes", "accumulator_reads",
    "accumulator_writes", "memory_reads",     "memory_writes",     "rounded",
    "saturations"};

enum PluginStatus : int32_t {
  kPluginDone = 0,
  kPluginIllegalCommand = 1,  // the sequencer refused the descriptor
  kPluginHang = 2,            // not done after `watchdog` cycles
  kPluginBadWrite = 3,        // a write outside the allowed ranges, at `fault_address`
  kPluginBadRead = 4,         // a read outside the memory, at `fault_address`
  kPluginAssertion = 5,       // an assertion of the RTL failed: `assertion`
};

struct PluginRange {
  uint64_t begin;
  uint64_t end;  // first byte after
};

// One command to execute.
struct PluginRun {
  uint8_t* memory;
  uint64_t memory_bytes;
  uint32_t command_address;
  uint32_t seed;
  uint32_t training_step;
  const PluginRange* writable;  // where the command may write
  int32_t writable_count;
  uint64_t watchdog;  // most cycles the command may take
};

struct PluginResult {
  int32_t status;
  uint64_t fault_address;
  uint64_t start_cycle;
  uint64_t end_cycle;
  uint64_t counters[kPluginCounters];  // since creation
  uint64_t traced_cycles;              // in the waveform, since creation
  char assertion[256];                 // name and message of the first that failed; else empty
};

struct PluginOptions {
  int32_t memory_latency;
  int32_t stall_percent;  // of the memory port's ready and response, each cycle
  uint32_t stall_seed;
  const char* trace_file;  // null: none; needs a plug-in built with tracing
  uint64_t trace_first;
  uint64_t trace_last;
};

}  // namespace itg

extern "C" {
struct itg_plugin;

int32_t itg_plugin_api_version(void);
// Null when the file of the waveform cannot be opened, or the plug-in was built without tracing.
itg_plugin* itg_plugin_create(const itg::PluginOptions* options);
void itg_plugin_destroy(itg_plugin* plugin);
// Writes kPluginParameters values.
void itg_plugin_parameters(itg_plugin* plugin, uint32_t* parameters);
void itg_plugin_run(itg_plugin* plugin, const itg::PluginRun* run, itg::PluginResult* result);
}
