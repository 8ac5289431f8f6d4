// SPDX-License-Identifier: Apache-2.0
#include "sw/data/augment.h"

#include <algorithm>
#include <cstring>

#include "model/arith/random.h"

namespace itg {
namespace {

constexpr uint32_t kAugmentId = 0xfffffffe;  // no tensor has this number
constexpr uint64_t kDraws = 3;               // of an image

// Multiply-shift maps the word to -pad .. pad; its bias is below (2 * pad + 1) / 2^32.
int Offset(uint32_t word, int pad) {
  const uint64_t places = 2 * static_cast<uint64_t>(pad) + 1;
  return static_cast<int>((word * places) >> 32) - pad;
}

// `width` pixels of `channels` bytes, last pixel first.
void Mirror(int64_t width, int64_t channels, uint8_t* row) {
  uint8_t* last = row + (width - 1) * channels;
  for (; row < last; row += channels, last -= channels) std::swap_ranges(row, row + channels, last);
}

}  // namespace

uint32_t VariantKey(uint32_t seed, uint32_t epoch) { return TensorKey(seed, epoch, kAugmentId); }

ImageVariant DrawVariant(const Augment& augment, uint32_t key, int64_t image) {
  const uint64_t first = static_cast<uint64_t>(image) * kDraws;
  ImageVariant variant;
  variant.down = Offset(RandomWord(key, first), augment.pad);
  variant.right = Offset(RandomWord(key, first + 1), augment.pad);
  variant.mirrored = augment.flip && (RandomWord(key, first + 2) & 1) != 0;
  return variant;
}

void WriteVariant(const ImageSet& images, int64_t image, const ImageVariant& variant, uint8_t* to) {
  const int64_t row_bytes = images.width * images.channels;
  const uint8_t* const from = images.pixels.data() + image * images.image_size();
  // Columns [first, last) of the variant lie in the image.
  const int64_t first = std::clamp<int64_t>(-variant.right, 0, images.width);
  const int64_t last = std::clamp<int64_t>(images.width - variant.right, first, images.width);
  for (int64_t y = 0; y < images.height; ++y, to += row_bytes) {
    const int64_t row = y + variant.down;
    if (row < 0 || row >= images.height || first == last) {
      std::memset(to, 0, static_cast<size_t>(row_bytes));
      continue;
    }
    const uint8_t* const source = from + row * row_bytes;
    uint8_t* const begin = to + first * images.channels;
    uint8_t* const end = to + last * images.channels;
    std::fill(to, begin, uint8_t{0});
    std::copy_n(source + (first + variant.right) * images.channels, end - begin, begin);
    std::fill(end, to + row_bytes, uint8_t{0});
    if (variant.mirrored) Mirror(images.width, images.channels, to);
  }
}

}  // namespace itg
