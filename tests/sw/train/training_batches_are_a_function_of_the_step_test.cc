// SPDX-License-Identifier: Apache-2.0
//
// Does a training batch depend on seed, epoch and step alone: not on the thread that makes it, on
// the batches before it, nor on how many processes share it?
#include <gtest/gtest.h>

#include "model/arith/random.h"
#include "sw/train/shuffle.h"
#include "sw/train/training_batches.h"

namespace itg {
namespace {

constexpr uint32_t kSeed = 17;
constexpr Augment kAugment{2, true};

// Images of 16x16x3 of which each has a brightness of its own, so that batches and shards differ in
// their exponents.
Dataset Images(int64_t count) {
  Dataset data;
  data.mean = {0.0, 0.0, 0.0};
  data.deviation = {1.0, 1.0, 1.0};
  ImageSet& set = data.train;
  set.count = count;
  set.height = set.width = 16;
  set.channels = 3;
  for (int64_t image = 0; image < count; ++image) {
    const uint32_t peak = RandomWord(1, static_cast<uint64_t>(image)) % 7 == 0 ? 255 : 100;
    for (int64_t i = 0; i < set.image_size(); ++i) {
      const uint64_t index = static_cast<uint64_t>(image * set.image_size() + i);
      set.pixels.push_back(static_cast<uint8_t>(RandomWord(2, index) % peak));
    }
    set.labels.push_back(static_cast<int32_t>(image));
  }
  return data;
}

struct Batch {
  Tensor input;
  Tensor labels;
};

Batch Empty(int64_t count) {
  return {Tensor({count, 16, 16, 3}, ElementType::kInt8), Tensor({count}, ElementType::kInt32)};
}

// The definition: the shuffled images, each one's variant, quantised together.
Batch Expected(const Dataset& data, int64_t batch, const Augment& augment, uint32_t epoch,
               int64_t step) {
  std::vector<int32_t> order(static_cast<size_t>(data.train.count));
  Shuffle(kSeed, epoch, &order);
  const int64_t size = data.train.image_size();
  std::vector<uint8_t> pixels(static_cast<size_t>(batch * size));
  Batch expected = Empty(batch);
  for (int64_t n = 0; n < batch; ++n) {
    const int32_t image = order[static_cast<size_t>(step * batch + n)];
    const ImageVariant variant = DrawVariant(augment, VariantKey(kSeed, epoch), image);
    WriteVariant(data.train, image, variant, pixels.data() + n * size);
    expected.labels.Set(n, image);
  }
  Reducer identity;
  InputQuantiser(data.mean, data.deviation, 8).Quantise(pixels.data(), &identity, &expected.input);
  return expected;
}

void ExpectEqual(const Batch& got, const Batch& expected) {
  EXPECT_EQ(got.input, expected.input);
  EXPECT_EQ(got.labels, expected.labels);
}

// Batches of 3 are made by the caller, those of 100 in a thread.
TEST(TrainingBatches, EqualTheirDefinition) {
  const Dataset data = Images(230);
  for (const Augment& augment : {Augment{}, kAugment}) {
    for (const int64_t size : {3, 100}) {
      BatchLoader loader(data, 8);
      TrainingBatches batches(&loader, {size, kSeed, augment});
      EXPECT_EQ(batches.steps(), 230 / size);
      Batch got = Empty(size);
      for (uint32_t epoch = 0; epoch < 2; ++epoch) {
        batches.Begin(epoch);
        for (int64_t step = 0; step < batches.steps(); ++step) {
          SCOPED_TRACE(std::to_string(size) + " " + std::to_string(step));
          batches.Next(&got.input, &got.labels);
          ExpectEqual(got, Expected(data, size, augment, epoch, step));
        }
      }
    }
  }
}

// Each Begin finds a thread at work whose batch nobody takes, and so does the destructor.
TEST(TrainingBatches, CanBeginAnywhere) {
  const Dataset data = Images(400);
  BatchLoader loader(data, 8);
  TrainingBatches batches(&loader, {100, kSeed, kAugment});
  Batch got = Empty(100);
  for (const auto& [epoch, step] : {std::pair(0u, 2), {5u, 0}, {5u, 3}, {1u, 1}}) {
    batches.Begin(epoch, step);
    batches.Next(&got.input, &got.labels);
    ExpectEqual(got, Expected(data, 100, kAugment, epoch, step));
  }
  batches.Begin(1);
  batches.Next(&got.input, &got.labels);
}

// A shard that hears from elsewhere what the largest range of the batch is.
class Shard final : public Reducer {
 public:
  Shard(int shard, int shards) : shard_(shard), shards_(shards) {}
  int shard() const override { return shard_; }
  int shards() const override { return shards_; }
  int Max(int value) override {
    local = value;
    return std::max(value, global);
  }
  int local = 0;       // what the shard said last
  int global = -1000;  // what it will hear

 private:
  int shard_;
  int shards_;
};

void ExpectRows(const Tensor& part, const Tensor& whole, int64_t first_row) {
  const int64_t first = first_row * (whole.size() / whole.shape()[0]);
  ASSERT_EQ(part.exponent(), whole.exponent());
  for (int64_t i = 0; i < part.size(); ++i) ASSERT_EQ(part.Get(i), whole.Get(first + i)) << i;
}

TEST(TrainingBatches, ShardsMakeUpTheBatch) {
  const Dataset data = Images(400);
  bool darker = false;  // some shard has a smaller range than its batch
  for (const Augment& augment : {Augment{}, kAugment}) {
    for (const int64_t size : {4, 200}) {
      for (int shard = 0; shard < 2; ++shard) {
        Shard reducer(shard, 2);
        BatchLoader loader(data, 8, &reducer);
        TrainingBatches batches(&loader, {size, kSeed, augment});
        batches.Begin(3);
        Batch got = Empty(size / 2);
        for (int64_t step = 0; step < std::min<int64_t>(batches.steps(), 20); ++step) {
          const Batch whole = Expected(data, size, augment, 3, step);
          reducer.global = whole.input.exponent() + 7;
          batches.Next(&got.input, &got.labels);
          EXPECT_LE(reducer.local, reducer.global);
          darker |= reducer.local < reducer.global;
          ExpectRows(got.input, whole.input, shard * (size / 2));
          ExpectRows(got.labels, whole.labels, shard * (size / 2));
        }
      }
    }
  }
  EXPECT_TRUE(darker);
}

}  // namespace
}  // namespace itg
