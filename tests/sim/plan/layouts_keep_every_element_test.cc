// SPDX-License-Identifier: Apache-2.0
//
// Does a tensor come back from the accelerator's memory as it went in, and does it lie there as
// sim/plan/layout.h says?

#include <gtest/gtest.h>

#include <vector>

#include "model/error.h"
#include "sim/plan/layout.h"

namespace itg {
namespace {

Buffer BufferOf(Role role, int bits, const Shape& shape) { return {"t", role, bits, shape}; }

int64_t Element(const Buffer& buffer, int64_t i) {
  if (buffer.role == Role::kMask) return (i * 5 + 1) % 3 == 0;
  if (buffer.role == Role::kIndex) return i * 37 % 256;
  const int64_t max = (int64_t{1} << (buffer.bits - 1)) - 1;
  const int64_t step = i % (max + 1);
  return i % 2 == 0 ? max - step : step - max;
}

TEST(Layout, EveryRoleComesBackUnchanged) {
  for (const Shape& shape : {Shape{1, 1}, Shape{3, 7}, Shape{5, 16}, Shape{2, 3, 1, 65}}) {
    for (const Buffer& buffer :
         {BufferOf(Role::kActivation, 8, shape), BufferOf(Role::kAccumulator, 32, shape),
          BufferOf(Role::kGradient, 16, shape), BufferOf(Role::kMaster, 16, shape),
          BufferOf(Role::kIndex, 16, shape), BufferOf(Role::kMask, 1, shape)}) {
      Tensor tensor = MakeTensor(buffer);
      for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, Element(buffer, i));
      std::vector<uint8_t> memory(static_cast<size_t>(MemoryBytes(buffer)), 0xff);
      StoreTensor(tensor, buffer, memory.data());
      Tensor back = MakeTensor(buffer);
      FetchTensor(memory.data(), buffer, &back);
      EXPECT_EQ(back, tensor) << Name(buffer.role) << " " << ToString(shape);
    }
  }
}

std::vector<uint8_t> BytesOf(const Buffer& buffer, const std::vector<int64_t>& elements) {
  Tensor tensor = MakeTensor(buffer);
  for (size_t i = 0; i < elements.size(); ++i) tensor.Set(static_cast<int64_t>(i), elements[i]);
  std::vector<uint8_t> memory(static_cast<size_t>(MemoryBytes(buffer)), 0xff);
  StoreTensor(tensor, buffer, memory.data());
  return memory;
}

// No row starts in a byte of its own.
TEST(Layout, AMaskTakesABitAnElement) {
  std::vector<int64_t> mask(18);
  for (const size_t set : {0u, 6u, 7u, 9u + 8u}) mask[set] = 1;
  EXPECT_EQ(BytesOf(BufferOf(Role::kMask, 1, {2, 9}), mask),
            (std::vector<uint8_t>{0b11000001, 0, 0b10}));
}

TEST(Layout, WiderElementsAreLittleEndian) {
  EXPECT_EQ(BytesOf(BufferOf(Role::kAccumulator, 20, {1, 2}), {-2, 0x12345}),
            (std::vector<uint8_t>{0xfe, 0xff, 0xff, 0xff, 0x45, 0x23, 0x01, 0x00}));
  EXPECT_EQ(BytesOf(BufferOf(Role::kMaster, 16, {1, 2}), {-2, 0x1234}),
            (std::vector<uint8_t>{0xfe, 0xff, 0x34, 0x12}));
}

TEST(Layout, AWinnerTakesAByteOrIsRefused) {
  const Buffer buffer = BufferOf(Role::kIndex, 16, {1, 3});
  EXPECT_EQ(BytesOf(buffer, {0, 255, 8}), (std::vector<uint8_t>{0, 255, 8}));
  EXPECT_THROW(BytesOf(buffer, {0, 256, 8}), Error);
}

}  // namespace
}  // namespace itg
