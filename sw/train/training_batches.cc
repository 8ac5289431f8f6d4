// SPDX-License-Identifier: Apache-2.0
#include "sw/train/training_batches.h"

#include <cassert>

#include "sw/train/shuffle.h"

namespace itg {
namespace {

// Pixels of a batch for which waking a thread costs less than it saves.
constexpr int64_t kWorthAThread = 1 << 16;

}  // namespace

TrainingBatches::TrainingBatches(BatchLoader* loader, const BatchOptions& options)
    : loader_(loader),
      options_(options),
      order_(static_cast<size_t>(loader->data().train.count)),
      quantiser_(loader->MakeQuantiser()) {
  assert(options.batch % loader->reducer().shards() == 0);
  if (!options.augment.any()) return;
  const int64_t shard = options.batch / loader->reducer().shards();
  const int64_t pixels = shard * loader->data().train.image_size();
  prepared_.pixels.resize(static_cast<size_t>(pixels));
  prepared_.codes = Tensor({pixels}, StorageFor(loader->bits()));
}

int64_t TrainingBatches::steps() const { return loader_->data().train.count / options_.batch; }

void TrainingBatches::Begin(uint32_t epoch, int64_t step) {
  ahead_ = {};  // waits for a batch that nobody took
  Shuffle(options_.seed, epoch, &order_);
  variant_key_ = VariantKey(options_.seed, epoch);
  step_ = step;
}

void TrainingBatches::Next(Tensor* input, Tensor* labels) {
  assert(step_ < steps());
  if (!options_.augment.any()) {
    loader_->Load(loader_->data().train, Indices(step_++), input, labels);
    return;
  }
  if (ahead_.valid()) {
    ahead_.get();
  } else {
    Prepare(step_);
  }
  const int bw = loader_->reducer().Max(prepared_.bw);
  if (bw == prepared_.bw) {
    input->bytes() = prepared_.codes.bytes();
    input->set_exponent(prepared_.codes.exponent());
  } else {
    quantiser_.Encode(prepared_.pixels.data(), bw, input);
  }
  loader_->LoadLabels(loader_->data().train, Indices(step_), labels);
  ++step_;
  PrepareAhead();
}

void TrainingBatches::Prepare(int64_t step) {
  const ImageSet& images = loader_->data().train;
  const int64_t size = images.image_size();
  const int64_t pixels = static_cast<int64_t>(prepared_.pixels.size());
  const int32_t* const image = Indices(step) + loader_->reducer().shard() * (pixels / size);
  for (int64_t n = 0; n < pixels / size; ++n) {
    const ImageVariant variant = DrawVariant(options_.augment, variant_key_, image[n]);
    WriteVariant(images, image[n], variant, prepared_.pixels.data() + n * size);
  }
  prepared_.bw = quantiser_.RangeBitsOf(prepared_.pixels.data(), pixels);
  quantiser_.Encode(prepared_.pixels.data(), prepared_.bw, &prepared_.codes);
}

void TrainingBatches::PrepareAhead() {
  if (step_ >= steps() || prepared_.codes.size() < kWorthAThread) return;
  // Deferred when the system has no thread to spare: get() then does the work.
  ahead_ = std::async(std::launch::async | std::launch::deferred,
                      [this, step = step_] { Prepare(step); });
}

}  // namespace itg
