// SPDX-License-Identifier: Apache-2.0
//
// Does a command take exactly the cycles its parts add up to, with any memory latency? The terms
// are those of hand_terms.h; the numbers of beats, words and tiles are counted here by hand. Asked
// of the RTL and of the machine that predicts its cycles: this file is compiled for both.

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "sim/hw/hw_config.h"
#include "tests/sim/support/hand_terms.h"
#include "tests/sim/support/small_programs.h"
#include "tests/sim/support/tested_machine.h"

namespace itg {
namespace {

// A stream to memory takes a piece while no more than a beat is waiting. Behind the words of a 5x7
// tensor wait 4, 3, 7-4, 6-4, 6-4, 5-4, 5-4, 4, 4, 3 bytes: five times a beat leaves (-4) and no
// piece is taken.
constexpr uint64_t kHeldBack5x7 = 5;

std::string Text(const CycleTerms& terms) {
  std::string text;
  for (size_t i = 0; i < kCycleTermFields.size(); ++i) {
    text +=
        std::string(kCycleTermNames[i]) + " " + std::to_string(terms.*kCycleTermFields[i]) + " ";
  }
  return text;
}

// Latencies: the least, tiny's own, and one that hides nothing.
class Cycles : public testing::TestWithParam<int> {
 protected:
  // Of the only command of `program`.
  static void Expect(const Program& program, const CycleTerms& expected) {
    Expect(HwConfig::FromFile("tiny"), program, expected);
  }
  static void Expect(HwConfig hw, const Program& program, const CycleTerms& expected) {
    hw.memory_latency = GetParam();
    const std::unique_ptr<Machine> machine = MakeTestedMachine(hw);
    machine->Load(program);
    const Retired retired = machine->Execute(0);
    EXPECT_EQ(Text(retired.terms), Text(expected));
    EXPECT_EQ(retired.end_cycle - retired.start_cycle, expected.total());
  }
  const HandTerms t_ = {static_cast<uint64_t>(GetParam())};
};

// 5x4 times 4x7: a row is a beat, so an operand is a burst; 2 x 2 tiles of 4 x 4, the last of one
// row; words of 4 and 3 elements, and 35 elements end with a beat of 3.
TEST_P(Cycles, OfAProductInOneChunk) {
  constexpr uint64_t kBeats = 5 + 7, kTiles = 4, kLastRows = 1, kWords = 5 * 2;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 7);
  terms.stream = kTiles * 4;
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass = t_.kShift + t_.SecondPass(kWords + kHeldBack5x7, 1);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(OneProduct::Make(5, 7, 4), terms);
}

// The same unrounded: 35 accumulators leave in whole beats, four pieces a word.
TEST_P(Cycles, OfAProductThatIsNotRounded) {
  constexpr uint64_t kBeats = 5 + 7, kTiles = 4, kLastRows = 1, kWords = 5 * 2;
  Program program = OneProduct::Make(5, 7, 4);
  program.buffers[OneProduct::kY] = {"y", Role::kAccumulator, 32, {5, 7}};
  program.commands[0].post = Post::kNone;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 7);
  terms.stream = kTiles * 4;
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass = t_.kShift + t_.SecondPass(kWords * t_.kPieces, 0);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(program, terms);
}

// 5x4 times 4x3 with ReLU: a word of 3 elements and 3 bits of mask a row. Behind the words wait 3,
// 6-4, 5-4, 4, 3 bytes of elements: two are held back. In the end 15 bits of masks are left too;
// they leave within the flush, one beat after the other.
TEST_P(Cycles, OfAProductWithReluAndItsMask) {
  constexpr uint64_t kBeats = 5 + 3, kTiles = 2, kLastRows = 1, kWords = 5, kHeldBack = 2;
  Program program = OneProduct::Make(5, 3, 4);
  program.buffers.push_back({"mask", Role::kMask, 1, {5, 3}});
  program.commands[0].post = Post::kRequantiseRelu;
  program.commands[0].mask = 3;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 5);
  terms.stream = kTiles * 4;
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass = t_.kShift + t_.SecondPass(kWords + kHeldBack, 2);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(program, terms);
}

// The gradient of 4 samples, 5 outputs and 7 inputs: K runs down the rows of both, which start at
// any byte, so some touch a beat more. Weights are read, no exponent is written.
TEST_P(Cycles, OfAnUpdate) {
  enum : BufferId { kError, kInput, kWeight };
  Program program;
  program.buffers = {{"e", Role::kError, 8, {4, 5}},
                     {"x", Role::kActivation, 8, {4, 7}},
                     {"w", Role::kWeight, 8, {5, 7}}};
  Command update;
  update.opcode = Opcode::kGradient;
  update.post = Post::kUpdate;
  update.mu = 4;
  update.a = kError;
  update.b = kInput;
  update.out = kWeight;
  update.layer = "fc";
  program.commands = {update};
  uint64_t beats = 0;
  for (uint64_t sample = 0; sample < 4; ++sample) {
    for (const uint64_t length : {uint64_t{5}, uint64_t{7}}) {
      beats += (sample * length % t_.kBeat + length + t_.kBeat - 1) / t_.kBeat;
    }
  }
  constexpr uint64_t kLongest = 3;  // a row of 7 bytes from byte 3 of a beat on
  constexpr uint64_t kTiles = 4, kLastRows = 1, kWords = 5 * 2, kWeightBeats = 9;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(beats, kLongest);
  terms.stream = kTiles * 4;
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass =
      t_.kShift + t_.SecondPass(t_.FirstBeat(kWeightBeats) + kWords + kHeldBack5x7, 1);
  terms.write_back = t_.WriteBack();
  Expect(program, terms);
}

