// SPDX-License-Identifier: Apache-2.0
//
// What the scenarios of products and of other commands share.

#pragma once

#include "sw/compare/observe.h"
#include "sw/compare/operands.h"
#include "sw/compare/program_builder.h"

namespace itg {

struct ProductRoles {
  Role a;
  Role b;
  Role out;
};
ProductRoles RolesOf(const Variant& variant);

// `count` mask bits: all set (kOn), none (kOff), of either kind (kMixed, count >= 2), else random.
Values MaskValues(int64_t count, Edge edge, RandomSource* random);

// A gradient bit width that meets `edge` when the largest accumulator is certain to exceed
// 2^(range_bits-1).
int PickMu(Edge edge, int gradient_bits, int range_bits, RandomSource* random);

// A product over `loops` that meets cell.edge.
void AddProduct(const Cell& cell, const Loops& loops, ProgramBuilder* builder);

}  // namespace itg
