// SPDX-License-Identifier: Apache-2.0
//
// Tensors, bits and digests: the small things everything else stands on.

#include <gtest/gtest.h>

#include "model/error.h"
#include "model/machine/machine.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

TEST(Bits, LengthIsCountedExactlyAroundPowersOfTwo) {
  EXPECT_EQ(BitLength(0), 0);
  for (int k = 0; k < 64; ++k) {
    const uint64_t power = uint64_t{1} << k;
    EXPECT_EQ(BitLength(power), k + 1);
    EXPECT_EQ(BitLength(power - 1), k);
    EXPECT_EQ(BitLength(power | 1), k + 1);
  }
}

TEST(Bits, WrapIsTwosComplementOfAnyWidth) {
  EXPECT_EQ(Wrap(127, 8), 127);
  EXPECT_EQ(Wrap(128, 8), -128);
  EXPECT_EQ(Wrap(-129, 8), 127);
  EXPECT_EQ(Wrap(256, 8), 0);
  EXPECT_EQ(Wrap(int64_t{1} << 47, 48), -(int64_t{1} << 47));
  EXPECT_TRUE(Fits(-128, 8));
  EXPECT_FALSE(Fits(128, 8));
}

TEST(Tensors, StoreElementsInTheNarrowestType) {
  EXPECT_EQ(StorageFor(1), ElementType::kInt8);
  EXPECT_EQ(StorageFor(8), ElementType::kInt8);
  EXPECT_EQ(StorageFor(9), ElementType::kInt16);
  EXPECT_EQ(StorageFor(17), ElementType::kInt32);
  EXPECT_EQ(StorageFor(33), ElementType::kInt64);
}

TEST(Tensors, KeepExtremesOfEveryStorageLittleEndian) {
  for (const ElementType type :
       {ElementType::kInt8, ElementType::kInt16, ElementType::kInt32, ElementType::kInt64}) {
    const int bits = 8 * ByteSize(type);
    Tensor tensor({2, 3}, type);
    EXPECT_EQ(tensor.size(), 6);
    const int64_t high = bits == 64 ? INT64_MAX : (int64_t{1} << (bits - 1)) - 1;
    tensor.Set(4, high);
    tensor.Set(5, -high - 1);
    tensor.Set(0, 1);
    EXPECT_EQ(tensor.Get(4), high);
    EXPECT_EQ(tensor.Get(5), -high - 1);
    EXPECT_EQ(tensor.bytes()[0], 1);
  }
}

TEST(Tensors, AreEqualInEveryPart) {
  const Tensor tensor = Int8({1, 2, 3, 4, 5, 6}, 2, {2, 3});
  EXPECT_EQ(tensor, Int8({1, 2, 3, 4, 5, 6}, 2, {2, 3}));
  EXPECT_NE(tensor, Int8({1, 2, 3, 4, 5, 6}, 2, {3, 2}));
  EXPECT_NE(tensor, Int8({1, 2, 3, 4, 5, 6}, 3, {2, 3}));
  EXPECT_NE(tensor, Int8({1, 2, 3, 4, 5, 7}, 2, {2, 3}));
  EXPECT_EQ(ToString(tensor.shape()), "[2, 3]");
}

// GCC 12.2 with AVX-512 turns this list into {1, 1, 1, 1}, but for the flags of CMakeLists.txt.
TEST(Tensors, AreMadeFromListsTheCompilerDoesNotChange) {
  const Tensor tensor = Int8({1, 1, 0, 0});
  EXPECT_EQ(tensor.Get(1), 1);
  EXPECT_EQ(tensor.Get(2), 0);
  EXPECT_EQ(tensor.Get(3), 0);
}

TEST(Digests, ChangeWithEveryBitExponentAndPredecessor) {
  const Tensor tensor = Int8({1, 2, 3}, 4);
  const uint64_t digest = Digest(tensor);
  EXPECT_EQ(digest, Digest(Int8({1, 2, 3}, 4)));
  EXPECT_NE(digest, Digest(Int8({1, 2, 3}, 5)));
  EXPECT_NE(digest, Digest(tensor, 1));
  for (int64_t i = 0; i < 3; ++i) {
    for (int bit = 0; bit < 7; ++bit) {
      Tensor flipped = tensor;
      flipped.Set(i, tensor.Get(i) ^ (1 << bit));
      EXPECT_NE(digest, Digest(flipped)) << i << " " << bit;
    }
  }
}

TEST(Counters, AddUpPartByPart) {
  Counters sum;
  sum += Counters{1, 2, 3, 4, 5, 6, 7, 8, 9};
  sum += Counters{10, 20, 30, 40, 50, 60, 70, 80, 90};
  EXPECT_EQ(sum.array_cycles, 11u);
  EXPECT_EQ(sum.macs, 22u);
  EXPECT_EQ(sum.scratchpad_reads, 33u);
  EXPECT_EQ(sum.scratchpad_writes, 44u);
  EXPECT_EQ(sum.accumulator_reads, 55u);
  EXPECT_EQ(sum.accumulator_writes, 66u);
  EXPECT_EQ(sum.memory_reads, 77u);
  EXPECT_EQ(sum.memory_writes, 88u);
  EXPECT_EQ(sum.rounded, 99u);
}

}  // namespace
}  // namespace itg
