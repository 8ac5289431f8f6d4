// SPDX-License-Identifier: Apache-2.0
//
// Requantise, and what follows it in the same command.

#include "model/ops/requantise.h"

#include <algorithm>

#include "model/ops/max_pool.h"
#include "model/ops/parallel.h"
#include "model/ops/range.h"
#include "model/ops/relu.h"

namespace itg {
namespace {

struct Shifted {
  int shift;
  RoundingPlan plan;
};

// The shift of the global batch, and the plan with the element indices of the global batch. Sets
// the exponent of `out`.
Shifted Prepare(const Requantisation& what, Tensor* out) {
  // The largest b is the b of the largest magnitude, so shards need exchange no more than that.
  const int range = what.reducer->Max(what.range >= 0 ? what.range : Range(what.acc));
  Shifted result = {std::max(0, range - (what.plan.out_bits - 1)), what.plan};
  result.plan.first_index = static_cast<uint64_t>(what.reducer->shard() * what.acc.size());
  out->set_exponent(what.acc.exponent() + result.shift);
  return result;
}

// Rounds block by block and calls then(first, count) for each.
template <typename Then>
uint64_t ByBlock(const Requantisation& what, Tensor* out, Then&& then) {
  const Shifted rounding = Prepare(what, out);
  const int64_t size = out->size();
  const int64_t blocks = BlockCount(size);
  uint64_t saturated = 0;
#pragma omp parallel for reduction(+ : saturated) schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    saturated +=
        RoundPart(what.acc, part.first, part.count, rounding.shift, rounding.plan, out, part.first);
    then(part.first, part.count);
  }
  return saturated;
}

}  // namespace

uint64_t Requantise(const Requantisation& what, Tensor* out) {
  return ByBlock(what, out, [](int64_t, int64_t) {});
}

uint64_t RequantiseRelu(const Requantisation& what, Tensor* out, Tensor* mask) {
  return ByBlock(what, out,
                 [=](int64_t first, int64_t count) { ReluPart(out, first, count, mask); });
}

uint64_t RequantiseMask(const Requantisation& what, const Tensor& mask, Tensor* out) {
  const Tensor* const passes = &mask;
  return ByBlock(what, out, [=](int64_t first, int64_t count) {
    ReluBackwardPart(*passes, first, count, out);
  });
}

uint64_t RequantiseReluPool(const Requantisation& what, const Window& pool, Tensor* out,
                            Tensor* mask, Tensor* index) {
  const Shifted rounding = Prepare(what, out);
  const Shape& image = what.acc.shape();
  const Shape& pooled = out->shape();
  const int64_t row = image[2] * image[3];
  const int64_t pooled_row = pooled[2] * pooled[3];
  uint64_t saturated = 0;
#pragma omp parallel reduction(+ : saturated) if (PaysThreads(what.acc.size()))
  {
    Tensor strip;  // the rows of the image that belong to a row of the result
#pragma omp for schedule(static)
    for (int64_t at = 0; at < pooled[0] * pooled[1]; ++at) {
      const int64_t first = at % pooled[1] * pool.stride;
      // The last strip has the rows that no window covers as well: they may saturate.
      const bool last = at % pooled[1] == pooled[1] - 1;
      const int64_t rows = last ? image[1] - first : pool.stride;
      strip.Reshape({1, rows, image[2], image[3]}, out->type());
      saturated += RoundPart(what.acc, (at / pooled[1] * image[1] + first) * row, rows * row,
                             rounding.shift, rounding.plan, &strip, 0);
      ReluPart(&strip, 0, strip.size(), nullptr);
      MaxPoolStrip(strip, pool, at * pooled_row, out, index);
      ReluPart(out, at * pooled_row, pooled_row, mask);
    }
  }
  return saturated;
}

}  // namespace itg
