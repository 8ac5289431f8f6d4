// SPDX-License-Identifier: Apache-2.0
//
// Convolutions of errors that a 2 x 2 max-pool has spread, one of four, equal the index sums of
// NUMERICS.md section 4, and so do products of many images: by chunks, by threads, past the caches.

#include <gtest/gtest.h>
#include <omp.h>

#include "model/ops/vnni_spread_error.h"
#include "tests/model/support/convolution_cases.h"

namespace itg {
namespace {

class Threads : public ::testing::Test {
 protected:
  void TearDown() override { omp_set_num_threads(before_); }

 private:
  const int before_ = omp_get_max_threads();
};
using ConvolutionOfMany = Threads;

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

// Enough images for tiles of them. Channels around those of a tile and of those turned together,
// odd maps, windows that cover pixels in part or not at all.
TEST(Convolution, EqualsTheIndexSumsForErrorsOfAPoolOfManyImages) {
  SCOPED_TRACE("seed 86");
  Engine engine(86);
  int selected = 0;
  for (int trial = 0; trial < 56; ++trial) {
    ImageCase x = RandomImageCase(&engine, false, 7);
    const int kernel = static_cast<int>(Uniform(&engine, 2, 5));
    x.window = {kernel, trial % 3 == 0 ? static_cast<int>(Uniform(&engine, 1, 5)) : kernel, 1,
                static_cast<int>(Uniform(&engine, 0, 3))};
    const int64_t channels[] = {1, 12, 13, 16, 27, 64, 70};
    x.image = {Uniform(&engine, 20, 66), Uniform(&engine, kernel, 7), Uniform(&engine, 5, 7),
               channels[trial % 7]};
    x.result = WindowedShape(x.image, x.window, Uniform(&engine, 1, 11));
    x.weight = x.error = 8;
    Contents c = RandomContents(&engine, x);
    KeepOneOfFour(&engine, trial % 8 == 7, &c.errors);
    const PatchGeometry geometry = ErrorPatches(x.result, x.image, x.window);
    selected += x.acc <= 32 && VnniSpreadError::Pays(c.errors, geometry) ? 1 : 0;
    SCOPED_TRACE(x.text());
    ASSERT_NO_FATAL_FAILURE(ExpectError(x, c));
  }
  EXPECT_GT(selected, HasByteSelect() ? 14 : -1);
}

// A few chunks of images: of one thread, of threads that have some each, of more threads than
// chunks.
TEST_F(ConvolutionOfMany, GradientEqualsTheIndexSumsForAnyNumberOfThreads) {
  SCOPED_TRACE("seed 87");
  Engine engine(87);
  ImageCase x;
  x.window = {3, 3, 1, 1};
  x.image = {48, 16, 16, 20};
  x.result = WindowedShape(x.image, x.window, 64);
  for (const bool one_of_four : {false, true}) {
    Contents c{RandomNarrow(&engine, x.image, 8), RandomNarrow(&engine, x.filters(), 8),
               RandomNarrow(&engine, x.result, 8)};
    if (one_of_four) KeepOneOfFour(&engine, false, &c.errors);
    const Exact exact = DumbGradient(c.errors, c.image, x.window, x.filters());
    OneCommand test(x.acc);
    const BufferId a = test.With("a", Role::kError, x.error, c.errors);
    const BufferId b = test.With("b", Role::kActivation, x.act, c.image);
    test.Make(Opcode::kGradient, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.filters())},
              x.window);
    for (int run = 0; run < 24; ++run) {  // which thread takes which chunk differs
      const int threads = 1 + run % 6;
      SCOPED_TRACE(threads);
      omp_set_num_threads(threads);
      ASSERT_NO_FATAL_FAILURE(
          ExpectSums(test.Run(), exact, x.acc, c.errors.exponent() + c.image.exponent()));
    }
  }
}

// Sums that are written past the caches, by several threads.
TEST_F(ConvolutionOfMany, ForwardAndErrorEqualTheIndexSumsBeyondTheCaches) {
  SCOPED_TRACE("seed 88");
  Engine engine(88);
  omp_set_num_threads(3);
  for (const int64_t channels : {41, 64}) {
    ImageCase x;
    x.window = {3, 3, 1, 1};
    x.image = {32, 32, 32, channels};
    x.result = WindowedShape(x.image, x.window, 4);
    Contents c{RandomNarrow(&engine, x.image, 8), RandomNarrow(&engine, x.filters(), 8),
               RandomNarrow(&engine, x.result, 8)};
    KeepOneOfFour(&engine, false, &c.errors);
    const PatchGeometry geometry = ErrorPatches(x.result, x.image, x.window);
    ASSERT_EQ(VnniSpreadError::Pays(c.errors, geometry), HasByteSelect());
    ASSERT_NO_FATAL_FAILURE(ExpectError(x, c)) << channels;
    std::swap(x.image[3], x.result[3]);
    Contents turned{RandomNarrow(&engine, x.image, 8), RandomNarrow(&engine, x.filters(), 8), {}};
    ASSERT_NO_FATAL_FAILURE(ExpectForward(x, turned)) << channels;
  }
}

}  // namespace
}  // namespace itg
