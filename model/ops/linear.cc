// SPDX-License-Identifier: Apache-2.0
//
// The three products of a linear layer.

#include "model/ops/linear.h"

#include <cassert>

#include "model/arith/bits.h"

namespace itg {
namespace {

GemmOperand Operand(const Narrow& narrow, bool transposed) {
  const Tensor& tensor = narrow.tensor;
  return {tensor.type(), tensor.bytes().data(), tensor.shape()[1], transposed, narrow.bits};
}

// acc = exact modulo 2^bits; counts what does not fit. `exact` may be `acc` itself.
template <typename Exact, typename Acc>
uint64_t WrapAll(const Exact* exact, int64_t count, int bits, Acc* acc) {
  uint64_t overflows = 0;
  for (int64_t i = 0; i < count; ++i) {
    const int64_t wrapped = Wrap(exact[i], bits);
    overflows += wrapped != exact[i] ? 1 : 0;
    acc[i] = static_cast<Acc>(wrapped);
  }
  return overflows;
}

}  // namespace

Linear::Linear(Gemm* gemm, Reducer* reducer, int acc_bits)
    : gemm_(gemm), reducer_(reducer), acc_bits_(acc_bits) {
  assert(acc_bits >= kMinAccBits && acc_bits <= kMaxAccBits);
}

uint64_t Linear::Forward(const Narrow& activation, const Narrow& weight, Tensor* acc) {
  const GemmShape shape{activation.tensor.shape()[0], weight.tensor.shape()[0],
                        weight.tensor.shape()[1]};
  acc->set_exponent(activation.tensor.exponent() + weight.tensor.exponent());
  return Multiply(shape, Operand(activation, false), Operand(weight, true), false, acc);
}

uint64_t Linear::Error(const Narrow& error, const Narrow& weight, Tensor* acc) {
  const GemmShape shape{error.tensor.shape()[0], weight.tensor.shape()[1],
                        weight.tensor.shape()[0]};
  acc->set_exponent(error.tensor.exponent() + weight.tensor.exponent());
  return Multiply(shape, Operand(error, false), Operand(weight, false), false, acc);
}

uint64_t Linear::Gradient(const Narrow& error, const Narrow& activation, Tensor* acc) {
  const GemmShape shape{error.tensor.shape()[1], activation.tensor.shape()[1],
                        error.tensor.shape()[0]};
  acc->set_exponent(error.tensor.exponent() + activation.tensor.exponent());
  return Multiply(shape, Operand(error, true), Operand(activation, false), true, acc);
}

uint64_t Linear::Multiply(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
                          bool over_batch, Tensor* acc) {
  const int64_t count = shape.m * shape.n;
  assert(acc->size() == count);
  // How long the sum is once all shards of the batch are added.
  const int64_t length = over_batch ? shape.k * reducer_->shards() : shape.k;
  const bool narrow_acc = acc->type() == ElementType::kInt32;

  if (narrow_acc && SumFitsInt32(length, a.bits, b.bits)) {
    int32_t* sums = acc->data<int32_t>();
    gemm_->Sum32(shape, a, b, sums);
    if (over_batch) reducer_->Sum(sums, count);
    return acc_bits_ == 32 ? 0 : WrapAll(sums, count, acc_bits_, sums);
  }
  // The exact sum, so that overflows can be counted: at most 2^31 products of 2^30 fit int64.
  if (narrow_acc) exact_.resize(static_cast<size_t>(count));
  int64_t* sums = narrow_acc ? exact_.data() : acc->data<int64_t>();
  gemm_->Sum64(shape, a, b, sums);
  if (over_batch) reducer_->Sum(sums, count);
  return narrow_acc ? WrapAll(sums, count, acc_bits_, acc->data<int32_t>())
                    : WrapAll(sums, count, acc_bits_, sums);
}

}  // namespace itg
