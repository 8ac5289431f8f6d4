// SPDX-License-Identifier: Apache-2.0
//
// Is what we call SCALE-Sim's count the count of SCALE-Sim? Against the reports that its own tests
// compare with, and against sums of the terms of each fold.

#include <gtest/gtest.h>

#include "sim/relate/scale_sim.h"

namespace itg {
namespace {

// test/general/golden_trace_user_{os,ws,is}/COMPUTE_REPORT.csv of SCALE-Sim v3: total cycles less
// the stalls of its memory, for topologies/GEMM_mnk/test_mnk_input.csv on 32 x 32.
TEST(ScaleSim, CountsAsItsOwnReports) {
  const ScaleSimCycles cycles = ScaleSim({256, 128, 256}, 32, 32);
  EXPECT_EQ(cycles.os, 52447u - 42272u);
  EXPECT_EQ(cycles.ws, 52447u - 41248u);
  EXPECT_EQ(cycles.is, 19984u - 5777u);
}

// 10 x 20 of sums of 7 on 4 x 8: 3 x 3 folds of outputs, 2 x 3 of weights, 2 x 2 of inputs. Each
// streams, after loading 4 rows of what stays, and fills and drains 4 - 1 rows and 8 - 1 columns.
TEST(ScaleSim, SumsTheTermsOfEachFold) {
  const ScaleSimCycles cycles = ScaleSim({10, 20, 7}, 4, 8);
  EXPECT_EQ(cycles.os, 3u * 3 * (7 + 3 + 7) - 1);
  EXPECT_EQ(cycles.ws, 2u * 3 * (4 + 10 + 3 + 7) - 1);
  EXPECT_EQ(cycles.is, 2u * 2 * (4 + 20 + 3 + 7) - 1);
}

TEST(ScaleSim, CountsOneMultiplication) {
  const ScaleSimCycles cycles = ScaleSim({1, 1, 1}, 1, 1);
  EXPECT_EQ(cycles.os, 1u - 1);
  EXPECT_EQ(cycles.ws, 1u + 1 - 1);
  EXPECT_EQ(cycles.is, 1u + 1 - 1);
}

TEST(ScaleSim, HasNoPartOfAFold) {
  EXPECT_EQ(ScaleSim({16, 16, 5}, 16, 16).os, 1u * 1 * (5 + 15 + 15) - 1);
  EXPECT_EQ(ScaleSim({17, 16, 5}, 16, 16).os, 2u * 1 * (5 + 15 + 15) - 1);
  EXPECT_EQ(ScaleSim({17, 33, 5}, 16, 16).os, 2u * 3 * (5 + 15 + 15) - 1);
}

void ExpectGemm(const Program& program, size_t index, int64_t m, int64_t n, int64_t k) {
  const Gemm gemm = GemmOf(program, program.commands.at(index));
  EXPECT_EQ(gemm.m, m) << index;
  EXPECT_EQ(gemm.n, n) << index;
  EXPECT_EQ(gemm.k, k) << index;
}

Command Product(Opcode opcode, BufferId a, BufferId b, BufferId out, const Window& window) {
  Command command;
  command.opcode = opcode;
  command.a = a;
  command.b = b;
  command.out = out;
  command.window = window;
  return command;
}

// 6 samples, 5 inputs, 4 outputs.
TEST(Gemm, OfALinearLayer) {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {6, 5}},   {"w", Role::kWeight, 8, {4, 5}},
                     {"y", Role::kAccumulator, 32, {6, 4}}, {"e", Role::kError, 8, {6, 4}},
                     {"d", Role::kAccumulator, 32, {6, 5}}, {"g", Role::kAccumulator, 32, {4, 5}}};
  program.commands = {Product(Opcode::kForward, 0, 1, 2, {}), Product(Opcode::kError, 3, 1, 4, {}),
                      Product(Opcode::kGradient, 3, 0, 5, {})};
  Validate(program);
  ExpectGemm(program, 0, 6, 4, 5);
  ExpectGemm(program, 1, 6, 5, 4);
  ExpectGemm(program, 2, 4, 5, 6);
}

// 2 images of 5 x 5 x 3, 4 kernels of 3 x 3, stride 2, padding 1: 3 x 3 pixels come out.
TEST(Gemm, OfAConvolutionIsThatOfItsIm2col) {
  const Window window = {3, 3, 2, 1};
  Program program;
  program.buffers = {
      {"x", Role::kActivation, 8, {2, 5, 5, 3}},   {"w", Role::kWeight, 8, {4, 3, 3, 3}},
      {"y", Role::kAccumulator, 32, {2, 3, 3, 4}}, {"e", Role::kError, 8, {2, 3, 3, 4}},
      {"d", Role::kAccumulator, 32, {2, 5, 5, 3}}, {"g", Role::kAccumulator, 32, {4, 3, 3, 3}}};
  program.commands = {Product(Opcode::kForward, 0, 1, 2, window),
                      Product(Opcode::kError, 3, 1, 4, window),
                      Product(Opcode::kGradient, 3, 0, 5, window)};
  Validate(program);
  ExpectGemm(program, 0, 2 * 3 * 3, 4, 3 * 3 * 3);
  ExpectGemm(program, 1, 2 * 5 * 5, 3, 3 * 3 * 4);
  ExpectGemm(program, 2, 4, 3 * 3 * 3, 2 * 3 * 3);
}

}  // namespace
}  // namespace itg
