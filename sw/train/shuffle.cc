// SPDX-License-Identifier: Apache-2.0
#include "sw/train/shuffle.h"

#include <cstddef>
#include <numeric>
#include <utility>

#include "model/arith/random.h"

namespace itg {

void Shuffle(uint32_t seed, uint32_t epoch, std::vector<int32_t>* order) {
  constexpr uint32_t kShuffleId = 0xffffffff;  // no tensor has this number
  const uint32_t key = TensorKey(seed, epoch, kShuffleId);
  std::iota(order->begin(), order->end(), 0);
  for (size_t i = order->size(); i > 1; --i) {
    // Multiply-shift maps the word to 0 .. i-1; its bias is below i / 2^32.
    const uint64_t j = (uint64_t{RandomWord(key, i)} * i) >> 32;
    std::swap((*order)[i - 1], (*order)[static_cast<size_t>(j)]);
  }
}

}  // namespace itg
