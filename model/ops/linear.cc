// SPDX-License-Identifier: Apache-2.0
//
// The three products of a linear layer.

#include "model/ops/linear.h"

#include <cassert>

#include "model/arith/bits.h"
#include "model/ops/accumulators.h"

namespace itg {
namespace {

// Of [N][...] read as a matrix.
int64_t Columns(const Tensor& tensor) { return tensor.size() / tensor.shape()[0]; }

GemmOperand Operand(const Narrow& narrow, bool transposed) {
  const Tensor& tensor = narrow.tensor;
  return {tensor.type(), tensor.bytes().data(), Columns(tensor), transposed, narrow.bits};
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
  const GemmShape shape{Columns(error.tensor), Columns(activation.tensor), error.tensor.shape()[0]};
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
    return WrapInPlace(acc_bits_, acc);
  }
  // The exact sum, so that overflows can be counted: at most 2^31 products of 2^30 fit int64.
  if (narrow_acc) exact_.resize(static_cast<size_t>(count));
  int64_t* sums = narrow_acc ? exact_.data() : acc->data<int64_t>();
  gemm_->Sum64(shape, a, b, sums);
  if (over_batch) reducer_->Sum(sums, count);
  return narrow_acc ? WrapInto(sums, acc_bits_, acc) : WrapInPlace(acc_bits_, acc);
}

}  // namespace itg
