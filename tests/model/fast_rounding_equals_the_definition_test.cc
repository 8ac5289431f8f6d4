// SPDX-License-Identifier: Apache-2.0
//
// RoundTensor() is written for speed: modes as templates, hoisted masks, vectors. Here every loop
// meets Round() at every shift, in every mode, for every storage and width.

#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "model/ops/round_tensor.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

constexpr Rounding kModes[] = {Rounding::kNearest, Rounding::kStochastic,
                               Rounding::kPseudoStochastic};

// Corners of the width, then random values of every length, `size` in all.
Tensor Accumulators(int acc_bits, int64_t size, uint64_t seed) {
  Engine engine(seed);
  std::vector<int64_t> values = Corners(acc_bits);
  while (static_cast<int64_t>(values.size()) < size) values.push_back(AnyLength(&engine, acc_bits));
  return TensorOf(values, acc_bits > 32 ? ElementType::kInt64 : ElementType::kInt32);
}

void ExpectEqual(const Tensor& acc, int shift, const RoundingPlan& plan) {
  Tensor out(acc.shape(), StorageFor(plan.out_bits));
  const uint64_t saturations = RoundTensor(acc, shift, plan, &out);
  uint64_t expected_saturations = 0;
  for (int64_t i = 0; i < acc.size(); ++i) {
    const uint64_t index = plan.first_index + static_cast<uint64_t>(i);
    const uint32_t random = RandomWord(plan.key, index);
    const Rounded expected = Round(acc.Get(i), shift, plan.mode, random, plan.out_bits);
    expected_saturations += expected.saturated ? 1 : 0;
    ASSERT_EQ(out.Get(i), expected.value)
        << "element " << i << " = " << acc.Get(i) << " >> " << shift << " mode "
        << static_cast<int>(plan.mode) << " bits " << plan.out_bits << " first "
        << plan.first_index;
  }
  ASSERT_EQ(saturations, expected_saturations);
}

void ExpectEqualAtEveryShift(int acc_bits) {
  const Tensor acc = Accumulators(acc_bits, 400, 11);
  for (const Rounding mode : kModes) {
    for (int shift = 0; shift < acc_bits; ++shift) {
      for (int out_bits = kMinNarrowBits; out_bits <= kMaxNarrowBits; ++out_bits) {
        ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, shift, {mode, out_bits, 0x1234, 0}));
      }
    }
  }
}

TEST(FastRounding, EqualsTheDefinitionAtEveryShiftAndWidthOf32Bits) { ExpectEqualAtEveryShift(32); }

TEST(FastRounding, EqualsTheDefinitionAtEveryShiftAndWidthOf48Bits) { ExpectEqualAtEveryShift(48); }

TEST(FastRounding, EqualsTheDefinitionForEveryTailOfAVector) {
  for (int64_t size = 0; size <= 130; ++size) {
    Tensor acc = Accumulators(32, 400, static_cast<uint64_t>(size));
    Tensor part({size}, ElementType::kInt32);
    for (int64_t i = 0; i < size; ++i) part.Set(i, acc.Get(400 - size + i));
    for (const Rounding mode : kModes) {
      ASSERT_NO_FATAL_FAILURE(ExpectEqual(part, 7, {mode, 8, 5, 0}));
    }
  }
}

TEST(FastRounding, KeepsTheElementIndexAcrossBlocks) {
  const Tensor acc = Accumulators(32, 3 * 8192 + 17, 3);
  for (const Rounding mode : kModes) {
    ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, 13, {mode, 8, 77, 0}));
  }
}

// The low half of the index wraps in the middle of the tensor, and the high half then changes.
TEST(FastRounding, FoldsElementIndicesBeyond32Bits) {
  const Tensor acc = Accumulators(32, 500, 4);
  for (const uint64_t first : {(uint64_t{1} << 32) - 250, (uint64_t{5} << 32) - 1,
                               uint64_t{1} << 32, (uint64_t{3} << 40) + 12345}) {
    ASSERT_NO_FATAL_FAILURE(ExpectEqual(acc, 9, {Rounding::kStochastic, 8, 99, first}));
  }
}

// Large enough for threads.
TEST(FastRounding, CountsSaturationsOfAllThreads) {
  const int64_t size = (1 << 20) + 3;
  Tensor acc({size}, ElementType::kInt32);
  for (int64_t i = 0; i < size; i += 2) acc.Set(i, -1000);
  Tensor out({size}, ElementType::kInt8);
  EXPECT_EQ(RoundTensor(acc, 2, {Rounding::kNearest, 8, 0, 0}, &out),
            static_cast<uint64_t>((size + 1) / 2));
  EXPECT_EQ(out.Get(size - 1), -127);
  EXPECT_EQ(out.Get(size - 2), 0);
}

}  // namespace
}  // namespace itg
