// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/layout.h"

#include <cstring>
#include <string>

#include "model/error.h"

namespace itg {
namespace {

void StoreMask(const Tensor& tensor, int64_t bytes, uint8_t* memory) {
  const int8_t* mask = tensor.data<int8_t>();
  std::memset(memory, 0, static_cast<size_t>(bytes));
  for (int64_t i = 0; i < tensor.size(); ++i) {
    memory[i / 8] = static_cast<uint8_t>(memory[i / 8] | (mask[i] & 1) << i % 8);
  }
}

void StoreIndex(const Tensor& tensor, const Buffer& buffer, uint8_t* memory) {
  const int16_t* index = tensor.data<int16_t>();
  for (int64_t i = 0; i < tensor.size(); ++i) {
    if (index[i] < 0 || index[i] > UINT8_MAX) {
      throw Error("tensor " + buffer.name + ": element " + std::to_string(i) + " is " +
                  std::to_string(index[i]) + ", allowed in hardware is 0..255");
    }
    memory[i] = static_cast<uint8_t>(index[i]);
  }
}

}  // namespace

Matrix AsMatrix(const Shape& shape) {
  const int64_t cols = shape.empty() ? 1 : shape.back();
  return {cols == 0 ? 0 : ElementCount(shape) / cols, cols};
}

int64_t WordsPerRow(int64_t cols, const HwConfig& hw) { return (cols + hw.cols - 1) / hw.cols; }

int64_t MemoryBytes(const Buffer& buffer) {
  const int64_t elements = ElementCount(buffer.shape);
  switch (buffer.role) {
    case Role::kMask:
      return (elements + 7) / 8;
    case Role::kIndex:
      return elements;
    case Role::kAccumulator:
    case Role::kLabel:
      return 4 * elements;
    default:
      return elements * (buffer.bits > 8 ? 2 : 1);
  }
}

void StoreTensor(const Tensor& tensor, const Buffer& buffer, uint8_t* memory) {
  if (buffer.role == Role::kMask) return StoreMask(tensor, MemoryBytes(buffer), memory);
  if (buffer.role == Role::kIndex) return StoreIndex(tensor, buffer, memory);
  std::memcpy(memory, tensor.bytes().data(), tensor.bytes().size());
}

void FetchTensor(const uint8_t* memory, const Buffer& buffer, Tensor* tensor) {
  if (buffer.role == Role::kMask) {
    int8_t* mask = tensor->data<int8_t>();
    for (int64_t i = 0; i < tensor->size(); ++i) {
      mask[i] = static_cast<int8_t>(memory[i / 8] >> i % 8 & 1);
    }
  } else if (buffer.role == Role::kIndex) {
    int16_t* index = tensor->data<int16_t>();
    for (int64_t i = 0; i < tensor->size(); ++i) index[i] = memory[i];
  } else {
    std::memcpy(tensor->bytes().data(), memory, tensor->bytes().size());
  }
}

}  // namespace itg