// K = 200 in 50 chunks of 4, each 12 beats and 16 cycles: the memory is waited for.
TEST_P(Cycles, OfAProductInManySmallChunks) {
  constexpr uint64_t kBeats = 5 + 7, kTiles = 4, kLastRows = 1, kWords = 5 * 2;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 1);
  terms.stream = 50 * kTiles * 4;
  terms.stall = t_.Stall(50, kTiles * 4, kBeats);
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass = t_.kShift + t_.SecondPass(kWords + kHeldBack5x7, 1);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(OneProduct::Make(5, 7, 200), terms);
}

// 16x200 times 200x16, 50 chunks of 4, each 32 beats and 64 cycles: up to a latency of 24 no cycle
// is lost. 256 elements are whole beats.
TEST_P(Cycles, OfAProductInManyLargeChunks) {
  constexpr uint64_t kBeats = 16 + 16, kTiles = 16, kLastRows = 4, kWords = 16 * 4;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 1);
  terms.stream = 50 * kTiles * 4;
  terms.stall = t_.Stall(50, kTiles * 4, kBeats);
  terms.drain = t_.Drain(kLastRows);
  terms.second_pass = t_.kShift + t_.SecondPass(kWords, 0);
  terms.write_back = t_.kExponent + t_.WriteBack();
  EXPECT_EQ(terms.stall == 0, GetParam() <= 24);
  Expect(OneProduct::Make(16, 16, 200), terms);
}

// 8x4 times 4x4 where four rows fit the accumulator SRAM: two blocks of a tile, each of which a
// pass writes to the output. The second one's operands are there long before it begins.
TEST_P(Cycles, OfAProductInTwoBlocks) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.accumulator_bytes = 4 * 4 * 4;
  constexpr uint64_t kBlocks = 2, kBeats = 4 + 4, kRows = 4, kWords = 4;
  Program program = OneProduct::Make(8, 4, 4);
  program.buffers[OneProduct::kY] = {"y", Role::kAccumulator, 32, {8, 4}};
  program.commands[0].post = Post::kNone;
  CycleTerms terms;
  terms.fetch = t_.Fetch(2);
  terms.fill = t_.Load(kBeats, 4);
  terms.stream = kBlocks * 4;
  terms.drain = kBlocks * t_.Drain(kRows);
  terms.second_pass = kBlocks * t_.SecondPass(kWords * t_.kPieces, 0);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(hw, program, terms);
}

// 3x8 bytes through dropout, and nothing else: two beats a row.
TEST_P(Cycles, OfAPassThatDoesNotRound) {
  constexpr uint64_t kWords = 3 * 2, kBeats = 6;
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {3, 8}}, {"y", Role::kActivation, 8, {3, 8}}};
  Command dropout;
  dropout.opcode = Opcode::kDropout;
  dropout.a = 0;
  dropout.out = 1;
  dropout.layer = "dropout";
  program.commands = {dropout};
  CycleTerms terms;
  terms.fetch = t_.Fetch(1);
  terms.second_pass = t_.SecondPass(t_.FirstBeat(kBeats) + kWords, 0);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(program, terms);
}

// Accumulators 2x7 from memory, scanned and then rounded: two words a row. 56 bytes are 14 beats,
// which the stream's queue of 16 holds, so no beat waits for room. 14 elements end with 2 bytes.
TEST_P(Cycles, OfASecondPassAlone) {
  constexpr uint64_t kWords = 2 * 2;
  Program program;
  program.buffers = {{"acc", Role::kAccumulator, 32, {2, 7}}, {"y", Role::kActivation, 8, {2, 7}}};
  Command requantise;
  requantise.opcode = Opcode::kRequantise;
  requantise.a = 0;
  requantise.out = 1;
  requantise.layer = "fc";
  program.commands = {requantise};
  const uint64_t words = t_.FirstBeat(14) + t_.Gather(kWords);
  CycleTerms terms;
  terms.fetch = t_.Fetch(1);
  terms.second_pass = t_.Scan(words) + t_.kShift + t_.SecondPass(words, 1);
  terms.write_back = t_.kExponent + t_.WriteBack();
  Expect(program, terms);
}

INSTANTIATE_TEST_SUITE_P(Latency, Cycles, testing::Values(1, 8, 100));

}  // namespace
}  // namespace itg
