// SPDX-License-Identifier: Apache-2.0
//
// From exact sums to accumulators.

#include "model/ops/accumulators.h"

#include "model/arith/bits.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

template <typename Exact, typename Acc>
uint64_t WrapAll(const Exact* exact, int64_t size, int bits, Acc* acc) {
  uint64_t overflows = 0;
  const int64_t blocks = BlockCount(size);
#pragma omp parallel for reduction(+ : overflows) schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    overflows += WrapRun(exact + part.first, part.count, bits, acc + part.first);
  }
  return overflows;
}

}  // namespace

template <typename Exact, typename Acc>
uint64_t WrapRun(const Exact* exact, int64_t count, int bits, Acc* acc) {
  uint64_t overflows = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t wrapped = Wrap(exact[i], bits);
    overflows += wrapped != exact[i] ? 1 : 0;
    acc[i] = static_cast<Acc>(wrapped);
  }
  return overflows;
}

template uint64_t WrapRun(const int32_t*, int64_t, int, int32_t*);
template uint64_t WrapRun(const int64_t*, int64_t, int, int32_t*);
template uint64_t WrapRun(const int64_t*, int64_t, int, int64_t*);
template uint64_t WrapRun(const int32_t*, int64_t, int, int64_t*);

uint64_t WrapInPlace(int bits, Tensor* acc) {
  if (bits == 8 * ByteSize(acc->type())) return 0;  // the storage has wrapped, or nothing has
  if (acc->type() == ElementType::kInt32) {
    int32_t* sums = acc->data<int32_t>();
    return WrapAll(sums, acc->size(), bits, sums);
  }
  int64_t* sums = acc->data<int64_t>();
  return WrapAll(sums, acc->size(), bits, sums);
}

uint64_t WrapInto(const int64_t* exact, int bits, Tensor* acc) {
  return acc->type() == ElementType::kInt32
             ? WrapAll(exact, acc->size(), bits, acc->data<int32_t>())
             : WrapAll(exact, acc->size(), bits, acc->data<int64_t>());
}

}  // namespace itg
