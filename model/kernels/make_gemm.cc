// SPDX-License-Identifier: Apache-2.0
//
// Chooses the fastest kernel that is exact on this CPU.

#include <utility>

#include "model/kernels/gemm.h"

namespace itg {

std::unique_ptr<Gemm> MakeFastGemm() {
  std::unique_ptr<Gemm> gemm = MakeOneDnnGemm();
  return gemm != nullptr ? std::move(gemm) : MakePortableGemm();
}

}  // namespace itg
