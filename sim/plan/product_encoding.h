// SPDX-License-Identifier: Apache-2.0
//
// The part of a descriptor that tells the array what to do.

#pragma once

#include "sim/plan/blocks.h"
#include "sim/plan/descriptor.h"
#include "sim/plan/product_nests.h"

namespace itg {

// Where the operands of a product begin. `spill`: its accumulators on their way through memory; 0
// when they stay on chip.
struct ProductAddresses {
  uint64_t a = 0;
  uint64_t b = 0;
  uint64_t spill = 0;
};

// Throws Error naming the field when a number does not fit the command.
void EncodeProduct(const ProductNests& product, const Blocks& blocks,
                   const ProductAddresses& addresses, const HwConfig& hw, Descriptor* descriptor);

}  // namespace itg
