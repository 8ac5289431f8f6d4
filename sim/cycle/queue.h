// SPDX-License-Identifier: Apache-2.0
//
// A first-in first-out queue for what is under way in a model of the clock.

#pragma once

#include <cstddef>
#include <vector>

namespace itg::cycle {

// A queue of at most `capacity` items in a power of two of places.
template <typename T>
class Queue {
 public:
  explicit Queue(size_t capacity = 2) {
    size_t size = 1;
    while (size < capacity) size *= 2;
    items_.resize(size);
  }
  void Push(const T& item) { items_[end_++ & (items_.size() - 1)] = item; }
  void Pop() { ++begin_; }
  const T& front() const { return items_[begin_ & (items_.size() - 1)]; }
  T& front() { return items_[begin_ & (items_.size() - 1)]; }
  size_t size() const { return end_ - begin_; }
  bool empty() const { return end_ == begin_; }
  template <typename Each>
  void ForEach(const Each& each) {
    for (size_t i = begin_; i != end_; ++i) each(&items_[i & (items_.size() - 1)]);
  }

 private:
  std::vector<T> items_;
  size_t begin_ = 0, end_ = 0;
};

}  // namespace itg::cycle
