// SPDX-License-Identifier: Apache-2.0
//
// The three products of a convolution equal the index sums of NUMERICS.md section 4, written as
// plain loops, in random shapes: odd channels, strides, padding, 1x1 images, every width and
// accumulator; and so with every kernel.

#include <gtest/gtest.h>

#include "tests/model/support/image_cases.h"

namespace itg {
namespace {

constexpr KernelChoice kKernels[] = {KernelChoice::kAuto, KernelChoice::kOneDnn,
                                     KernelChoice::kPortable, KernelChoice::kReference};

struct Contents {
  Tensor image, filters, errors;
};

// As a 2 x 2 max-pool spreads errors: one of four. `spoilt`: two in the last block.
void KeepOneOfFour(Engine* engine, bool spoilt, Tensor* t) {
  const Shape& s = t->shape();
  for (int64_t at = 0; at < t->size(); ++at) {
    const int64_t y = at / (s[2] * s[3]) % s[1];
    const int64_t x = at / s[3] % s[2];
    if (y % 2 != 0 || x % 2 != 0) continue;
    const int64_t kept = Uniform(engine, 0, 4);  // 4: none
    for (int64_t position = 0; position < 4; ++position) {
      const bool inside = y + position / 2 < s[1] && x + position % 2 < s[2];
      if (!inside || position == kept) continue;
      t->Set(at + (position / 2 * s[2] + position % 2) * s[3], 0);
    }
  }
  if (!spoilt) return;
  const int64_t last = t->size() - 1;
  t->Set(last, 1);
  const int64_t beside = s[2] % 2 == 0 ? last - s[3] : last - s[2] * s[3];
  if (beside >= 0) t->Set(beside, 1);
}

Contents RandomContents(Engine* engine, const ImageCase& x) {
  Contents c{RandomNarrow(engine, x.image, x.act), RandomNarrow(engine, x.filters(), x.weight),
             RandomNarrow(engine, x.result, x.error)};
  const int64_t kind = Uniform(engine, 0, 4);
  if (kind == 3) KeepOneOfFour(engine, Uniform(engine, 0, 3) == 0, &c.errors);
  if (kind != 4) return c;
  // The longest sums: all elements extreme.
  const auto fill = [engine](Tensor* t, int bits) {
    const int64_t value = (2 * Uniform(engine, 0, 1) - 1) * MaxMagnitude(bits);
    for (int64_t i = 0; i < t->size(); ++i) t->Set(i, value);
  };
  fill(&c.image, x.act);
  fill(&c.filters, x.weight);
  fill(&c.errors, x.error);
  return c;
}

void ExpectForward(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kActivation, x.act, c.image);
  const BufferId b = test.With("b", Role::kWeight, x.weight, c.filters);
  test.Make(Opcode::kForward, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.result)},
            x.window);
  const Exact exact = DumbForward(c.image, c.filters, x.window, x.result);
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.image.exponent() + c.filters.exponent());
  }
}

void ExpectError(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kError, x.error, c.errors);
  const BufferId b = test.With("b", Role::kWeight, x.weight, c.filters);
  test.Make(Opcode::kError, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.image)}, x.window);
  const Exact exact = DumbError(c.errors, c.filters, x.window, x.image);
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.errors.exponent() + c.filters.exponent());
  }
}

void ExpectGradient(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kError, x.error, c.errors);
  const BufferId b = test.With("b", Role::kActivation, x.act, c.image);
  test.Make(Opcode::kGradient, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.filters())},
            x.window);
  const Exact exact = DumbGradient(c.errors, c.image, x.window, x.filters());
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.errors.exponent() + c.image.exponent());
  }
}

void ExpectAll(const ImageCase& x, Engine* engine) {
  SCOPED_TRACE(x.text());
  const Contents c = RandomContents(engine, x);
  ASSERT_NO_FATAL_FAILURE(ExpectForward(x, c)) << "forward";
  ASSERT_NO_FATAL_FAILURE(ExpectError(x, c)) << "error";
  ASSERT_NO_FATAL_FAILURE(ExpectGradient(x, c)) << "gradient";
}

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

TEST(Convolution, EqualsTheIndexSumsForErrorsOfAPool) {
  SCOPED_TRACE("seed 84");
  Engine engine(84);
  for (int trial = 0; trial < 60; ++trial) {
    ImageCase x = RandomImageCase(&engine, false, trial % 2 == 0 ? 9 : 22);
    x.image[3] = Uniform(&engine, 1, 40);
    x.window.stride = 1;
    x.result = WindowedShape(x.image, x.window, Uniform(&engine, 1, 70));
    x.act = x.error = 8;
    Contents c = RandomContents(&engine, x);
    KeepOneOfFour(&engine, trial % 4 == 3, &c.errors);
    SCOPED_TRACE(x.text());
    ASSERT_NO_FATAL_FAILURE(ExpectGradient(x, c));
    ASSERT_NO_FATAL_FAILURE(ExpectError(x, c));
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
