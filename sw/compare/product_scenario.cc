// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "model/arith/bits.h"
#include "sw/compare/scenario_parts.h"

namespace itg {
namespace {

BufferId AddProductOutput(const Cell& cell, const Shape& shape, ProgramBuilder* builder) {
  if (cell.variant.post == Post::kNone) return builder->Add(Role::kAccumulator, shape);
  const Role role = RolesOf(cell.variant).out;
  if (role != Role::kWeight) return builder->Add(role, shape);
  // An update subtracts from weights; those at +Max are sure to saturate somewhere.
  const int64_t count = ElementCount(shape);
  const int64_t max = builder->MaxOf(Role::kWeight);
  const Values weights = cell.edge == Edge::kClip ? Values(static_cast<size_t>(count), max)
                                                  : RandomElements(count, max, &builder->random());
  return builder->AddWith(role, shape, weights);
}

}  // namespace

ProductRoles RolesOf(const Variant& variant) {
  switch (variant.opcode) {
    case Opcode::kForward:
      return {Role::kActivation, Role::kWeight, Role::kActivation};
    case Opcode::kError:
      return {Role::kError, Role::kWeight, Role::kError};
    default:
      return {Role::kError, Role::kActivation, Role::kWeight};
  }
}

Values MaskValues(int64_t count, Edge edge, RandomSource* random) {
  Values values(static_cast<size_t>(count), edge == Edge::kOn ? 1 : 0);
  if (edge == Edge::kOn || edge == Edge::kOff) return values;
  for (int64_t& value : values) value = random->Between(0, 1);
  if (edge == Edge::kMixed && count > 1) values[0] = 1 - values[1];
  return values;
}

int PickMu(Edge edge, int gradient_bits, int range_bits, RandomSource* random) {
  const int most = gradient_bits - 1;
  const int shifting = std::min(most, range_bits - 1);
  switch (edge) {
    case Edge::kTinyMu:
      return random->IntBetween(-2, 0);
    case Edge::kSmall:
      return random->IntBetween(1, most);
    case Edge::kClip:
      return most;
    case Edge::kTie:
      return random->IntBetween(1, shifting);
    case Edge::kWide:
      return random->IntBetween(-2, shifting);
    default:
      return random->IntBetween(-2, most);
  }
}

void AddProduct(const Cell& cell, const Loops& loops, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const ProductRoles roles = RolesOf(cell.variant);
  const Opcode opcode = cell.variant.opcode;
  ProductTarget target = {loops, builder->MaxOf(roles.a), builder->MaxOf(roles.b),
                          builder->program().acc_bits, builder->BitsOf(roles.out) - 1};
  const int range_bits = RangeBits(static_cast<uint64_t>(target.a_max * target.b_max));
  const int mu = PickMu(cell.edge, builder->BitsOf(Role::kGradient), range_bits, random);
  if (opcode == Opcode::kGradient) target.target_bits = mu;

  // A mask that is read decides alone what happens to it.
  const bool reads_mask = cell.variant.post == Post::kRequantiseMask;
  const bool about_mask =
      cell.edge == Edge::kOff || cell.edge == Edge::kOn || cell.edge == Edge::kMixed;
  const Factors factors =
      ProductOperands(target, reads_mask && about_mask ? Edge::kWide : cell.edge, random);
  const Shape out_shape = {loops.m, loops.n};
  const bool a_by_column = opcode == Opcode::kGradient;
  const bool b_by_column = opcode != Opcode::kForward;
  const BufferId a =
      builder->AddWith(roles.a, a_by_column ? Shape{loops.k, loops.m} : Shape{loops.m, loops.k},
                       a_by_column ? Transposed(factors.a, loops.m, loops.k) : factors.a);
  const BufferId b =
      builder->AddWith(roles.b, b_by_column ? Shape{loops.k, loops.n} : Shape{loops.n, loops.k},
                       b_by_column ? Transposed(factors.b, loops.n, loops.k) : factors.b);
  const BufferId out = AddProductOutput(cell, out_shape, builder);
  BufferId mask = kNoBuffer;
  if (reads_mask) {
    mask =
        builder->AddWith(Role::kMask, out_shape, MaskValues(loops.m * loops.n, cell.edge, random));
  } else if (cell.variant.post == Post::kRequantiseRelu) {
    mask = builder->Add(Role::kMask, out_shape);
  }
  Command& command = builder->AddCommand(opcode, cell.variant.post, cell.rounding);
  command.mu = mu;
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
}

}  // namespace itg
