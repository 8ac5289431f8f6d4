// SPDX-License-Identifier: Apache-2.0
//
// How fast batches are made, beside how fast machines take them: copied from the encoded set
// (MNIST's size, batch 64) and as random variants (CIFAR-10's size, batch 256). items_per_second is
// images per second. For the variants it is what the second thread makes when nobody lets it wait.

#include <benchmark/benchmark.h>

#include "model/arith/random.h"
#include "sw/train/training_batches.h"

namespace {

using namespace itg;  // NOLINT: a benchmark of everything in it

Dataset Images(int64_t count, int64_t side, int64_t channels) {
  Dataset data;
  data.classes = 10;
  data.mean.assign(static_cast<size_t>(channels), 0.5);
  data.deviation.assign(static_cast<size_t>(channels), 0.25);
  ImageSet& set = data.train;
  set.count = count;
  set.height = set.width = side;
  set.channels = channels;
  set.pixels.resize(static_cast<size_t>(count * set.image_size()));
  for (size_t i = 0; i < set.pixels.size(); ++i) {
    set.pixels[i] = static_cast<uint8_t>(RandomWord(1, i));
  }
  set.labels.assign(static_cast<size_t>(count), 0);
  return data;
}

void Take(benchmark::State& state, const Dataset& data, int64_t batch, const Augment& augment) {
  BatchLoader loader(data, 8);
  TrainingBatches batches(&loader, {batch, 1, augment});
  Tensor input({batch, data.train.image_size()}, ElementType::kInt8);
  Tensor labels({batch}, ElementType::kInt32);
  uint32_t epoch = 0;
  int64_t left = 0;
  for ([[maybe_unused]] auto turn : state) {
    if (left == 0) {
      state.PauseTiming();
      batches.Begin(epoch++);
      left = batches.steps();
      state.ResumeTiming();
    }
    batches.Next(&input, &labels);
    --left;
    benchmark::DoNotOptimize(input.bytes().data());
  }
  state.SetItemsProcessed(state.iterations() * batch);
}

void Copied(benchmark::State& state) { Take(state, Images(60000, 28, 1), 64, {}); }
BENCHMARK(Copied)->UseRealTime();

void Variants(benchmark::State& state) { Take(state, Images(10000, 32, 3), 256, {4, true}); }
BENCHMARK(Variants)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
