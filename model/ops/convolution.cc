// SPDX-License-Identifier: Apache-2.0
//
// The three products of a convolution, as matrix products of patches.

#include "model/ops/convolution.h"

#include <omp.h>

#include <algorithm>

#include "model/arith/bits.h"
#include "model/ops/accumulators.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

constexpr int64_t kPatchBytes = 192 * 1024;  // of the patches a thread works on: stays in its cache
constexpr int64_t kMostPixels = 4096;

GemmOperand Matrix(const Narrow& narrow, int64_t stride, bool transposed) {
  return {narrow.tensor.type(), narrow.tensor.bytes().data(), stride, transposed, narrow.bits};
}

int64_t ChunkPixels(const PatchGeometry& geometry, ElementType type) {
  return std::clamp<int64_t>(kPatchBytes / (geometry.depth() * ByteSize(type)), 1, kMostPixels);
}

// w[O][kh][kw][C] -> turned[(kh-1-i, kw-1-j, o)][C]
template <typename T>
void Turn(const T* w, const Shape& shape, T* turned) {
  const int64_t taps = shape[1] * shape[2];
  for (int64_t o = 0; o < shape[0]; ++o) {
    for (int64_t tap = 0; tap < taps; ++tap, w += shape[3]) {
      std::copy(w, w + shape[3], turned + ((taps - 1 - tap) * shape[0] + o) * shape[3]);
    }
  }
}

}  // namespace

struct Convolution::Worker {
  std::unique_ptr<Gemm> gemm;
  Tensor patches;
  std::vector<int64_t> exact;
  std::vector<int32_t> partial32;
  std::vector<int64_t> partial64;

  // Patches of `count` pixels as the operand of a product.
  GemmOperand Fill(const Narrow& source, const PatchGeometry& geometry, int64_t first,
                   int64_t count) {
    patches.Reshape({count, geometry.depth()}, source.tensor.type());
    if (source.tensor.type() == ElementType::kInt8) {
      FillPatches(source.tensor.data<int8_t>(), geometry, first, count, patches.data<int8_t>());
    } else {
      FillPatches(source.tensor.data<int16_t>(), geometry, first, count, patches.data<int16_t>());
    }
    return Matrix({patches, source.bits}, geometry.depth(), false);
  }

  uint64_t Product(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b, int acc_bits,
                   int64_t at, Tensor* acc) {
    const int64_t count = shape.m * shape.n;
    if (acc->type() == ElementType::kInt64) {
      int64_t* sums = acc->data<int64_t>() + at;
      gemm->Sum64(shape, a, b, sums);
      return WrapRun(sums, count, acc_bits, sums);
    }
    int32_t* sums = acc->data<int32_t>() + at;
    if (SumFitsInt32(shape.k, a.bits, b.bits)) {
      gemm->Sum32(shape, a, b, sums);
      return acc_bits == 32 ? 0 : WrapRun(sums, count, acc_bits, sums);
    }
    exact.resize(static_cast<size_t>(count));
    gemm->Sum64(shape, a, b, exact.data());
    return WrapRun(exact.data(), count, acc_bits, sums);
  }

  void Product(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b, int32_t* out) {
    gemm->Sum32(shape, a, b, out);
  }
  void Product(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b, int64_t* out) {
    gemm->Sum64(shape, a, b, out);
  }
  std::vector<int32_t>& Partial(int32_t) { return partial32; }
  std::vector<int64_t>& Partial(int64_t) { return partial64; }
};

Convolution::Convolution(Gemm* gemm, Reducer* reducer, int acc_bits, bool vnni)
    : gemm_(gemm), reducer_(reducer), acc_bits_(acc_bits), vnni_(vnni) {
  assert(acc_bits >= kMinAccBits && acc_bits <= kMaxAccBits);
}

Convolution::~Convolution() = default;

void Convolution::MakeWorkers(int64_t products) {
  const size_t count = PaysThreadsForProducts(products)
                           ? static_cast<size_t>(std::max(1, omp_get_max_threads()))
                           : 1;
  while (workers_.size() < count) {
    workers_.push_back(std::make_unique<Worker>());
    workers_.back()->gemm = gemm_->Clone();
  }
}

Sums Convolution::Forward(const Narrow& activation, const Narrow& weight, const Window& window,
                          Tensor* acc) {
  acc->set_exponent(activation.tensor.exponent() + weight.tensor.exponent());
  const PatchGeometry geometry = ForwardPatches(activation.tensor.shape(), window);
  if (TakesShortCut(activation, weight, geometry, *acc)) {
    product_.PackFilters(weight.tensor);
    return SumsOf(product_.Multiply(activation.tensor, geometry, acc_bits_, acc));
  }
  return Multiply(activation, geometry, Matrix(weight, geometry.depth(), true), acc);
}

