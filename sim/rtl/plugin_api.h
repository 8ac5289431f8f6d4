// SPDX-License-Identifier: Apache-2.0
//
// The small C interface between the RTL machine and a plug-in: one Verilated configuration with the
// clock loop and the memory model around it. Both sides are compiled from this file.

#pragma once

#include <cstdint>

namespace itg {

inline constexpr int kPluginApiVersion = 6;
inline constexpr int kPluginDimBits = 24;  // of a tensor's rows, columns and depth

// Elaboration parameters of itg_accelerator in the order of its register PARAMETERS.
inline constexpr const char* kPluginParameterNames[] = {
    "Rows",    "Cols",         "AW",         "BW",         "AccW",      "OutW",
    "Lanes",   "ScratchDepth", "AccDepth",   "BeatBytes",  "FifoBeats", "Modes",
    "Masters", "BurstBeats",   "ReadBursts", "WriteBursts"};
inline constexpr int kPluginParameters = 16;

// Event counters: their places in the register COUNTERS, and their names in the same order.
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

// What happens in a cycle of a command: the state of the sequencer, and a bit for every counter
// that moves.
inline constexpr int kActivityState = 0;  // lowest bits
inline constexpr int kActivityEvents = 4;
inline constexpr int kActivityBits = kActivityEvents + kPluginCounters;

// States of the sequencer, in the order of their encoding.
inline constexpr const char* kSequencerStateNames[] = {
    "idle", "fetch",       "decode",    "exponents",   "product",        "spill", "confirm",
    "scan", "query_range", "set_shift", "second_pass", "write_exponent", "drain", "done"};
inline constexpr int kSequencerStates = 14;

enum PluginStatus : int32_t {
  kPluginDone = 0,
  kPluginIllegalCommand = 1,  // the accelerator refused a descriptor
  kPluginBadRead = 2,         // a read beyond the memory, at `fault_address`
  kPluginBadWrite = 3,        // a write outside the allowed ranges, at `fault_address`
  kPluginStuck = 4,           // no progress: the accelerator's watchdog; see `waiting`
  kPluginHang = 5,            // not done after `most_cycles`
  kPluginAssertion = 6,       // an assertion of the RTL failed: `assertion`
  kPluginReset = 7,           // abandoned after `reset_after` cycles
  kPluginHost = 8,            // the registers did not answer as the driver expects
};

// Channels of the memory's bus that may stall.
enum PluginStall : uint32_t {
  kStallAr = 1,
  kStallR = 2,
  kStallAw = 4,
  kStallW = 8,
  kStallB = 16,
  kStallAll = 31,
};

struct PluginRange {
  uint64_t begin;
  uint64_t end;                       // first byte after
  const uint8_t* expected = nullptr;  // what belongs there; null: anything
};

// What was at the ports of a block in consecutive cycles; laid out by sim/rtl/recorded_blocks.h.
struct PluginWindow {
  uint32_t block;
  uint32_t cycles;         // at least one
  uint64_t cycle;          // the first, since creation
  const uint8_t* state;    // of its registers before the first
  const uint8_t* samples;  // one a cycle
};

// How a plug-in that was built for it records, and who is given the windows.
struct PluginRecord {
  void* context;
  void (*window)(void* context, const PluginWindow* window);
  uint32_t window_cycles;  // most of a window, which ends with its command at the latest
  uint32_t period;         // active cycles of a block between two windows, on average
};

// Commands to execute, one behind the other in the queue.
struct PluginRun {
  uint8_t* memory;
  uint64_t memory_bytes;
  uint32_t queue_base;  // address of descriptor 0
  uint32_t first;       // index of the first command
  uint32_t count;
  uint32_t seed;
  uint32_t training_step;
  const PluginRange* writable;  // where the commands may write
  int32_t writable_count;
  uint32_t watchdog;     // most cycles without progress, see the register
  uint64_t most_cycles;  // that all of the run may take
  uint64_t reset_after;  // cycles after which the driver resets the accelerator; 0: never
  // Null, or told in every cycle of a command what happens in it: activity_o of the accelerator.
  void (*observe)(void* observer, uint32_t activity);
  void* observer;
  const PluginRecord* record;  // null: nothing is recorded
};

struct PluginResult {
  int32_t status;
  uint32_t index;          // of the command that failed
  uint32_t error_address;  // as the accelerator reports it
  uint32_t waiting;        // register WAITING, with kPluginStuck
  uint64_t fault_address;  // as the memory saw it
  uint64_t start_cycle;    // of the last command
  uint64_t end_cycle;
  uint64_t counters[kPluginCounters];  // events of the run
  uint64_t traced_cycles;              // in the waveform, since creation
  uint64_t wrong_cycle;  // a byte that was not the `expected` one was in memory first; 0: none was
  char assertion[256];   // name and message of the first that failed; else empty
};

struct PluginOptions {
  int32_t memory_latency;
  int32_t memory_bytes_per_cycle;  // of reads and writes together; 0: a beat a cycle each way
  int32_t memory_reads;            // most bursts that the memory works on; 0: any number
  int32_t stall_percent;           // of the cycles of each channel
  uint32_t stall_channels;         // PluginStall
  uint32_t stall_seed;
  const char* trace_file;  // null: none; needs a plug-in built with tracing
  uint64_t trace_first;
  uint64_t trace_last;
};

// A burst on the accelerator's bus, whole: of a read its address was taken, of a write all beats.
struct PluginBurst {
  uint64_t cycle;  // the first after that, since creation
  uint64_t address;
  uint32_t beats;
  uint8_t* data;            // of all beats; a read's are to be filled in
  const uint64_t* strobes;  // of a write: the bytes of each beat, the first is bit 0; null: a read
  uint8_t* errors;          // a beat each, 0 before the call: to be set where it fails
};

// A memory that is not the plug-in's. `access` answers a burst: from which cycle on its first beat
// or its confirmation may be offered, the answers to be offered in order all the same. It is called
// in the middle of a cycle: until it returns, nothing of the plug-in may be called.
struct PluginMemory {
  void* context;
  uint64_t (*access)(void* context, const PluginBurst* burst);
};

struct PluginState {
  uint64_t cycle;     // since creation
  int32_t interrupt;  // 0 or 1
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

// The finer way in, for who brings a memory and a driver of his own.
void itg_plugin_attach(itg_plugin* plugin, const itg::PluginMemory* memory);
// As PluginRun::observe, from now on; null: nobody.
void itg_plugin_observe(itg_plugin* plugin, void (*observe)(void*, uint32_t), void* observer);
// Moves on to `cycle`, or until the interrupt changes.
void itg_plugin_advance(itg_plugin* plugin, uint64_t cycle, itg::PluginState* state);
// An access to a register, from now on until it is answered. 0: with an error.
int32_t itg_plugin_write(itg_plugin* plugin, uint32_t offset, uint32_t value,
                         itg::PluginState* state);
int32_t itg_plugin_read(itg_plugin* plugin, uint32_t offset, uint32_t* value,
                        itg::PluginState* state);
// Puts into the result of a run what only the simulator knows: the waveform, failed assertions.
void itg_plugin_finish(itg_plugin* plugin, itg::PluginResult* result);
}
