// SPDX-License-Identifier: Apache-2.0
//
// Does a plan place everything without overlap, and does a program that a configuration cannot run
// get one clear line?

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "model/error.h"
#include "sim/plan/schedule.h"

namespace itg {
namespace {

Program Forward(int64_t n, int64_t o, int64_t i) {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {n, i}},
                     {"w", Role::kWeight, 8, {o, i}},
                     {"y", Role::kActivation, 8, {n, o}},
                     {"mask", Role::kMask, 1, {n, o}}};
  Command command;
  command.post = Post::kRequantiseRelu;
  command.a = 0;
  command.b = 1;
  command.out = 2;
  command.mask = 3;
  command.layer = "fc1";
  program.commands = {command};
  return program;
}

std::string Refusal(const Program& program, const HwConfig& hw) {
  try {
    Plan(program, hw);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

void ExpectWords(const std::string& text, const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    EXPECT_NE(text.find(word), std::string::npos) << word << " is missing in: " << text;
  }
  EXPECT_EQ(text.find('\n'), std::string::npos);
}

TEST(Plan, PlacesNothingOverAnything) {
  const HwConfig hw = HwConfig::FromFile("base");
  const Schedule schedule = Plan(Forward(64, 100, 784), hw);
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  for (const Placement& place : schedule.buffers) {
    ranges.emplace_back(place.address, place.address + place.bytes);
    ranges.emplace_back(place.exponent_address, place.exponent_address + 4);
  }
  for (const ScheduledCommand& command : schedule.commands) {
    ranges.emplace_back(command.descriptor_address, command.descriptor_address + kDescriptorBytes);
  }
  std::sort(ranges.begin(), ranges.end());
  for (size_t i = 0; i < ranges.size(); ++i) {
    EXPECT_EQ(ranges[i].first % 64, 0u);
    if (i > 0) {
      EXPECT_LE(ranges[i - 1].second, ranges[i].first);
    }
  }
  EXPECT_LE(ranges.back().second, schedule.memory_bytes);
}

TEST(Plan, DescribesTheProduct) {
  const Schedule schedule = Plan(Forward(64, 100, 784), HwConfig::FromFile("base"));
  const Descriptor& descriptor = schedule.commands[0].descriptor;
  EXPECT_EQ(GetField(descriptor, Field::kRows), 64);
  EXPECT_EQ(GetField(descriptor, Field::kCols), 100);
  EXPECT_EQ(GetField(descriptor, Field::kDepth), 784);
  EXPECT_EQ(GetField(descriptor, Field::kColWords), 7);  // ceil(100 / 16)
  EXPECT_EQ(GetField(descriptor, Field::kElements), 6400);
}

// base: 5120 words of 16 accumulators; a row of 32 takes two.
TEST(Plan, TakesAccumulatorsThatDoNotFitThroughMemory) {
  const HwConfig hw = HwConfig::FromFile("base");
  const Schedule whole = Plan(Forward(2560, 32, 8), hw);
  EXPECT_EQ(whole.spill.bytes, 0u);
  EXPECT_FALSE(whole.commands[0].spills);
  EXPECT_EQ(GetField(whole.commands[0].descriptor, Field::kSpillAddr), 0);
  EXPECT_EQ(GetField(whole.commands[0].descriptor, Field::kBlockRows), 2560);

  const Schedule split = Plan(Forward(2561, 32, 8), hw);
  EXPECT_EQ(split.spill.bytes, 4u * 2561 * 32);
  EXPECT_TRUE(split.commands[0].spills);
  EXPECT_EQ(GetField(split.commands[0].descriptor, Field::kSpillAddr),
            static_cast<int64_t>(split.spill.address));
  EXPECT_LE(split.spill.address + split.spill.bytes, split.memory_bytes);
}

// The accumulators themselves are wanted: they need no other place on their way.
TEST(Plan, SendsUnfusedAccumulatorsStraightToTheOutput) {
  Program program = Forward(2561, 32, 8);
  program.buffers[2].role = Role::kAccumulator;
  program.buffers[2].bits = 32;
  program.commands[0].post = Post::kNone;
  program.commands[0].mask = kNoBuffer;
  const Schedule schedule = Plan(program, HwConfig::FromFile("base"));
  EXPECT_EQ(schedule.spill.bytes, 0u);
  EXPECT_FALSE(schedule.commands[0].spills);
  EXPECT_EQ(GetField(schedule.commands[0].descriptor, Field::kSpillAddr),
            static_cast<int64_t>(schedule.buffers[2].address));
}

// Two images of 5 x 6 pixels of 3 channels, a kernel of 3 x 3, stride 2, padding 1.
TEST(Plan, DescribesTheConvolution) {
  Program program = Forward(2, 4, 3);
  program.buffers[0].shape = {2, 5, 6, 3};
  program.buffers[1].shape = {4, 3, 3, 3};
  program.buffers[2].shape = program.buffers[3].shape = {2, 3, 3, 4};
  program.commands[0].window = {3, 3, 2, 1};
  const Schedule schedule = Plan(program, HwConfig::FromFile("base"));
  const Descriptor& d = schedule.commands[0].descriptor;
  EXPECT_EQ(GetField(d, Field::kRows), 2 * 3 * 3);
  EXPECT_EQ(GetField(d, Field::kCols), 4);
  EXPECT_EQ(GetField(d, Field::kDepth), 3 * 3 * 3);
  EXPECT_EQ(GetField(d, Field::kWindowed), 1);
  EXPECT_EQ(GetField(d, In(Field::kNestA, NestPart::kRun)), 3);
  EXPECT_EQ(GetField(d, In(Field::kNestA, NestPart::kLineStride1)), 2 * 6 * 3);
  EXPECT_EQ(GetField(d, In(Field::kWindow, WindowPart::kStartQ)), -1);
  EXPECT_EQ(GetField(d, In(Field::kWindow, WindowPart::kLimitX)), 6);
  // The tap at -1, -1 lies a row and a pixel before the image.
  EXPECT_EQ(GetField(d, Field::kAAddr),
            static_cast<int64_t>(schedule.buffers[0].address) - 6 * 3 - 3);
}

TEST(Plan, RefusesImagesBeyondItsCounters) {
  Program program = Forward(1, 1, 1);
  program.buffers[0].shape = {1, 32767, 1, 1};
  program.buffers[1].shape = {1, 1, 1, 1};
  program.buffers[2].shape = program.buffers[3].shape = {1, 129, 1, 1};
  program.commands[0].window = {1, 1, 255, 0};
  EXPECT_EQ(Refusal(program, HwConfig::FromFile("base")), "accepted");
  program.commands[0].window = {3, 3, 255, 1};
  ExpectWords(Refusal(program, HwConfig::FromFile("base")), {"base", "fc1", "32769", "32767"});
}

TEST(Plan, RefusesWidthsAndModesTheHardwareLacks) {
  HwConfig hw = HwConfig::FromFile("base");
  hw.weight_bits = 6;
  ExpectWords(Refusal(Forward(4, 4, 4), hw), {"base", "w", "8", "6"});
  hw = HwConfig::FromFile("base");
  hw.acc_bits = 24;
  ExpectWords(Refusal(Forward(4, 4, 4), hw), {"base", "acc_bits", "24", "32"});
  hw = HwConfig::FromFile("base");
  hw.rounding = {Rounding::kStochastic};
  ExpectWords(Refusal(Forward(4, 4, 4), hw), {"base", "nearest", "fc1"});
  hw = HwConfig::FromFile("base");
  hw.gradient_bits = 6;
  hw.master_weights = false;
  Program update = Forward(4, 4, 4);
  update.commands[0].opcode = Opcode::kGradient;
  update.commands[0].post = Post::kUpdate;
  ExpectWords(Refusal(update, hw), {"base", "fc1 gradient+update", "8", "6"});
}

// 32 x 32 pixels of 8 channels through windows of `kernel` x `kernel`.
Program MaxPool(int kernel, int64_t channels) {
  Program program;
  const int64_t pooled = 33 - kernel;
  program.buffers = {{"x", Role::kActivation, 8, {1, 32, 32, channels}},
                     {"y", Role::kActivation, 8, {1, pooled, pooled, channels}},
                     {"winners", Role::kIndex, 16, {1, pooled, pooled, channels}}};
  Command command;
  command.opcode = Opcode::kMaxPool;
  command.a = 0;
  command.out = 1;
  command.index = 2;
  command.window = {kernel, kernel, 1, 0};
  command.layer = "pool1";
  program.commands = {command};
  return program;
}

// A winner's place takes a byte; what a window has found so far lies in the accumulator SRAM.
TEST(Plan, RefusesPoolsBeyondItsCounters) {
  HwConfig hw = HwConfig::FromFile("base");
  EXPECT_EQ(Refusal(MaxPool(16, 8), hw), "accepted");
  ExpectWords(Refusal(MaxPool(17, 8), hw), {"base", "pool1 max_pool", "289", "256"});
  hw = HwConfig::FromFile("tiny");  // 128 words of 4
  EXPECT_EQ(Refusal(MaxPool(2, 512), hw), "accepted");
  ExpectWords(Refusal(MaxPool(2, 513), hw), {"tiny", "pool1 max_pool", "129", "128"});
}

TEST(Plan, RefusesWhatIsNotElaborated) {
  HwConfig hw = HwConfig::FromFile("base");
  hw.master_weights = false;
  Program program = Forward(4, 4, 4);
  program.commands[0].master = 1;
  ExpectWords(Refusal(program, hw), {"base", "fc1", "master"});
  hw.rounding = {Rounding::kNearest};
  program = Forward(4, 4, 4);
  program.buffers[2].shape = program.buffers[0].shape;
  program.commands[0].opcode = Opcode::kDropout;
  program.commands[0].post = Post::kNone;
  program.commands[0].b = program.commands[0].mask = kNoBuffer;
  ExpectWords(Refusal(program, hw), {"base", "fc1 dropout", "stochastic"});
}

}  // namespace
}  // namespace itg
