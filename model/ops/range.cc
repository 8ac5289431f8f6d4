// SPDX-License-Identifier: Apache-2.0
//
// Range of an accumulator tensor.

#include "model/ops/range.h"

#include <type_traits>

#include "model/arith/bits.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

// OR of |x| - 1 over all x != 0. Branch-free, so that it vectorises.
template <typename Acc>
uint64_t OrBlock(const Acc* acc, int64_t count) {
  using Word = std::make_unsigned_t<Acc>;
  Word bits = 0;
  for (int64_t i = 0; i < count; ++i) {
    const Word x = static_cast<Word>(acc[i]);
    const Word magnitude = acc[i] < 0 ? Word{0} - x : x;
    bits |= magnitude - (magnitude != 0 ? 1 : 0);
  }
  return bits;
}

template <typename Acc>
uint64_t OrAll(const Acc* acc, int64_t size) {
  uint64_t bits = 0;
  const int64_t blocks = BlockCount(size);
#pragma omp parallel for reduction(| : bits) schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    bits |= OrBlock(acc + part.first, part.count);
  }
  return bits;
}

}  // namespace

int Range(const Tensor& acc) {
  const int64_t size = acc.size();
  return BitLength(acc.type() == ElementType::kInt32 ? OrAll(acc.data<int32_t>(), size)
                                                     : OrAll(acc.data<int64_t>(), size));
}

}  // namespace itg
