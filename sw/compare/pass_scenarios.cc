// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/pass_scenarios.h"

#include <algorithm>

#include "sw/compare/operands.h"
#include "sw/compare/pass_parts.h"
#include "sw/compare/pool_scenarios.h"

namespace itg {
namespace {

void AddSumOf(const Variant& variant, Rounding rounding, BufferId a, BufferId b,
              ProgramBuilder* builder) {
  const Buffer operand = builder->program()[a];
  const BufferId out = OutFor(variant, operand.role, operand.shape, builder);
  const BufferId mask = MaskFor(variant.post, operand.shape, builder);
  Command& command = builder->AddCommand(Opcode::kAdd, variant.post, rounding);
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
}

Role RoleOfSum(const Variant& variant, RandomSource* random) {
  if (variant.post == Post::kRequantiseMask) return Role::kError;
  if (variant.post == Post::kRequantiseRelu) return Role::kActivation;
  return random->OneIn(2) ? Role::kError : Role::kActivation;
}

void AddSumScenario(const FeatureCell& cell, Rounding rounding, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Role role = RoleOfSum(cell.variant, random);
  const Shape shape = {random->Between(1, 5), random->Between(1, 40)};
  if (!AboutRounding(cell.feature) && cell.feature != Feature::kEqual) {
    const BufferId a = RandomTensor(role, shape, builder);
    const BufferId b = RandomTensor(role, shape, builder);
    const int32_t difference =
        cell.feature == Feature::kVanishes ? random->IntBetween(9, 60) : random->IntBetween(1, 9);
    const bool a_moves = cell.feature == Feature::kAMoves ||
                         (cell.feature == Feature::kVanishes && random->OneIn(2));
    builder->SetExponent(b, builder->ExponentOf(a) + (a_moves ? difference : -difference));
    return AddSumOf(cell.variant, rounding, a, b, builder);
  }
  const int64_t value = SummandFor(cell.feature, builder->BitsOf(role), random);
  const Values values(static_cast<size_t>(ElementCount(shape)), value);
  const BufferId a = builder->AddWith(role, shape, values);
  const BufferId b = builder->AddWith(role, shape, values);
  builder->SetExponent(b, builder->ExponentOf(a));
  AddSumOf(cell.variant, rounding, a, b, builder);
}

// Width of a gradient that takes more than a byte: every second time all that there is.
int WideBits(RandomSource* random) {
  return random->OneIn(2) ? kMasterBits : random->IntBetween(9, kMasterBits);
}

// Every gradient takes its master weight towards the end of 16 bits that it is nearer to; that of
// the first weight takes it beyond.
void AddSaturatingUpdate(Rounding rounding, int gradient_bits, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Shape shape = {random->Between(1, 6), random->Between(1, 20)};
  const int64_t max = MaxMagnitude(kMasterBits);
  Values gradients(static_cast<size_t>(ElementCount(shape)));
  Values masters(gradients.size());
  for (size_t i = 0; i < masters.size(); ++i) {
    const int64_t size = random->Between(1, MaxMagnitude(gradient_bits));
    const int64_t room = i == 0 ? 0 : random->Between(0, std::min(2 * size, max));
    const int64_t sign = random->Sign();
    gradients[i] = -sign * size;
    masters[i] = sign * (max - room);
  }
  Command& command = builder->AddCommand(Opcode::kApplyUpdate, Post::kNone, rounding);
  command.gradient_bits = gradient_bits;
  command.a = builder->AddWith(Role::kGradient, gradient_bits, shape, gradients);
  command.out = RandomTensor(Role::kWeight, shape, builder);
  command.master = builder->AddWith(Role::kMaster, shape, masters);
}

}  // namespace

void AddSum(const Variant& variant, Rounding rounding, const Shape& shape,
            ProgramBuilder* builder) {
  const Role role = RoleOfSum(variant, &builder->random());
  const BufferId a = RandomTensor(role, shape, builder);
  AddSumOf(variant, rounding, a, RandomTensor(role, shape, builder), builder);
}

void AddDropout(Opcode opcode, const Shape& shape, ProgramBuilder* builder) {
  const Role role = opcode == Opcode::kDropout ? Role::kActivation : Role::kError;
  const BufferId a = RandomTensor(role, shape, builder);
  const BufferId out = builder->Add(role, shape);
  Command& command = builder->AddCommand(opcode, Post::kNone, Rounding::kNearest);
  command.a = a;
  command.out = out;
}

void AddWideUpdate(const Variant& variant, Rounding rounding, int gradient_bits, bool master,
                   ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Shape shape = {random->Between(1, 6), random->Between(1, 20)};
  BufferId a = kNoBuffer;
  BufferId b = kNoBuffer;
  if (IsProduct(variant.opcode)) {
    const int64_t samples = random->Between(1, 5);
    a = RandomTensor(Role::kError, {samples, shape[0]}, builder);
    b = RandomTensor(Role::kActivation, {samples, shape[1]}, builder);
  } else if (variant.opcode == Opcode::kRoundGradient) {
    const int acc_bits = builder->program().acc_bits;
    a = builder->AddWith(Role::kAccumulator, shape,
                         RandomElements(ElementCount(shape), MaxMagnitude(acc_bits), random));
  } else {
    a = builder->AddWith(Role::kGradient, gradient_bits, shape,
                         RandomElements(ElementCount(shape), MaxMagnitude(gradient_bits), random));
  }
  const bool rounds_only = variant.opcode == Opcode::kRoundGradient;
  const BufferId out = rounds_only ? builder->Add(Role::kGradient, gradient_bits, shape)
                                   : RandomTensor(Role::kWeight, shape, builder);
  const BufferId masters =
      master && !rounds_only ? RandomTensor(Role::kMaster, shape, builder) : kNoBuffer;
  Command& command = builder->AddCommand(variant.opcode, variant.post, rounding);
  command.mu = random->IntBetween(-2, gradient_bits - 1);
  command.gradient_bits = gradient_bits;
  command.a = a;
  command.b = b;
  command.out = out;
  command.master = masters;
}

void AddScenario(const FeatureCell& cell, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Rounding rounding = random->Pick(builder->hw().rounding);
  const Opcode opcode = cell.variant.opcode;
  if (cell.variant.post == Post::kRequantiseReluPool) {
    return AddPoolScenario(cell, rounding, builder);
  }
  switch (opcode) {
    case Opcode::kMaxPool:
    case Opcode::kMaxPoolBackward:
    case Opcode::kAveragePool:
    case Opcode::kAveragePoolBackward:
      return AddPoolScenario(cell, rounding, builder);
    case Opcode::kAdd:
      return AddSumScenario(cell, rounding, builder);
    case Opcode::kDropout:
    case Opcode::kDropoutBackward:
      return AddDropout(opcode, {random->Between(2, 4), random->Between(1, 40)}, builder);
    default:
      if (cell.feature == Feature::kSaturates) {
        return AddSaturatingUpdate(rounding, WideBits(random), builder);
      }
      return AddWideUpdate(cell.variant, rounding, WideBits(random),
                           cell.feature == Feature::kMaster || random->OneIn(2), builder);
  }
}

}  // namespace itg
