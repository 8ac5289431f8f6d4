// SPDX-License-Identifier: Apache-2.0
//
// The commands of networks with convolutions, pools, dropout and residual blocks.
#include <gtest/gtest.h>

#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "tests/sw/support/program_lines.h"

namespace itg {
namespace {

using Lines = std::vector<std::string>;

Program Lowered(const std::string& layers, bool fused, bool training = true) {
  const Network network = ParseNetwork(nlohmann::json::parse(layers), "test", {4, 4, 1}, 3);
  LowerOptions options;
  options.batch = 2;
  options.fused = fused;
  return training ? LowerTraining(network, Numbers(), options)
                  : LowerEvaluation(network, Numbers(), options);
}

constexpr const char* kPooled = R"([{"conv": 2, "kernel": 3, "padding": 1}, "relu",
    {"max_pool": 2}, "dropout", {"linear": "classes"}])";

// Dropout cannot mask, so the pooled error is masked by a command of its own.
TEST(LowerPools, FusedPoolBelongsToTheConvolution) {
  EXPECT_EQ(ProgramLines(Lowered(kPooled, true)),
            (Lines{
                ("conv1 forward+requantise_relu_pool: input conv1.weight -> pool1.activation "
                 "pool1.mask pool1.index"),
                "dropout1 dropout: pool1.activation -> dropout1.activation",
                "fc1 forward+requantise: dropout1.activation fc1.weight -> fc1.activation",
                "loss cross_entropy+round_loss: fc1.activation labels -> loss.error",
                "fc1 error+requantise: loss.error fc1.weight -> dropout1.error",
                "fc1 gradient+update: loss.error dropout1.activation -> fc1.weight",
                "dropout1 dropout_backward: dropout1.error -> pool1.error",
                "relu1 relu_backward: pool1.error pool1.mask -> pool1.masked_error",
                "pool1 max_pool_backward+requantise: pool1.masked_error pool1.index -> conv1.error",
                "conv1 gradient+update: conv1.error input -> conv1.weight",
            }));
}

TEST(LowerPools, UnfusedPoolHasEveryPart) {
  EXPECT_EQ(ProgramLines(Lowered(kPooled, false)),
            (Lines{
                "conv1 forward: input conv1.weight -> conv1.accumulator",
                "conv1 requantise: conv1.accumulator -> conv1.activation",
                "relu1 relu: conv1.activation -> relu1.activation relu1.mask",
                "pool1 max_pool: relu1.activation -> pool1.activation pool1.index",
                "dropout1 dropout: pool1.activation -> dropout1.activation",
                "fc1 forward: dropout1.activation fc1.weight -> fc1.accumulator",
                "fc1 requantise: fc1.accumulator -> fc1.activation",
                "loss cross_entropy: fc1.activation labels -> loss.accumulator",
                "loss round_loss: loss.accumulator -> loss.error",
                "fc1 error: loss.error fc1.weight -> fc1.error_accumulator",
                "fc1 requantise: fc1.error_accumulator -> dropout1.error",
                "fc1 gradient: loss.error dropout1.activation -> fc1.gradient_accumulator",
                "fc1 round_gradient: fc1.gradient_accumulator -> fc1.gradient",
                "fc1 apply_update: fc1.gradient -> fc1.weight",
                "dropout1 dropout_backward: dropout1.error -> pool1.error",
                "pool1 max_pool_backward: pool1.error pool1.index -> pool1.error_accumulator",
                "pool1 requantise: pool1.error_accumulator -> relu1.error",
                "relu1 relu_backward: relu1.error relu1.mask -> conv1.error",
                "conv1 gradient: conv1.error input -> conv1.gradient_accumulator",
                "conv1 round_gradient: conv1.gradient_accumulator -> conv1.gradient",
                "conv1 apply_update: conv1.gradient -> conv1.weight",
            }));
}

TEST(LowerPools, DropoutIsTheIdentityInEvaluation) {
  EXPECT_EQ(ProgramLines(Lowered(kPooled, true, /*training=*/false)),
            (Lines{
                ("conv1 forward+requantise_relu_pool: input conv1.weight -> pool1.activation "
                 "pool1.mask pool1.index"),
                "fc1 forward+requantise: pool1.activation fc1.weight -> fc1.activation",
            }));
}

// A pool whose windows overlap is no part of the product.
TEST(LowerPools, OverlappingPoolsStandAlone) {
  const Lines lines = ProgramLines(Lowered(R"([{"conv": 2, "kernel": 1}, "relu",
      {"max_pool": 3, "stride": 1}, {"linear": 3}])",
                                           true));
  EXPECT_EQ(lines[0],
            "conv1 forward+requantise_relu: input conv1.weight -> relu1.activation relu1.mask");
  EXPECT_EQ(lines[1], "pool1 max_pool: relu1.activation -> pool1.activation pool1.index");
  EXPECT_EQ(lines[6],
            "pool1 max_pool_backward+requantise_mask: pool1.error relu1.mask pool1.index -> "
            "conv1.error");
}

