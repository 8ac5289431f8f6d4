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
  EXPECT_EQ(GetField(descriptor, Field::kWords), 64 * 7);
  EXPECT_EQ(GetField(descriptor, Field::kElements), 6400);
}

TEST(Plan, RefusesAccumulatorsThatDoNotFit) {
  // base: 5120 words of 16 accumulators; a row of 32 takes two.
  const HwConfig hw = HwConfig::FromFile("base");
  EXPECT_EQ(Refusal(Forward(2560, 32, 8), hw), "accepted");
  ExpectWords(Refusal(Forward(2561, 32, 8), hw), {"base", "fc1", "5122", "5120", "accumulator"});
}

TEST(Plan, RefusesOperandsThatDoNotFit) {
  HwConfig hw = HwConfig::FromFile("base");
  hw.accumulator_bytes = int64_t{1} << 26;
  ExpectWords(Refusal(Forward(4097, 16, 8), hw), {"base", "fc1", "scratchpad"});
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
  Program update = Forward(4, 4, 4);
  update.commands[0].opcode = Opcode::kGradient;
  update.commands[0].post = Post::kUpdate;
  ExpectWords(Refusal(update, hw), {"base", "fc1 gradient+update", "8", "6"});
}

TEST(Plan, RefusesCommandsWithoutHardware) {
  const HwConfig hw = HwConfig::FromFile("base");
  const Program good = Forward(4, 4, 4);
  Program program = good;
  program.commands[0].window = {3, 3, 1, 1};
  ExpectWords(Refusal(program, hw), {"base", "no hardware for fc1 forward", "convolution"});
  program = good;
  program.commands[0].opcode = Opcode::kAdd;
  ExpectWords(Refusal(program, hw), {"base", "no hardware for fc1 add+requantise_relu"});
  program = good;
  program.commands[0].post = Post::kRequantiseReluPool;
  ExpectWords(Refusal(program, hw), {"base", "no hardware for fc1 forward+requantise_relu_pool"});
  program = good;
  program.commands[0].master = 1;
  ExpectWords(Refusal(program, hw), {"base", "fc1", "master"});
  program = good;
  program.buffers[0].shape = {4, 2, 2, 1};
  ExpectWords(Refusal(program, hw), {"base", "fc1", "x", "[4, 2, 2, 1]"});
}

}  // namespace
}  // namespace itg
