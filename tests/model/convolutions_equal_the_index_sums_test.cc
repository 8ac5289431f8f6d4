// SPDX-License-Identifier: Apache-2.0
//
// The three products of a convolution equal the index sums of NUMERICS.md section 4, written as
// plain loops, in random shapes: odd channels, strides, padding, 1x1 images, every width and
// accumulator; and so with every kernel.

#include <gtest/gtest.h>

#include "tests/model/support/convolution_cases.h"

namespace itg {
namespace {

TEST(Convolution, EqualsTheIndexSumsInRandomShapes) {
  SCOPED_TRACE("seed 81");
  Engine engine(81);
  for (int trial = 0; trial < 150; ++trial) {
    ASSERT_NO_FATAL_FAILURE(ExpectAll(RandomImageCase(&engine, false), &engine));
  }
}

TEST(Convolution, EqualsTheIndexSumsForEveryWidthAndAccumulator) {
  SCOPED_TRACE("seed 82");
  Engine engine(82);
  for (int bits = 2; bits <= 16; ++bits) {
    for (const int acc : {8, 20, 32, 48}) {
      ImageCase x = RandomImageCase(&engine, false, 5);
      x.act = x.weight = x.error = bits;
      x.acc = acc;
      ASSERT_NO_FATAL_FAILURE(ExpectAll(x, &engine));
    }
  }
}

// Channels around the widths of vectors, so that whole vectors and their tails both occur.
TEST(Convolution, EqualsTheIndexSumsWithManyChannels) {
  SCOPED_TRACE("seed 83");
  Engine engine(83);
  for (const int64_t channels : {15, 16, 33, 64, 67}) {
    ImageCase x;
    x.window = {3, 3, static_cast<int>(Uniform(&engine, 1, 2)), 1};
    x.image = {2, 5, Uniform(&engine, 4, 9), channels};
    x.result = WindowedShape(x.image, x.window, Uniform(&engine, 14, 70));
    ASSERT_NO_FATAL_FAILURE(ExpectAll(x, &engine));
  }
}

// Rows of pixels that fill a tile, and filters of which many rows lie in the padding: above the
// image, below it, on both sides.
TEST(Convolution, EqualsTheIndexSumsWhereFiltersReachFarIntoThePadding) {
  SCOPED_TRACE("seed 85");
  Engine engine(85);
  for (int trial = 0; trial < 40; ++trial) {
    ImageCase x;
    const int kernel = static_cast<int>(Uniform(&engine, 4, 7));
    const int padding = static_cast<int>(Uniform(&engine, 0, kernel - 1));
    x.window = {kernel, static_cast<int>(Uniform(&engine, 1, 3)),
                static_cast<int>(Uniform(&engine, 1, 2)), padding};
    x.image = {Uniform(&engine, 1, 3), Uniform(&engine, 4, 13), Uniform(&engine, 4, 26),
               Uniform(&engine, 1, 9)};
    x.result = WindowedShape(x.image, x.window, Uniform(&engine, 1, 40));
    if (x.result[1] < 1) continue;
    x.act = x.weight = x.error = 8;
    x.acc = trial % 2 == 0 ? 32 : 20;
    ASSERT_NO_FATAL_FAILURE(ExpectAll(x, &engine));
  }
}

// 133,146 products of 127 * 127 leave int32: the sum over the batch must not wrap before AccW.
TEST(Convolution, GradientOverManyPixelsDoesNotWrapInInt32) {
  const Shape image = {133, 32, 32, 1};  // 136,192 pixels
  Tensor a(image, ElementType::kInt8);
  std::fill(a.bytes().begin(), a.bytes().end(), uint8_t{127});
  const Shape filters = {1, 1, 1, 1};
  for (const KernelChoice kernel : kKernels) {
    for (const int acc_bits : {32, 40}) {
      OneCommand test(acc_bits);
      const BufferId error = test.With("error", Role::kError, 8, a);
      const BufferId in = test.With("in", Role::kActivation, 8, a);
      const BufferId out = test.Add("out", Role::kAccumulator, acc_bits, filters);
      test.Make(Opcode::kGradient, {error, in, out}, {1, 1, 1, 0});
      ExpectSums(test.Run(kernel), {int64_t{136192} * 127 * 127}, acc_bits, 0);
    }
  }
}

}  // namespace
}  // namespace itg
