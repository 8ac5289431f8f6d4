// SPDX-License-Identifier: Apache-2.0
#include "sw/train/batch_loader.h"

#include <algorithm>
#include <climits>
#include <cstring>

namespace itg {
namespace {

// Copies the rows `indices` of `size` bytes each from `from` to `to`.
void Gather(const uint8_t* from, const int32_t* indices, int64_t count, size_t size, uint8_t* to) {
  for (int64_t n = 0; n < count; ++n, to += size) {
    std::memcpy(to, from + static_cast<size_t>(indices[n]) * size, size);
  }
}

}  // namespace

BatchLoader::BatchLoader(const Dataset& data, int bits, Reducer* reducer)
    : data_(data),
      bits_(bits),
      quantiser_(MakeQuantiser()),
      reducer_(reducer == nullptr ? &identity_ : reducer) {}

void BatchLoader::Load(const ImageSet& images, const int32_t* indices, Tensor* input,
                       Tensor* labels) {
  const int64_t count = labels->size();
  const int32_t* const mine = Shard(indices, count);
  const size_t size = static_cast<size_t>(images.image_size());
  const Encoded& set = EncodedSet(images);
  LoadLabels(images, indices, labels);
  int bw = INT_MIN;
  for (int64_t n = 0; n < count; ++n) {
    bw = std::max(bw, set.range_bits[static_cast<size_t>(mine[n])]);
  }
  bw = reducer_->Max(bw);
  if (bw == set.bw) {
    const size_t row = size * static_cast<size_t>(ByteSize(set.codes.type()));
    Gather(set.codes.bytes().data(), mine, count, row, input->bytes().data());
    input->set_exponent(set.codes.exponent());
    return;
  }
  pixels_.resize(static_cast<size_t>(count) * size);
  Gather(images.pixels.data(), mine, count, size, pixels_.data());
  quantiser_.Encode(pixels_.data(), bw, input);
}

void BatchLoader::LoadLabels(const ImageSet& images, const int32_t* indices, Tensor* labels) {
  const int32_t* const mine = Shard(indices, labels->size());
  int32_t* const label = labels->data<int32_t>();
  for (int64_t n = 0; n < labels->size(); ++n) {
    label[n] = images.labels[static_cast<size_t>(mine[n])];
  }
}

const BatchLoader::Encoded& BatchLoader::EncodedSet(const ImageSet& images) {
  Encoded& set = sets_[&images == &data_.test ? 1 : 0];
  if (!set.range_bits.empty()) return set;
  const int64_t size = images.image_size();
  set.bw = INT_MIN;
  for (int64_t image = 0; image < images.count; ++image) {
    set.range_bits.push_back(quantiser_.RangeBitsOf(images.pixels.data() + image * size, size));
    set.bw = std::max(set.bw, set.range_bits.back());
  }
  set.codes = Tensor({images.count, size}, StorageFor(bits_));
  quantiser_.Encode(images.pixels.data(), set.bw, &set.codes);
  return set;
}

}  // namespace itg
