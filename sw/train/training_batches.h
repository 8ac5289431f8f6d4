// SPDX-License-Identifier: Apache-2.0
//
// The training batches of an epoch, one after another: shuffled, varied (sw/data/augment.h) and
// quantised.
//
// Varied images differ in every epoch, so there is no encoded set to copy from (batch_loader.h).
// The next batch is made in a second thread while the machine trains with this one. It is a
// function of (seed, epoch, step), so the thread changes no bit; only the calling thread talks to
// the other shards. Without variants a batch is a copy of rows, which takes less than a thread
// does.

#pragma once

#include <cstdint>
#include <future>
#include <vector>

#include "sw/data/augment.h"
#include "sw/train/batch_loader.h"

namespace itg {

struct BatchOptions {
  int64_t batch = 1;  // images of a step, all shards together: a multiple of the shards
  uint32_t seed = 1;
  Augment augment;
};

class TrainingBatches {
 public:
  // `loader` and its data must outlive it.
  TrainingBatches(BatchLoader* loader, const BatchOptions& options);
  TrainingBatches(const TrainingBatches&) = delete;
  TrainingBatches& operator=(const TrainingBatches&) = delete;

  int64_t steps() const;  // whole batches in an epoch
  // Shuffles the images of epoch `epoch`, which counts from 0. The next batch is that of `step`.
  void Begin(uint32_t epoch, int64_t step = 0);
  // Fills `input` and `labels` as BatchLoader::Load does. At most steps() batches an epoch.
  void Next(Tensor* input, Tensor* labels);

 private:
  // A batch of variants, quantised for the range of this shard.
  struct Prepared {
    std::vector<uint8_t> pixels;
    Tensor codes;
    int bw = 0;
  };

  const int32_t* Indices(int64_t step) const { return order_.data() + step * options_.batch; }
  void Prepare(int64_t step);
  void PrepareAhead();

  BatchLoader* loader_;
  BatchOptions options_;
  std::vector<int32_t> order_;
  uint32_t variant_key_ = 0;
  int64_t step_ = 0;
  Prepared prepared_;         // written by the thread
  InputQuantiser quantiser_;  // used by the thread; by the caller while there is none
  // The thread. The last member: its destructor waits, and what the thread uses must live on.
  std::future<void> ahead_;
};

}  // namespace itg
