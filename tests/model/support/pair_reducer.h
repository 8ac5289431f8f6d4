// SPDX-License-Identifier: Apache-2.0
//
// Two machines in two threads that share each batch.

#pragma once

#include <algorithm>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "model/machine/golden_machine.h"

namespace itg {

// What the two shards exchange. Each call waits for the other shard, twice: until both have
// written, and until both have read.
class Exchange {
 public:
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    const int64_t round = round_;
    if (++waiting_ == 2) {
      waiting_ = 0;
      ++round_;
      all_.notify_all();
    } else {
      all_.wait(lock, [&] { return round_ != round; });
    }
  }
  const void* slots[2] = {nullptr, nullptr};

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  int waiting_ = 0;
  int64_t round_ = 0;
};

class PairReducer final : public Reducer {
 public:
  PairReducer(Exchange* exchange, int shard) : exchange_(exchange), shard_(shard) {}
  int shard() const override { return shard_; }
  int shards() const override { return 2; }
  int Max(int value) override {
    exchange_->slots[shard_] = &value;
    exchange_->Wait();
    const int other = *static_cast<const int*>(exchange_->slots[1 - shard_]);
    exchange_->Wait();
    return std::max(value, other);
  }
  void Sum(int32_t* values, int64_t count) override { Add(values, count); }
  void Sum(int64_t* values, int64_t count) override { Add(values, count); }

 private:
  template <typename T>
  void Add(T* values, int64_t count) {
    const std::vector<T> mine(values, values + count);
    exchange_->slots[shard_] = mine.data();
    exchange_->Wait();
    const T* other = static_cast<const T*>(exchange_->slots[1 - shard_]);
    for (int64_t i = 0; i < count; ++i) values[i] += other[i];
    exchange_->Wait();
  }

  Exchange* exchange_;
  int shard_;
};

// Rows [first, first + rows) of `tensor`.
inline Tensor Rows(const Tensor& tensor, int64_t first, int64_t rows) {
  Shape shape = tensor.shape();
  const int64_t row = tensor.size() / shape[0];
  shape[0] = rows;
  Tensor part(shape, tensor.type());
  for (int64_t i = 0; i < part.size(); ++i) part.Set(i, tensor.Get(first * row + i));
  part.set_exponent(tensor.exponent());
  return part;
}

}  // namespace itg