Sums Convolution::Error(const Narrow& error, const Narrow& weight, const Window& window,
                        Tensor* acc) {
  acc->set_exponent(error.tensor.exponent() + weight.tensor.exponent());
  const PatchGeometry geometry = ErrorPatches(error.tensor.shape(), acc->shape(), window);
  if (TakesShortCut(error, weight, geometry, *acc)) {
    if (VnniSpreadError::Pays(error.tensor, geometry)) {
      return SumsOf(spread_error_.Multiply(error.tensor, weight.tensor, geometry, acc_bits_, acc));
    }
    product_.PackTurnedFilters(weight.tensor);
    return SumsOf(product_.Multiply(error.tensor, geometry, acc_bits_, acc));
  }
  const Shape& filters = weight.tensor.shape();
  turned_.Reshape({weight.tensor.size() / filters[3], filters[3]}, weight.tensor.type());
  if (weight.tensor.type() == ElementType::kInt8) {
    Turn(weight.tensor.data<int8_t>(), filters, turned_.data<int8_t>());
  } else {
    Turn(weight.tensor.data<int16_t>(), filters, turned_.data<int16_t>());
  }
  return Multiply(error, geometry, Matrix({turned_, weight.bits}, filters[3], false), acc);
}

// Its products are of int8 and its sums int32, which must hold them.
bool Convolution::TakesShortCut(const Narrow& source, const Narrow& weight,
                                const PatchGeometry& geometry, const Tensor& acc) const {
  return vnni_ && source.tensor.type() == ElementType::kInt8 &&
         weight.tensor.type() == ElementType::kInt8 && acc.type() == ElementType::kInt32 &&
         SumFitsInt32(geometry.depth(), source.bits, weight.bits);
}

Sums Convolution::SumsOf(const VnniProduct::Result& result) const {
  return {result.overflows, acc_bits_ == 32 ? BitLength(result.range_bits) : -1};
}

Sums Convolution::Multiply(const Narrow& source, const PatchGeometry& geometry,
                           const GemmOperand& b, Tensor* acc) {
  const int64_t pixels = source.tensor.shape()[0] * geometry.pixels();
  const int64_t n = acc->size() / pixels;
  const int64_t chunk = ChunkPixels(geometry, source.tensor.type());
  MakeWorkers(acc->size() * geometry.depth());
  const int threads = static_cast<int>(workers_.size());
  uint64_t overflows = 0;
#pragma omp parallel for num_threads(threads) reduction(+ : overflows) schedule(static)
  for (int64_t first = 0; first < pixels; first += chunk) {
    Worker& worker = *workers_[static_cast<size_t>(omp_get_thread_num())];
    const int64_t count = std::min(chunk, pixels - first);
    const GemmOperand a = worker.Fill(source, geometry, first, count);
    overflows += worker.Product({count, n, geometry.depth()}, a, b, acc_bits_, first * n, acc);
  }
  return {overflows, -1};
}

template <typename Sum>
void Convolution::SumGradients(const Narrow& error, const Narrow& activation,
                               const PatchGeometry& geometry, Sum* sums) {
  if (vnni_ && error.tensor.type() == ElementType::kInt8 &&
      activation.tensor.type() == ElementType::kInt8 &&
      SumFitsInt32(geometry.pixels(), error.bits, activation.bits)) {
    return gradient_.Run(error.tensor, activation.tensor, geometry, sums);
  }
  const int64_t filters = error.tensor.shape()[3];
  const int64_t count = filters * geometry.depth();
  const int64_t pixels = error.tensor.size() / filters;
  const int64_t chunk = ChunkPixels(geometry, activation.tensor.type());
  std::fill(sums, sums + count, Sum{0});
  MakeWorkers(pixels * count);
  const int threads = static_cast<int>(workers_.size());
#pragma omp parallel num_threads(threads)
  {
    Worker& worker = *workers_[static_cast<size_t>(omp_get_thread_num())];
    std::vector<Sum>& product = worker.Partial(Sum{});
    product.resize(static_cast<size_t>(2 * count));
    Sum* const mine = product.data() + count;
    std::fill(mine, mine + count, Sum{0});
#pragma omp for schedule(static)
    for (int64_t first = 0; first < pixels; first += chunk) {
      const int64_t k = std::min(chunk, pixels - first);
      const GemmOperand b = worker.Fill(activation, geometry, first, k);
      GemmOperand a = Matrix(error, filters, true);
      a.data = static_cast<const uint8_t*>(a.data) + first * filters * ByteSize(a.type);
      worker.Product({filters, geometry.depth(), k}, a, b, product.data());
      for (int64_t i = 0; i < count; ++i) mine[i] += product[static_cast<size_t>(i)];
    }
#pragma omp critical
    for (int64_t i = 0; i < count; ++i) sums[i] += mine[i];
  }
}

Sums Convolution::Gradient(const Narrow& error, const Narrow& activation, const Window& window,
                           Tensor* acc) {
  acc->set_exponent(error.tensor.exponent() + activation.tensor.exponent());
  const PatchGeometry geometry = ForwardPatches(activation.tensor.shape(), window);
  // How long the sum is once all shards of the batch are added.
  const int64_t length = error.tensor.shape()[0] * geometry.pixels() * reducer_->shards();
  if (acc->type() == ElementType::kInt32 && SumFitsInt32(length, error.bits, activation.bits)) {
    int32_t* sums = acc->data<int32_t>();
    SumGradients(error, activation, geometry, sums);
    reducer_->Sum(sums, acc->size());
    return {WrapInPlace(acc_bits_, acc), -1};
  }
  exact_.resize(static_cast<size_t>(acc->size()));
  SumGradients(error, activation, geometry, exact_.data());
  reducer_->Sum(exact_.data(), acc->size());
  return {WrapInto(exact_.data(), acc_bits_, acc), -1};
}

}  // namespace itg
