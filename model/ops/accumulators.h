// SPDX-License-Identifier: Apache-2.0
//
// From exact sums to accumulators: modulo 2^AccW in two's complement (NUMERICS.md section 2).

#pragma once

#include <cstdint>

#include "model/tensor/tensor.h"

namespace itg {

// What an operation knows of the accumulators it has filled.
struct Sums {
  uint64_t overflows = 0;  // exact sums that do not fit AccW
  int range = -1;          // Range() of the accumulators, where it came for free
};

// Are they so many that they leave the caches before anyone reads them?
constexpr bool PaysStreaming(int64_t sums) { return sums > 1 << 20; }

// acc[i] = exact[i] modulo 2^bits for `count` elements; `exact` may be `acc`. Returns the number of
// sums that do not fit. One thread.
template <typename Exact, typename Acc>
uint64_t WrapRun(const Exact* exact, int64_t count, int bits, Acc* acc);

// The same over a whole tensor (int32 or int64 storage) in place, by threads where that pays.
uint64_t WrapInPlace(int bits, Tensor* acc);

// acc = exact modulo 2^bits. `exact` holds as many elements as `acc`; by threads where that pays.
uint64_t WrapInto(const int64_t* exact, int bits, Tensor* acc);

}  // namespace itg
