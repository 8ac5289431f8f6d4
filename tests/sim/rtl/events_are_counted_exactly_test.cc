// SPDX-License-Identifier: Apache-2.0
//
// Does the RTL count every event once: cycles of the array, accesses of each memory, rounded and
// saturated elements?

#include <gtest/gtest.h>

#include "sim/plan/descriptor.h"
#include "tests/sim/rtl/support/tiny.h"
#include "tests/sim/support/small_programs.h"

namespace itg {
namespace {

constexpr uint64_t kBeat = 4;  // bytes of tiny's bus
constexpr uint64_t kDescriptor = kDescriptorBytes / kBeat;
constexpr uint64_t kExponents = 2;  // a beat each

TEST(Counted, EveryEventOfOneChunk) {
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(TwoProducts::Make());
  const Retired retired = machine->Execute(0);
  const Counters& counters = retired.counters;
  EXPECT_EQ(counters.macs, 5u * 6 * 7);
  EXPECT_EQ(counters.array_cycles, 4u * 6);             // 2 x 2 tiles of 4 x 4, K = 6
  EXPECT_EQ(counters.scratchpad_reads, 2u * 4 * 6);     // both operands in each of them
  EXPECT_EQ(counters.scratchpad_writes, 2u * (5 + 7));  // every row of 6 bytes touches 2 beats
  EXPECT_EQ(counters.accumulator_writes, 5u * 2);       // 5 rows of 2 words, one chunk of K
  EXPECT_EQ(counters.accumulator_reads, 5u * 2);        // each once by the second pass
  EXPECT_EQ(counters.rounded, 35u);
  EXPECT_EQ(counters.memory_reads, kDescriptor + kExponents + 2 * (5 + 7));
  // 35 bytes in 9 beats, 35 bits of mask in 2, and the exponent.
  EXPECT_EQ(counters.memory_writes, 9u + 2 + 1);
  EXPECT_GT(retired.end_cycle, retired.start_cycle + counters.array_cycles);
}

// With K = 200 a chunk of 4 takes the fewest cycles: 5 + 7 beats to load and 4 tiles of 4.
TEST(Counted, EveryEventOfSeveralChunks) {
  constexpr uint64_t kDepth = 200, kChunks = kDepth / 4, kTiles = 4, kWords = 5 * 2;
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(OneProduct::Make(5, 7, kDepth));
  const Counters counters = machine->Execute(0).counters;
  EXPECT_EQ(counters.array_cycles, kTiles * kDepth);
  EXPECT_EQ(counters.scratchpad_reads, 2 * kTiles * kDepth);
  EXPECT_EQ(counters.scratchpad_writes, (5 + 7) * kDepth / kBeat);
  EXPECT_EQ(counters.accumulator_writes, kChunks * kWords);
  // Every chunk but the first adds to what is there; the second pass reads the sums.
  EXPECT_EQ(counters.accumulator_reads, (kChunks - 1) * kWords + kWords);
  EXPECT_EQ(counters.memory_reads, kDescriptor + kExponents + (5 + 7) * kDepth / kBeat);
  EXPECT_EQ(counters.memory_writes, 9u + 1);
  EXPECT_EQ(counters.rounded, 35u);
}

// 4 x 148 sums in 37 tiles, of which the accumulator SRAM holds 32. However the columns are cut
// into blocks, 37 is prime, so that the last block is narrower: no tile beyond it may be computed.
TEST(Counted, EveryEventOfSeveralBlocks) {
  constexpr uint64_t kRows = 4, kColumns = 148, kDepth = 4, kTiles = 37, kWords = kRows * kTiles;
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(OneProduct::Make(kRows, kColumns, kDepth));
  const Counters counters = machine->Execute(0).counters;
  EXPECT_EQ(counters.array_cycles, kTiles * kDepth);
  EXPECT_EQ(counters.scratchpad_reads, 2 * kTiles * kDepth);
  EXPECT_EQ(counters.accumulator_writes, kWords);
  EXPECT_EQ(counters.accumulator_reads, kWords);  // by the passes that write the sums to memory
  // The sums in beats of 4 bytes, the elements of 1 byte, the exponent.
  EXPECT_EQ(counters.memory_writes, kRows * kColumns + kRows * kColumns / kBeat + 1);
  EXPECT_EQ(counters.rounded, kRows * kColumns);
}

// The largest sum is 255, so the shift is 1 and 127.5 becomes 128, which 127 is the most of.
TEST(Counted, EverySaturation) {
  Program program = OneProduct::Make(5, 7, 4);
  Tensor x = MakeTensor(program[OneProduct::kX]);
  Tensor w = MakeTensor(program[OneProduct::kW]);
  for (const int64_t row : {0, 1, 2, 4}) {
    for (int64_t k = 0; k < 3; ++k) x.Set(4 * row + k, 1);
  }
  for (int64_t column = 0; column < 7; ++column) {
    const bool saturates = column == 2 || column == 5 || column == 6;
    w.Set(4 * column, saturates ? 127 : 100);
    w.Set(4 * column + 1, saturates ? 127 : 100);
    w.Set(4 * column + 2, 1);
  }
  program.initial = {{OneProduct::kX, x}, {OneProduct::kW, w}};
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  EXPECT_EQ(machine->Execute(0).saturations, 4u * 3);  // rows that are not zero, columns of 255
}

}  // namespace
}  // namespace itg
