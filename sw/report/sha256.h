// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <string>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

// SHA-256, in hexadecimal, over the tensors in order: of each the elements as stored (little
// endian, row-major), then the exponent as a 32-bit little-endian integer.
std::string Sha256(const std::vector<Tensor>& tensors);

}  // namespace itg