constexpr const char* kResidual = R"([{"conv": 2, "kernel": 3, "padding": 1}, "relu",
    {"residual": [{"conv": 2, "kernel": 3, "padding": 1}, "relu", {"conv": 2, "kernel": 1}]},
    "relu",
    {"residual": [{"conv": 3, "kernel": 3, "stride": 2, "padding": 1}],
     "shortcut": [{"conv": 3, "kernel": 1, "stride": 2}]},
    "relu", {"linear": 3}])";

// A shared tensor's error is the sum of what its readers hand back, the last reader first.
TEST(LowerBranches, FusedErrorsMeetAtTheFork) {
  const Lines lines = ProgramLines(Lowered(kResidual, true));
  EXPECT_EQ(Lines(lines.begin() + 2, lines.begin() + 7),
            (Lines{
                "conv3 forward+requantise: relu2.activation conv3.weight -> conv3.activation",
                ("add1 add+requantise_relu: conv3.activation relu1.activation -> relu3.activation "
                 "relu3.mask"),
                "conv4 forward+requantise: relu3.activation conv4.weight -> conv4.activation",
                "conv5 forward+requantise: relu3.activation conv5.weight -> conv5.activation",
                ("add2 add+requantise_relu: conv4.activation conv5.activation -> relu4.activation "
                 "relu4.mask"),
            }));
  EXPECT_EQ(Lines(lines.begin() + 9, lines.end()),
            (Lines{
                "fc1 error+requantise_mask: loss.error fc1.weight relu4.mask -> add2.error",
                "fc1 gradient+update: loss.error relu4.activation -> fc1.weight",
                "conv5 error+requantise: add2.error conv5.weight -> conv5.input_error",
                "conv5 gradient+update: add2.error relu3.activation -> conv5.weight",
                "conv4 error+requantise: add2.error conv4.weight -> conv4.input_error",
                ("relu3 add+requantise_mask: conv5.input_error conv4.input_error relu3.mask -> "
                 "add1.error"),
                "conv4 gradient+update: add2.error relu3.activation -> conv4.weight",
                "conv3 error+requantise_mask: add1.error conv3.weight relu2.mask -> conv2.error",
                "conv3 gradient+update: add1.error relu2.activation -> conv3.weight",
                "conv2 error+requantise: conv2.error conv2.weight -> conv2.input_error",
                "relu1 add+requantise_mask: add1.error conv2.input_error relu1.mask -> conv1.error",
                "conv2 gradient+update: conv2.error relu1.activation -> conv2.weight",
                "conv1 gradient+update: conv1.error input -> conv1.weight",
            }));
}

TEST(LowerBranches, UnfusedErrorsMeetAtTheFork) {
  const Lines lines = ProgramLines(Lowered(kResidual, false));
  const auto first = std::find(lines.begin(), lines.end(),
                               "conv5 error: add2.error conv5.weight -> conv5.error_accumulator");
  ASSERT_NE(first, lines.end());
  EXPECT_EQ(Lines(first + 1, first + 2),
            (Lines{"conv5 requantise: conv5.error_accumulator -> conv5.input_error"}));
  EXPECT_EQ(Lines(first + 5, first + 9),
            (Lines{
                "conv4 error: add2.error conv4.weight -> conv4.error_accumulator",
                "conv4 requantise: conv4.error_accumulator -> conv4.input_error",
                "relu3 add: conv5.input_error conv4.input_error -> conv4.sum_accumulator",
                "relu3 requantise: conv4.sum_accumulator -> relu3.error",
            }));
}

// Three readers: two sums. Their numbers key random bits of their own.
TEST(LowerBranches, SumsAreMadeInPairs) {
  const Program program = Lowered(R"([{"conv": 2, "kernel": 1, "name": "a"},
      {"residual": [{"residual": [{"conv": 2, "kernel": 1}]}], "shortcut": []},
      {"add": ["add2", "a"], "name": "sum"}, {"linear": 3}])",
                                  true);
  const Lines lines = ProgramLines(program);
  Lines found;
  std::vector<uint32_t> ids;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (program.commands[i].opcode != Opcode::kAdd) continue;
    if (program.commands[i].phase != Phase::kError) continue;
    found.push_back(lines[i]);
    ids.push_back(program.commands[i].tensor_id);
  }
  // Layers: a 0, conv2 1, add1 2, add2 3, sum 4; readers of a: conv2, add1, add2, sum.
  EXPECT_EQ(found, (Lines{
                       "a add+requantise: sum.error sum.error -> add2.error_sum",
                       "a add+requantise: add2.error_sum sum.error -> add1.error_sum",
                       "a add+requantise: add1.error_sum conv2.input_error -> a.error",
                   }));
  EXPECT_EQ(ids, (std::vector<uint32_t>{8 * 3 + 5, 8 * 2 + 5, 8 * 0 + 2}));
}

}  // namespace
}  // namespace itg
