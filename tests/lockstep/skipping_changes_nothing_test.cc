// SPDX-License-Identifier: Apache-2.0
//
// Does a prediction that skips what it can say what one says that goes through every cycle? On
// drawn configurations: random programs, whose buffers lie anywhere; products large enough that
// lines and blocks are skipped; steps of networks, whose passes repeat themselves for long.
// ITG_SKIP_CONFIGURATIONS are drawn.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "sim/cycle/predictor.h"
#include "sw/compare/generate.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "sw/train/train_config.h"
#include "tests/lockstep/drawn_configuration.h"

#ifndef ITG_SKIP_CONFIGURATIONS
#define ITG_SKIP_CONFIGURATIONS 6
#endif

namespace itg {
namespace {

class Skipping : public testing::TestWithParam<int> {
 protected:
  void ExpectTheSame(const Program& program, const HwConfig& hw, uint32_t scatter) {
    SCOPED_TRACE("configuration " + hw.name + ", scatter " + std::to_string(scatter));
    const Schedule schedule = Plan(program, hw, scatter);
    Predictor skips(hw), steps(hw, Predictor::Effort::kEveryCycle);
    skips.Load(schedule);
    steps.Load(schedule);
    for (size_t i = 0; i < schedule.commands.size(); ++i) {
      const Prediction& a = steps.Predict(i);
      const Prediction& b = skips.Predict(i);
      ASSERT_TRUE(a.terms == b.terms && a.counters == b.counters)
          << Describe(program.commands[i]) << ": " << a.cycles() << " cycles, skipping "
          << b.cycles();
    }
  }

  const uint32_t seed_ = static_cast<uint32_t>(GetParam());
  RandomSource random_{static_cast<uint64_t>(GetParam()), 1};
};

TEST_P(Skipping, InRandomPrograms) {
  HwConfig hw = DrawConfiguration(seed_, &random_);
  if (random_.OneIn(4)) hw.memory_reads = static_cast<int>(random_.Between(1, 5));
  const ProgramGenerator generator(hw, seed_);
  for (uint32_t k = 0; k < 15; ++k) ExpectTheSame(generator.Make(k).program, hw, k);
}

// With memories that hold blocks of many tiles.
HwConfig Roomy(uint64_t seed, RandomSource* random) {
  HwConfig hw = DrawConfiguration(seed, random);
  hw.acc_bits = 32;
  hw.activation_bits = hw.weight_bits = hw.error_bits = hw.gradient_bits = 8;
  hw.rounding = {Rounding::kNearest, Rounding::kStochastic, Rounding::kPseudoStochastic};
  hw.rows = std::max(hw.rows, 8);
  hw.cols = std::max(hw.cols, 8);
  hw.read_bursts = static_cast<int>(random->Between(4, 64));
  hw.scratchpad_bytes = int64_t{2} * hw.lanes() * random->Between(2 * hw.lanes(), 6000);
  hw.accumulator_bytes = random->Between(hw.rows * hw.cols * 4, 400'000);
  return hw;
}

Program OneProduct(Opcode opcode, int64_t rows, int64_t cols, int64_t depth) {
  const bool gradient = opcode == Opcode::kGradient, forward = opcode == Opcode::kForward;
  Program program;
  program.buffers = {{"a", forward ? Role::kActivation : Role::kError, 8,
                      gradient ? Shape{depth, rows} : Shape{rows, depth}},
                     {"b", gradient ? Role::kActivation : Role::kWeight, 8,
                      forward ? Shape{cols, depth} : Shape{depth, cols}},
                     {"y", Role::kAccumulator, 32, {rows, cols}}};
  Command command;
  command.opcode = opcode;
  command.a = 0;
  command.b = 1;
  command.out = 2;
  command.layer = "fc";
  program.commands = {command};
  return program;
}

TEST_P(Skipping, InLargeProducts) {
  const HwConfig hw = Roomy(seed_, &random_);
  for (uint32_t k = 0; k < 3; ++k) {
    const Opcode opcodes[] = {Opcode::kForward, Opcode::kError, Opcode::kGradient};
    const Program program = OneProduct(opcodes[k], random_.Between(1, 300), random_.Between(1, 300),
                                       random_.Between(1, 600));
    ExpectTheSame(program, hw, random_.OneIn(2) ? 0 : seed_);
  }
}

TEST_P(Skipping, InStepsOfNetworks) {
  const HwConfig hw = Roomy(seed_, &random_);
  const bool digits = random_.OneIn(2);
  const TrainConfig config = LoadTrainConfig(digits ? "digits" : "lenet", {}, nullptr);
  const Shape image = digits ? Shape{8, 8, 1} : Shape{28, 28, 1};
  LowerOptions options;
  options.batch = digits ? random_.Between(1, 40) : random_.Between(1, 3);
  options.fused = !random_.OneIn(3);
  const Network network = ParseNetwork(config.network, config.source, image, 10);
  ExpectTheSame(LowerTraining(network, config.numbers, options), hw, random_.OneIn(2) ? 0 : seed_);
}

INSTANTIATE_TEST_SUITE_P(Drawn, Skipping, testing::Range(1, 1 + ITG_SKIP_CONFIGURATIONS));

}  // namespace
}  // namespace itg
