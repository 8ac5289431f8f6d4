// SPDX-License-Identifier: Apache-2.0
//
// Weight update.

#include "model/ops/update.h"

#include <algorithm>

#include "model/ops/parallel.h"
#include "model/ops/range.h"
#include "model/program/program.h"

namespace itg {
namespace {

template <typename Gradient, typename Weight>
uint32_t SubtractBlock(const Gradient* gradient, int64_t count, int32_t max, Weight* weight) {
  uint32_t saturated = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int32_t exact = int32_t{weight[i]} - int32_t{gradient[i]};
    const int32_t below = exact > max ? max : exact;
    const int32_t clipped = below < -max ? -max : below;
    saturated += (exact > max ? 1U : 0U) + (exact < -max ? 1U : 0U);
    weight[i] = static_cast<Weight>(clipped);
  }
  return saturated;
}

template <typename Gradient, typename Weight>
uint64_t SubtractAll(const Gradient* gradient, int64_t size, int32_t max, Weight* weight) {
  uint64_t saturated = 0;
  const int64_t blocks = BlockCount(size);
#pragma omp parallel for reduction(+ : saturated) schedule(static) if (PaysThreads(size))
  for (int64_t block = 0; block < blocks; ++block) {
    const Block part = BlockOf(block, size);
    saturated += SubtractBlock(gradient + part.first, part.count, max, weight + part.first);
  }
  return saturated;
}

template <typename Gradient>
uint64_t Subtract(const Gradient* gradient, int32_t max, Tensor* weight) {
  if (weight->type() == ElementType::kInt8) {
    return SubtractAll(gradient, weight->size(), max, weight->data<int8_t>());
  }
  return SubtractAll(gradient, weight->size(), max, weight->data<int16_t>());
}

}  // namespace

uint64_t RoundGradient(const Tensor& acc, int mu, int acc_bits, const RoundingPlan& plan,
                       Tensor* gradient) {
  const int range = Range(acc);
  if (range == 0) {
    std::fill(gradient->bytes().begin(), gradient->bytes().end(), uint8_t{0});
    gradient->set_exponent(acc.exponent());
    return 0;
  }
  const int shift = std::max(0, std::min(range - mu, acc_bits - 1));
  gradient->set_exponent(acc.exponent() + shift);
  return RoundTensor(acc, shift, plan, gradient);  // shift 0 clips
}

uint64_t ApplyUpdate(const Tensor& gradient, int weight_bits, Tensor* weight) {
  assert(gradient.size() == weight->size());
  const int32_t max = static_cast<int32_t>(MaxMagnitude(weight_bits));
  return gradient.type() == ElementType::kInt8 ? Subtract(gradient.data<int8_t>(), max, weight)
                                               : Subtract(gradient.data<int16_t>(), max, weight);
}

uint64_t ApplyToMaster(const Tensor& gradient, const RoundingPlan& plan, Tensor* master,
                       Tensor* scratch, Tensor* weight) {
  const uint64_t saturated = ApplyUpdate(gradient, kMasterBits, master);
  scratch->Reshape(master->shape(), ElementType::kInt32);
  std::copy(master->data<int16_t>(), master->data<int16_t>() + master->size(),
            scratch->data<int32_t>());
  return saturated + RoundTensor(*scratch, kMasterBits - plan.out_bits, plan, weight);
}

}  // namespace itg
