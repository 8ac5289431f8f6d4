// SPDX-License-Identifier: Apache-2.0
//
// First-in first-out queue in one piece of memory that grows when it is full; an entry is made in
// place and never initialised, for entries that are large and a queue that is short.

#pragma once

#include <cstddef>
#include <vector>

namespace itg {

template <typename T>
class Ring {
 public:
  bool empty() const { return head_ == tail_; }
  size_t size() const { return head_ - tail_; }
  T& Front() { return At(0); }
  // Entry `i` from the front.
  T& At(size_t i) { return entries_[(tail_ + i) & (entries_.size() - 1)]; }
  // A new last entry, with the contents of one that was there before it.
  T& Push() {
    if (size() == entries_.size()) Grow();
    return entries_[head_++ & (entries_.size() - 1)];
  }
  void Pop() { ++tail_; }

 private:
  void Grow() {
    std::vector<T> larger(2 * entries_.size());
    const size_t count = size();
    for (size_t i = 0; i < count; ++i) larger[i] = At(i);
    entries_.swap(larger);
    tail_ = 0;
    head_ = count;
  }

  std::vector<T> entries_ = std::vector<T>(16);  // a power of two
  size_t head_ = 0;                              // entries pushed and popped since the last Grow()
  size_t tail_ = 0;
};

}  // namespace itg
