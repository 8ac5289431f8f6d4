// SPDX-License-Identifier: Apache-2.0
//
// Block tensor: an array of integers and ONE shared exponent, value = v * 2^exponent
// (NUMERICS.md section 1). Row-major. Storage is the narrowest type that holds the elements;
// how many of its bits an element may use is the business of the buffer that holds the tensor.

#pragma once

#include <cassert>
#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace itg {

using Shape = std::vector<int64_t>;

int64_t ElementCount(const Shape& shape);  // product of the dimensions; 1 for a scalar
std::string ToString(const Shape& shape);  // "[64, 100]"

enum class ElementType : uint8_t { kInt8, kInt16, kInt32, kInt64 };

int ByteSize(ElementType type);
// Narrowest storage of a signed element of `bits` bits (1..64). A mask element (1 bit: 0 or 1) and
// every element up to 8 bits is an int8.
ElementType StorageFor(int bits);

template <typename T>
struct ElementTypeOf;
template <>
struct ElementTypeOf<int8_t> {
  static constexpr ElementType kValue = ElementType::kInt8;
};
template <>
struct ElementTypeOf<int16_t> {
  static constexpr ElementType kValue = ElementType::kInt16;
};
template <>
struct ElementTypeOf<int32_t> {
  static constexpr ElementType kValue = ElementType::kInt32;
};
template <>
struct ElementTypeOf<int64_t> {
  static constexpr ElementType kValue = ElementType::kInt64;
};

// Bytes at the start of a cache line that are not cleared when the array grows: scratch tensors
// change their shape with every command.
template <typename T>
struct RawAllocator : std::allocator<T> {
  static constexpr std::align_val_t kAlign{64};
  template <typename U>
  struct rebind {                   // NOLINT(readability-identifier-naming): the standard's name
    using other = RawAllocator<U>;  // NOLINT(readability-identifier-naming)
  };
  T* allocate(size_t n) { return static_cast<T*>(::operator new(n * sizeof(T), kAlign)); }
  void deallocate(T* p, size_t) { ::operator delete(p, kAlign); }
  template <typename U>
  void construct(U* p) {
    ::new (static_cast<void*>(p)) U;
  }
  template <typename U, typename... Args>
  void construct(U* p, Args&&... args) {
    ::new (static_cast<void*>(p)) U(std::forward<Args>(args)...);
  }
};
using Bytes = std::vector<uint8_t, RawAllocator<uint8_t>>;

class Tensor {
 public:
  Tensor() = default;
  // All elements zero, exponent zero.
  Tensor(Shape shape, ElementType type);

  // Becomes a tensor of this shape and type with unspecified elements, exponent zero. Allocates
  // only where it has never been as large.
  void Reshape(const Shape& shape, ElementType type);

  const Shape& shape() const { return shape_; }
  ElementType type() const { return type_; }
  int64_t size() const { return size_; }
  int exponent() const { return exponent_; }
  void set_exponent(int exponent) { exponent_ = exponent; }

  template <typename T>
  T* data() {
    assert(ElementTypeOf<T>::kValue == type_);
    return reinterpret_cast<T*>(bytes_.data());
  }
  template <typename T>
  const T* data() const {
    assert(ElementTypeOf<T>::kValue == type_);
    return reinterpret_cast<const T*>(bytes_.data());
  }

  // Element `index` (row-major), widened. For code that is not in a hurry.
  int64_t Get(int64_t index) const;
  // Stores `value`, which must fit the storage type.
  void Set(int64_t index, int64_t value);

  // The elements as stored, little endian: what digests and files are made of.
  const Bytes& bytes() const { return bytes_; }
  Bytes& bytes() { return bytes_; }

  // Equal shape, type, exponent and elements.
  bool operator==(const Tensor& other) const;
  bool operator!=(const Tensor& other) const { return !(*this == other); }

 private:
  Shape shape_;
  ElementType type_ = ElementType::kInt8;
  int64_t size_ = 0;
  int exponent_ = 0;
  Bytes bytes_;
};

// Calls `visit(T*)` with the storage pointer of `tensor`, T being its element type: one generic
// lambda serves every width.
template <typename TensorT, typename Visitor>
auto VisitElements(TensorT& tensor, Visitor&& visit) {
  switch (tensor.type()) {
    case ElementType::kInt8:
      return visit(tensor.template data<int8_t>());
    case ElementType::kInt16:
      return visit(tensor.template data<int16_t>());
    case ElementType::kInt32:
      return visit(tensor.template data<int32_t>());
    case ElementType::kInt64:
      break;
  }
  return visit(tensor.template data<int64_t>());
}

// Fast 64-bit digest (XXH3) of shape-less contents: the stored bytes, then the exponent. Not
// cryptographic; `previous` chains digests of several tensors.
uint64_t Digest(const Tensor& tensor, uint64_t previous = 0);

}  // namespace itg
