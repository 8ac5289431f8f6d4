// SPDX-License-Identifier: Apache-2.0
//
// The fast kernel: oneDNN's int8 matrix product. It takes transposed operands as fast as plain
// ones, so nothing is copied. Two traps decide how it is called:
//   - below VNNI oneDNN adds pairs of products in saturating 16 bits, wrong from K = 3 on:
//     MakeOneDnnGemm() tries it on this CPU before trusting it;
//   - its matmul primitive converts sums through float32, wrong above 2^24 (127 * 127 * 1043):
//     the BLAS-like call used here stays in int32.

#include <dnnl.h>
#include <omp.h>

#include <utility>

#include "model/kernels/gemm.h"
#include "model/ops/parallel.h"

namespace itg {
namespace {

// Small products run on one thread.
class ThreadScope {
 public:
  explicit ThreadScope(const GemmShape& shape) : before_(omp_get_max_threads()) {
    if (!PaysThreadsForProducts(shape.m * shape.n * shape.k)) omp_set_num_threads(1);
  }
  ~ThreadScope() { omp_set_num_threads(before_); }
  ThreadScope(const ThreadScope&) = delete;
  ThreadScope& operator=(const ThreadScope&) = delete;

 private:
  int before_;
};

class OneDnnGemm final : public Gemm {
 public:
  const char* name() const override { return "oneDNN"; }
  std::unique_ptr<Gemm> Clone() const override { return std::make_unique<OneDnnGemm>(); }

  void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int32_t* out) override {
    if (a.type != ElementType::kInt8 || b.type != ElementType::kInt8) {
      return wide_->Sum32(shape, a, b, out);
    }
    const ThreadScope threads(shape);
    const int32_t offset = 0;  // zero points: we have none
    const dnnl_status_t status = dnnl_gemm_s8s8s32(
        a.transposed ? 'T' : 'N', b.transposed ? 'T' : 'N', 'F', shape.m, shape.n, shape.k, 1.0F,
        static_cast<const int8_t*>(a.data), a.stride, 0, static_cast<const int8_t*>(b.data),
        b.stride, 0, 0.0F, out, shape.n, &offset);
    if (status != dnnl_success) wide_->Sum32(shape, a, b, out);
  }

 private:
  std::unique_ptr<Gemm> wide_ = MakePortableGemm();  // for operands of more than 8 bits
};

}  // namespace

std::unique_ptr<Gemm> MakeOneDnnGemm() {
  std::unique_ptr<Gemm> gemm = std::make_unique<OneDnnGemm>();
  return IsExact(gemm.get()) ? std::move(gemm) : nullptr;
}

}  // namespace itg
