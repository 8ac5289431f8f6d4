// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/pass_parts.h"

#include "sw/compare/operands.h"

namespace itg {

BufferId MaskFor(Post post, const Shape& shape, ProgramBuilder* builder) {
  if (post == Post::kRequantiseMask) return RandomTensor(Role::kMask, shape, builder);
  return post == Post::kRequantiseRelu ? builder->Add(Role::kMask, shape) : kNoBuffer;
}

BufferId OutFor(const Variant& variant, Role narrow, const Shape& shape, ProgramBuilder* builder) {
  const bool raw = variant.post == Post::kNone && variant.opcode != Opcode::kMaxPool;
  return builder->Add(raw ? Role::kAccumulator : narrow, shape);
}

BufferId RandomTensor(Role role, const Shape& shape, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const int64_t count = ElementCount(shape);
  if (role != Role::kMask) {
    return builder->AddWith(role, shape, RandomElements(count, builder->MaxOf(role), random));
  }
  Values bits(static_cast<size_t>(count));
  for (int64_t& bit : bits) bit = random->Between(0, 1);
  return builder->AddWith(role, shape, bits);
}

int64_t SummandFor(Feature feature, int bits, RandomSource* random) {
  const int64_t half = int64_t{1} << (bits - 2);
  if (feature == Feature::kSaturates) return random->Sign() * half;
  if (feature == Feature::kShifted) return random->Sign() * (half + 1);
  return random->Between(-half / 2, half / 2);
}

bool AboutRounding(Feature feature) {
  return feature == Feature::kShifted || feature == Feature::kUnshifted ||
         feature == Feature::kSaturates;
}

}  // namespace itg
