// SPDX-License-Identifier: Apache-2.0
//
// Block tensor: storage and digest (NUMERICS.md section 1).

#include "model/tensor/tensor.h"

#include <cstddef>
#include <utility>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace itg {

int64_t ElementCount(const Shape& shape) {
  int64_t count = 1;
  for (const int64_t dimension : shape) count *= dimension;
  return count;
}

std::string ToString(const Shape& shape) {
  std::string text = "[";
  for (size_t d = 0; d < shape.size(); ++d) {
    if (d > 0) text += ", ";
    text += std::to_string(shape[d]);
  }
  return text + "]";
}

int ByteSize(ElementType type) {
  switch (type) {
    case ElementType::kInt8:
      return 1;
    case ElementType::kInt16:
      return 2;
    case ElementType::kInt32:
      return 4;
    case ElementType::kInt64:
      break;
  }
  return 8;
}

ElementType StorageFor(int bits) {
  assert(bits >= 1 && bits <= 64);
  if (bits <= 8) return ElementType::kInt8;
  if (bits <= 16) return ElementType::kInt16;
  if (bits <= 32) return ElementType::kInt32;
  return ElementType::kInt64;
}

Tensor::Tensor(Shape shape, ElementType type)
    : shape_(std::move(shape)), type_(type), size_(ElementCount(shape_)) {
  assert(size_ >= 0);
  bytes_.assign(static_cast<size_t>(size_) * static_cast<size_t>(ByteSize(type)), 0);
}

void Tensor::Reshape(const Shape& shape, ElementType type) {
  shape_ = shape;
  type_ = type;
  size_ = ElementCount(shape);
  exponent_ = 0;
  bytes_.resize(static_cast<size_t>(size_) * static_cast<size_t>(ByteSize(type)));
}

int64_t Tensor::Get(int64_t index) const {
  assert(index >= 0 && index < size_);
  return VisitElements(*this, [index](const auto* v) { return static_cast<int64_t>(v[index]); });
}

void Tensor::Set(int64_t index, int64_t value) {
  assert(index >= 0 && index < size_);
  VisitElements(*this, [index, value](auto* v) {
    v[index] = static_cast<std::remove_reference_t<decltype(*v)>>(value);
    assert(v[index] == value);
  });
}

bool Tensor::operator==(const Tensor& other) const {
  return shape_ == other.shape_ && type_ == other.type_ && exponent_ == other.exponent_ &&
         bytes_ == other.bytes_;
}

uint64_t Digest(const Tensor& tensor, uint64_t previous) {
  const uint64_t elements =
      XXH3_64bits_withSeed(tensor.bytes().data(), tensor.bytes().size(), previous);
  const int32_t exponent = tensor.exponent();
  return XXH3_64bits_withSeed(&exponent, sizeof exponent, elements);
}

}  // namespace itg
