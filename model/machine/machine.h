// SPDX-License-Identifier: Apache-2.0
//
// The one interface of every machine that executes a Program: the golden model, the RTL, later the
// cycle model. A host drives it command by command and compares what was retired.

#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/program/program.h"

namespace itg {

// Events the hardware counted during one command. Zero on machines that have no hardware.
struct Counters {
  uint64_t array_cycles = 0;        // cycles in which the MAC array accumulated
  uint64_t macs = 0;                // multiplications of the product without padding
  uint64_t scratchpad_reads = 0;    // one operand vector (a row or a column of a block)
  uint64_t scratchpad_writes = 0;   // one memory beat stored
  uint64_t accumulator_reads = 0;   // one word of `cols` accumulators
  uint64_t accumulator_writes = 0;  // one word of `cols` accumulators
  uint64_t memory_reads = 0;        // beats
  uint64_t memory_writes = 0;       // beats
  uint64_t rounded = 0;             // elements through the rounding units

  Counters& operator+=(const Counters& other);
  bool operator==(const Counters& other) const;
};

// Every counter, in the order of declaration: sums, comparisons and files go through this list.
inline constexpr std::array kCounterFields = {
    &Counters::array_cycles,      &Counters::macs,
    &Counters::scratchpad_reads,  &Counters::scratchpad_writes,
    &Counters::accumulator_reads, &Counters::accumulator_writes,
    &Counters::memory_reads,      &Counters::memory_writes,
    &Counters::rounded,
};
inline constexpr const char* kCounterNames[] = {"array_cycles",
                                                "macs",
                                                "scratchpad_reads",
                                                "scratchpad_writes",
                                                "accumulator_reads",
                                                "accumulator_writes",
                                                "memory_reads",
                                                "memory_writes",
                                                "rounded"};
static_assert(sizeof(Counters) == kCounterFields.size() * sizeof(uint64_t), "a counter is missing");

// Where the cycles of a command went: every one counts in exactly one term. Zero on machines that
// have no hardware.
struct CycleTerms {
  uint64_t fetch = 0;        // descriptor and exponents, and to decode them
  uint64_t fill = 0;         // of a product: until the first operands of a block are read
  uint64_t stream = 0;       // operands are read for the array, one k a cycle
  uint64_t stall = 0;        // between: a chunk is not there yet, or the tile before still drains
  uint64_t drain = 0;        // after the last operands of a block, until its sums are in the SRAM
  uint64_t second_pass = 0;  // range, shift, rounding; and blocks of sums on their way to memory
  uint64_t write_back = 0;   // the exponent, and until memory has confirmed everything

  uint64_t total() const;
  CycleTerms& operator+=(const CycleTerms& other);
  CycleTerms operator*(uint64_t times) const;
  bool operator==(const CycleTerms& other) const;
};

// Every term, in the order of declaration, and their names.
inline constexpr std::array kCycleTermFields = {
    &CycleTerms::fetch, &CycleTerms::fill,        &CycleTerms::stream,    &CycleTerms::stall,
    &CycleTerms::drain, &CycleTerms::second_pass, &CycleTerms::write_back};
inline constexpr const char* kCycleTermNames[] = {"fetch", "fill",        "stream",    "stall",
                                                  "drain", "second_pass", "write_back"};
static_assert(sizeof(CycleTerms) == kCycleTermFields.size() * sizeof(uint64_t),
              "a term is missing");

// What a machine reports after each command. Golden against RTL compares `digest` and
// `saturations`; a cycle model against the RTL compares the cycles too.
struct Retired {
  size_t command = 0;
  uint64_t digest = 0;         // of Outputs(command) with their exponents, chained; see OmitDigests
  uint64_t saturations = 0;    // elements clipped: by the rounding, plus by the weight subtraction
  uint64_t acc_overflows = 0;  // golden only: exact sums that do not fit AccW
  uint64_t start_cycle = 0;    // since the machine was made
  uint64_t end_cycle = 0;      // first cycle after the command
  Counters counters;
  CycleTerms terms;  // sum: end_cycle - start_cycle
};

class Machine {
 public:
  virtual ~Machine() = default;

  virtual const char* name() const = 0;

  // Makes `program` current: allocates its buffers, zero but for the initial tensors. The program
  // is copied. Throws Error when the machine cannot run it (widths, a tensor that does not fit).
  virtual void Load(const Program& program) = 0;

  // Key of the random bits from now on (NUMERICS.md section 3). Zero after Load.
  virtual void SetTrainingStep(uint32_t training_step) = 0;
  // Gradient bit width of every updating command from now on: the learning rate schedule.
  virtual void SetMu(int mu) = 0;

  // Elements and exponent of a whole buffer. Shape and storage must be those of the buffer.
  virtual void Write(BufferId buffer, const Tensor& tensor) = 0;
  virtual Tensor Read(BufferId buffer) const = 0;

  // From now on nobody looks at Retired::digest: a machine may leave it 0, and spare reading again
  // all that its commands write.
  virtual void OmitDigests() {}

  // Executes command `index` of the program to its end.
  virtual Retired Execute(size_t index) = 0;
};

}  // namespace itg
