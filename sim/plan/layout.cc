// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/layout.h"

#include <cstring>

namespace itg {
namespace {

int64_t MaskGroupBytes(const HwConfig& hw) { return (hw.cols + 7) / 8; }

// Calls visit(element, byte, bit) for every element of a mask.
template <typename Visitor>
void VisitMask(const Buffer& buffer, const HwConfig& hw, Visitor&& visit) {
  const Matrix matrix = AsMatrix(buffer.shape);
  const int64_t row_bytes = WordsPerRow(matrix.cols, hw) * MaskGroupBytes(hw);
  for (int64_t row = 0; row < matrix.rows; ++row) {
    for (int64_t col = 0; col < matrix.cols; ++col) {
      const int64_t bit = col % hw.cols;
      visit(row * matrix.cols + col, row * row_bytes + col / hw.cols * MaskGroupBytes(hw) + bit / 8,
            static_cast<int>(bit % 8));
    }
  }
}

bool IsWide(const Buffer& buffer) {
  return buffer.role == Role::kAccumulator || buffer.role == Role::kLabel;
}

}  // namespace

Matrix AsMatrix(const Shape& shape) {
  const int64_t cols = shape.empty() ? 1 : shape.back();
  return {cols == 0 ? 0 : ElementCount(shape) / cols, cols};
}

int64_t WordsPerRow(int64_t cols, const HwConfig& hw) { return (cols + hw.cols - 1) / hw.cols; }

int64_t MemoryBytes(const Buffer& buffer, const HwConfig& hw) {
  const Matrix matrix = AsMatrix(buffer.shape);
  if (buffer.role == Role::kMask) {
    return matrix.rows * WordsPerRow(matrix.cols, hw) * MaskGroupBytes(hw);
  }
  return matrix.rows * matrix.cols * (IsWide(buffer) ? 4 : 1);
}

void StoreTensor(const Tensor& tensor, const Buffer& buffer, const HwConfig& hw, uint8_t* memory) {
  if (buffer.role != Role::kMask) {
    std::memcpy(memory, tensor.bytes().data(), tensor.bytes().size());
    return;
  }
  std::memset(memory, 0, static_cast<size_t>(MemoryBytes(buffer, hw)));
  const int8_t* mask = tensor.data<int8_t>();
  VisitMask(buffer, hw, [&](int64_t element, int64_t byte, int bit) {
    memory[byte] = static_cast<uint8_t>(memory[byte] | (mask[element] & 1) << bit);
  });
}

void FetchTensor(const uint8_t* memory, const Buffer& buffer, const HwConfig& hw, Tensor* tensor) {
  if (buffer.role != Role::kMask) {
    std::memcpy(tensor->bytes().data(), memory, tensor->bytes().size());
    return;
  }
  int8_t* mask = tensor->data<int8_t>();
  VisitMask(buffer, hw, [&](int64_t element, int64_t byte, int bit) {
    mask[element] = static_cast<int8_t>(memory[byte] >> bit & 1);
  });
}

}  // namespace itg
