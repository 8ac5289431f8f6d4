// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/lower/lower.h"
#include "sw/nn/builder.h"

namespace itg {
namespace {

// 6 -> fc1 5 -> relu1 -> fc2 4 -> fc3 3: a ReLU between linear layers and two without one.
Network SmallNetwork() {
  NetworkBuilder builder(Shape{6});
  builder.Linear(5);
  builder.Relu();
  builder.Linear(4);
  builder.Linear(3);
  return builder.Build();
}

Program Lowered(bool fused, bool input_error = false) {
  LowerOptions options;
  options.batch = 2;
  options.fused = fused;
  options.input_error = input_error;
  options.seed = 9;
  return LowerTraining(SmallNetwork(), Numbers(), options);
}

std::string NameOf(const Program& program, BufferId id) {
  return id == kNoBuffer ? "-" : program[id].name;
}

// "fc1 forward+requantise_relu: input fc1.weight -> relu1.activation, relu1.mask"
std::vector<std::string> Lines(const Program& program) {
  std::vector<std::string> lines;
  for (const Command& c : program.commands) {
    lines.push_back(Describe(c) + ": " + NameOf(program, c.a) + " " + NameOf(program, c.b) +
                    " -> " + NameOf(program, c.out) + " " + NameOf(program, c.mask) + " @" +
                    Name(c.phase));
  }
  return lines;
}

// The error of a layer's input comes before its update: both use the weights from before.
TEST(Lower, FusedStepIsOneCommandAProduct) {
  EXPECT_EQ(Lines(Lowered(true)),
            (std::vector<std::string>{
                ("fc1 forward+requantise_relu: input fc1.weight -> relu1.activation relu1.mask "
                 "@forward"),
                "fc2 forward+requantise: relu1.activation fc2.weight -> fc2.activation - @forward",
                "fc3 forward+requantise: fc2.activation fc3.weight -> fc3.activation - @forward",
                "loss cross_entropy+round_loss: fc3.activation labels -> loss.error - @loss",
                "fc3 error+requantise: loss.error fc3.weight -> fc2.error - @error",
                "fc3 gradient+update: loss.error fc2.activation -> fc3.weight - @gradient",
                "fc2 error+requantise_mask: fc2.error fc2.weight -> fc1.error relu1.mask @error",
                "fc2 gradient+update: fc2.error relu1.activation -> fc2.weight - @gradient",
                "fc1 gradient+update: fc1.error input -> fc1.weight - @gradient",
            }));
}

TEST(Lower, UnfusedStepHasEveryPart) {
  EXPECT_EQ(Lines(Lowered(false)),
            (std::vector<std::string>{
                "fc1 forward: input fc1.weight -> fc1.accumulator - @forward",
                "fc1 requantise: fc1.accumulator - -> fc1.activation - @forward",
                "relu1 relu: fc1.activation - -> relu1.activation relu1.mask @forward",
                "fc2 forward: relu1.activation fc2.weight -> fc2.accumulator - @forward",
                "fc2 requantise: fc2.accumulator - -> fc2.activation - @forward",
                "fc3 forward: fc2.activation fc3.weight -> fc3.accumulator - @forward",
                "fc3 requantise: fc3.accumulator - -> fc3.activation - @forward",
                "loss cross_entropy: fc3.activation labels -> loss.accumulator - @loss",
                "loss round_loss: loss.accumulator - -> loss.error - @loss",
                "fc3 error: loss.error fc3.weight -> fc3.error_accumulator - @error",
                "fc3 requantise: fc3.error_accumulator - -> fc2.error - @error",
                "fc3 gradient: loss.error fc2.activation -> fc3.gradient_accumulator - @gradient",
                "fc3 round_gradient: fc3.gradient_accumulator - -> fc3.gradient - @update",
                "fc3 apply_update: fc3.gradient - -> fc3.weight - @update",
                "fc2 error: fc2.error fc2.weight -> fc2.error_accumulator - @error",
                "fc2 requantise: fc2.error_accumulator - -> relu1.error - @error",
                "fc2 gradient: fc2.error relu1.activation -> fc2.gradient_accumulator - @gradient",
                "fc2 round_gradient: fc2.gradient_accumulator - -> fc2.gradient - @update",
                "fc2 apply_update: fc2.gradient - -> fc2.weight - @update",
                "relu1 relu_backward: relu1.error - -> fc1.error relu1.mask @error",
                "fc1 gradient: fc1.error input -> fc1.gradient_accumulator - @gradient",
                "fc1 round_gradient: fc1.gradient_accumulator - -> fc1.gradient - @update",
                "fc1 apply_update: fc1.gradient - -> fc1.weight - @update",
            }));
}

TEST(Lower, FusedBuffersAreASubsetOfTheUnfused) {
  const Program fused = Lowered(true);
  const Program unfused = Lowered(false);
  EXPECT_LT(fused.buffers.size(), unfused.buffers.size());
  for (const Buffer& buffer : fused.buffers) {
    const BufferId id = unfused.Find(buffer.name);
    ASSERT_NE(id, kNoBuffer) << buffer.name;
    EXPECT_EQ(unfused[id].shape, buffer.shape) << buffer.name;
    EXPECT_EQ(unfused[id].bits, buffer.bits) << buffer.name;
  }
}

// The command that rounds a tensor draws the same random bits fused and unfused.
TEST(Lower, RoundedTensorsKeepTheirNumbers) {
  const auto numbers = [](const Program& program) {
    std::vector<uint32_t> ids;
    for (const Command& c : program.commands) {
      if (Rounds(c) || c.opcode == Opcode::kRoundLoss || c.post == Post::kRoundLoss) {
        ids.push_back(c.tensor_id);
      }
    }
    return ids;
  };
  // Roles: activation 0, weight 1, error 2, gradient 3; layers fc1 relu1 fc2 fc3 loss are 0..4.
  const std::vector<uint32_t> expected = {0,         8 * 2,     8 * 3,     8 * 4 + 2, 8 * 2 + 2,
                                          8 * 3 + 3, 8 * 1 + 2, 8 * 2 + 3, 8 * 0 + 3};
  EXPECT_EQ(numbers(Lowered(true)), expected);
  EXPECT_EQ(numbers(Lowered(false)), expected);
}

TEST(Lower, InputErrorIsComputedWhenAskedFor) {
  EXPECT_EQ(Lowered(true).Find("input.error"), kNoBuffer);
  EXPECT_EQ(Lines(Lowered(true, true))[8],
            "fc1 error+requantise: fc1.error fc1.weight -> input.error - @error");
}

TEST(Lower, WidthsAndRoundingsAreThoseOfTheNumbers) {
  Numbers numbers;
  numbers.activation_bits = 5;
  numbers.weight_bits = 6;
  numbers.error_bits = 7;
  numbers.gradient_bits = 4;
  numbers.acc_bits = 24;
  numbers.loss = Rounding::kStochastic;
  numbers.error = Rounding::kPseudoStochastic;
  LowerOptions options;
  options.batch = 2;
  options.fused = false;
  const Program program = LowerTraining(SmallNetwork(), numbers, options);
  const auto bits = [&](const char* name) { return program[program.Find(name)].bits; };
  EXPECT_EQ(bits("input"), 5);
  EXPECT_EQ(bits("fc1.weight"), 6);
  EXPECT_EQ(bits("loss.error"), 7);
  EXPECT_EQ(bits("fc1.gradient"), 4);
  EXPECT_EQ(bits("fc1.accumulator"), 24);
  EXPECT_EQ(program.acc_bits, 24);
  EXPECT_EQ(program.commands[12].gradient_bits, 4);
  EXPECT_EQ(program.commands[8].rounding, Rounding::kStochastic);         // round_loss
  EXPECT_EQ(program.commands[10].rounding, Rounding::kPseudoStochastic);  // error of fc3
  EXPECT_EQ(program.commands[12].rounding, Rounding::kPseudoStochastic);  // gradient: default
}

TEST(Lower, EvaluationIsForwardOnly) {
  LowerOptions options;
  options.batch = 2;
  const Program program = LowerEvaluation(SmallNetwork(), Numbers(), options);
  EXPECT_EQ(program.commands.size(), 3u);
  EXPECT_EQ(program.Find("labels"), kNoBuffer);
}

// 2 * (6*5 + 5*4 + 4*3) = 124 forward; three products, less the first layer's error 2*6*5 = 60.
TEST(Network, MacsAreThoseOfTheProducts) {
  EXPECT_EQ(ForwardMacs(SmallNetwork(), 2), 124);
  EXPECT_EQ(TrainingMacs(SmallNetwork(), 2), 3 * 124 - 60);
}

}  // namespace
}  // namespace itg
