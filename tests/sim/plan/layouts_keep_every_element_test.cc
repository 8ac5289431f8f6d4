// SPDX-License-Identifier: Apache-2.0
//
// Does a tensor come back from the accelerator's memory as it went in, and does it lie there as
// sim/plan/layout.h says?

#include <gtest/gtest.h>

#include <vector>

#include "sim/plan/layout.h"

namespace itg {
namespace {

HwConfig WithCols(int cols) {
  HwConfig hw;
  hw.cols = cols;
  return hw;
}

TEST(Layout, EveryRoleComesBackUnchanged) {
  for (const int cols : {2, 7, 8, 16, 64}) {
    for (const Shape& shape : {Shape{1, 1}, Shape{3, 7}, Shape{5, 16}, Shape{2, 65}}) {
      for (const Role role : {Role::kActivation, Role::kAccumulator, Role::kMask}) {
        const int bits = role == Role::kMask ? 1 : role == Role::kAccumulator ? 32 : 8;
        const Buffer buffer{"t", role, bits, shape};
        const HwConfig hw = WithCols(cols);
        Tensor tensor = MakeTensor(buffer);
        for (int64_t i = 0; i < tensor.size(); ++i) {
          tensor.Set(i, bits == 1 ? (i * 5 + 1) % 3 == 0 : i * 37 % 255 - 127);
        }
        std::vector<uint8_t> memory(static_cast<size_t>(MemoryBytes(buffer, hw)), 0xff);
        StoreTensor(tensor, buffer, hw, memory.data());
        Tensor back = MakeTensor(buffer);
        FetchTensor(memory.data(), buffer, hw, &back);
        EXPECT_EQ(back, tensor) << Name(role) << " " << ToString(shape) << " cols " << cols;
      }
    }
  }
}

// Seven columns: groups of 7 bits, each in a byte of its own; a row of 9 takes two.
TEST(Layout, AMaskLiesInTheWordsOfTheSecondPass) {
  const Buffer buffer{"m", Role::kMask, 1, {2, 9}};
  const HwConfig hw = WithCols(7);
  ASSERT_EQ(MemoryBytes(buffer, hw), 4);
  Tensor mask = MakeTensor(buffer);
  for (const int64_t set : {0, 6, 7, 9 + 8}) mask.Set(set, 1);
  std::vector<uint8_t> memory(4);
  StoreTensor(mask, buffer, hw, memory.data());
  EXPECT_EQ(memory, (std::vector<uint8_t>{0b1000001, 0b01, 0, 0b10}));
}

TEST(Layout, AccumulatorsTakeFourBytesLittleEndian) {
  const Buffer buffer{"acc", Role::kAccumulator, 20, {1, 2}};
  Tensor acc = MakeTensor(buffer);
  acc.Set(0, -2);
  acc.Set(1, 0x12345);
  std::vector<uint8_t> memory(8);
  StoreTensor(acc, buffer, WithCols(4), memory.data());
  EXPECT_EQ(memory, (std::vector<uint8_t>{0xfe, 0xff, 0xff, 0xff, 0x45, 0x23, 0x01, 0x00}));
}

}  // namespace
}  // namespace itg
