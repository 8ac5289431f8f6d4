// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/pass_scenarios.h"

#include <algorithm>

#include "sw/compare/operands.h"

namespace itg {
namespace {

// The mask, if any, that a command with this post-operation reads or writes.
BufferId MaskFor(Post post, const Shape& shape, ProgramBuilder* builder) {
  if (post == Post::kRequantiseMask) return RandomTensor(Role::kMask, shape, builder);
  return post == Post::kRequantiseRelu ? builder->Add(Role::kMask, shape) : kNoBuffer;
}

BufferId OutFor(const Variant& variant, Role narrow, const Shape& shape, ProgramBuilder* builder) {
  const bool raw = variant.post == Post::kNone && variant.opcode != Opcode::kMaxPool;
  return builder->Add(raw ? Role::kAccumulator : narrow, shape);
}

// Winners that a max-pool itself could have written: positions that lie in the image.
Values RandomWinners(const PoolScenario& pool, RandomSource* random) {
  const Window& window = pool.window;
  const Shape pooled = WindowedShape(pool.image, window, pool.image[3]);
  Values winners;
  for (int64_t i = 0; i < ElementCount(pooled); ++i) {
    const auto inside = [&](int64_t at, int64_t kernel, int64_t size) {
      const int64_t first = at * window.stride - window.padding;
      return random->Between(std::max<int64_t>(0, -first), std::min(kernel, size - first) - 1);
    };
    const int64_t row =
        inside(i / pooled[3] / pooled[2] % pooled[1], window.kernel_h, pool.image[1]);
    const int64_t column = inside(i / pooled[3] % pooled[2], window.kernel_w, pool.image[2]);
    winners.push_back(row * window.kernel_w + column);
  }
  return winners;
}

bool IsForward(Opcode opcode) {
  return opcode == Opcode::kMaxPool || opcode == Opcode::kAveragePool;
}

// A pool with given input and winners.
void AddPoolOf(const Variant& variant, Rounding rounding, const PoolScenario& pool,
               const Values& input, const Values& winners, ProgramBuilder* builder) {
  const bool forward = IsForward(variant.opcode);
  const Role role = forward ? Role::kActivation : Role::kError;
  const Shape pooled = WindowedShape(pool.image, pool.window, pool.image[3]);
  const Shape& out_shape = forward ? pooled : pool.image;
  const BufferId a = builder->AddWith(role, forward ? pool.image : pooled, input);
  const BufferId out = OutFor(variant, role, out_shape, builder);
  const BufferId mask = MaskFor(variant.post, out_shape, builder);
  BufferId index = kNoBuffer;
  if (variant.opcode == Opcode::kMaxPool) index = builder->Add(Role::kIndex, pooled);
  if (variant.opcode == Opcode::kMaxPoolBackward) {
    index = builder->AddWith(Role::kIndex, pooled, winners);
  }
  Command& command = builder->AddCommand(variant.opcode, variant.post, rounding);
  command.a = a;
  command.out = out;
  command.mask = mask;
  command.index = index;
  command.window = pool.window;
}

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

int64_t Channels(Feature feature, int64_t cols, RandomSource* random) {
  const int64_t multiple = cols * random->Between(1, 2);
  switch (feature) {
    case Feature::kOneLane:
      return 1;
    case Feature::kLess:
      return multiple - 1;
    case Feature::kExact:
      return multiple;
    case Feature::kMore:
      return multiple + 1;
    default:
      return random->Between(1, 2 * cols + 1);
  }
}

PoolScenario PickPool(Feature feature, int64_t cols, RandomSource* random) {
  PoolScenario pool;
  Window& w = pool.window;
  w.kernel_h = random->IntBetween(1, 4);
  w.kernel_w = random->IntBetween(1, 4);
  w.stride = random->IntBetween(1, 5);
  if (feature == Feature::kOneTap) w.kernel_h = w.kernel_w = 1;
  if (feature == Feature::kTouch) w.kernel_h = w.kernel_w = w.stride = random->IntBetween(2, 4);
  if (feature == Feature::kOverlap) w.kernel_h = w.stride + 1;
  if (feature == Feature::kGap) w.stride = std::max(w.kernel_h, w.kernel_w) + 1;
  if (feature == Feature::kPadding || feature == Feature::kWhole) w.kernel_h = w.kernel_w = 3;
  const int most = std::min(w.kernel_h, w.kernel_w) - 1;
  w.padding = feature == Feature::kWhole ? 0 : random->IntBetween(0, most);
  if (feature == Feature::kPadding) w.padding = random->IntBetween(1, most);
  const int64_t steps = feature == Feature::kOverlap ? 1 : random->Between(0, 3);
  const int64_t height = std::max<int64_t>(1, w.kernel_h + steps * w.stride - 2 * w.padding);
  const int64_t width = std::max<int64_t>(1, w.kernel_w + random->Between(0, 9) - 2 * w.padding);
  pool.image = {random->Between(1, 3), height, width, Channels(feature, cols, random)};
  if (feature == Feature::kWhole) pool.image = {pool.image[0], 3, 3, pool.image[3]};
  return pool;
}

// A pool that may stand behind a convolution: windows do not overlap, nothing is padded.
PoolScenario PickFusedPool(Feature feature, int64_t cols, RandomSource* random) {
  PoolScenario pool = PickPool(feature, cols, random);
  Window& w = pool.window;
  w.padding = 0;
  if (w.stride < std::max(w.kernel_h, w.kernel_w)) w.stride = std::max(w.kernel_h, w.kernel_w);
  if (feature == Feature::kTouch || feature == Feature::kWhole) w.kernel_h = w.kernel_w = w.stride;
  pool.image[1] = w.kernel_h + (feature == Feature::kWhole ? 0 : random->Between(0, 2 * w.stride));
  pool.image[2] = w.kernel_w + (feature == Feature::kWhole ? 0 : random->Between(0, 2 * w.stride));
  return pool;
}

// Two windows that share one element, which both errors of `value` go to: 2 * value. Forward one
// window of two elements.
void AddPair(const Variant& variant, Rounding rounding, int64_t value, ProgramBuilder* builder) {
  const int64_t channels = builder->random().Between(1, 9);
  const bool forward = IsForward(variant.opcode);
  const PoolScenario pool = {{1, 1, forward ? 2 : 3, channels}, {1, 2, 1, 0}};
  const size_t count = static_cast<size_t>(2 * channels);
  Values winners(count, 0);
  std::fill(winners.begin(), winners.begin() + channels, 1);
  AddPoolOf(variant, rounding, pool, Values(count, value), winners, builder);
}

// Sums of 2^B are one too many; larger ones are shifted, smaller ones not.
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

}  // namespace

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

void AddPool(const Variant& variant, Rounding rounding, const PoolScenario& pool,
             ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const bool forward = IsForward(variant.opcode);
  const Shape pooled = WindowedShape(pool.image, pool.window, pool.image[3]);
  const int64_t max = builder->MaxOf(forward ? Role::kActivation : Role::kError);
  const Values input = RandomElements(ElementCount(forward ? pool.image : pooled), max, random);
  AddPoolOf(variant, rounding, pool, input, RandomWinners(pool, random), builder);
}

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

void AddPooledConvolution(Rounding rounding, const PoolScenario& pool, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Window window = {random->IntBetween(1, 3), random->IntBetween(1, 3), 1, 0};
  const int64_t channels = random->Between(1, 5);
  const int64_t filters = pool.image[3];
  const Shape image = {pool.image[0], pool.image[1] + window.kernel_h - 1,
                       pool.image[2] + window.kernel_w - 1, channels};
  const Shape pooled = WindowedShape(pool.image, pool.window, filters);
  const BufferId a = RandomTensor(Role::kActivation, image, builder);
  const BufferId b =
      RandomTensor(Role::kWeight, {filters, window.kernel_h, window.kernel_w, channels}, builder);
  const BufferId out = builder->Add(Role::kActivation, pooled);
  const BufferId mask = builder->Add(Role::kMask, pooled);
  const BufferId index = builder->Add(Role::kIndex, pooled);
  Command& command = builder->AddCommand(Opcode::kForward, Post::kRequantiseReluPool, rounding);
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
  command.index = index;
  command.window = window;
  command.pool = pool.window;
}

void AddScenario(const FeatureCell& cell, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Rounding rounding = random->Pick(builder->hw().rounding);
  const Opcode opcode = cell.variant.opcode;
  if (cell.variant.post == Post::kRequantiseReluPool) {
    return AddPooledConvolution(rounding, PickFusedPool(cell.feature, builder->hw().cols, random),
                                builder);
  }
  switch (opcode) {
    case Opcode::kMaxPool:
    case Opcode::kMaxPoolBackward:
    case Opcode::kAveragePool:
    case Opcode::kAveragePoolBackward: {
      if (AboutRounding(cell.feature)) {
        const Role role = IsForward(opcode) ? Role::kActivation : Role::kError;
        return AddPair(cell.variant, rounding,
                       SummandFor(cell.feature, builder->BitsOf(role), random), builder);
      }
      return AddPool(cell.variant, rounding, PickPool(cell.feature, builder->hw().cols, random),
                     builder);
    }
    case Opcode::kAdd:
      return AddSumScenario(cell, rounding, builder);
    case Opcode::kDropout:
    case Opcode::kDropoutBackward:
      return AddDropout(opcode, {random->Between(2, 4), random->Between(1, 40)}, builder);
    default:
      return AddWideUpdate(cell.variant, rounding, random->IntBetween(9, 16),
                           cell.feature == Feature::kMaster || random->OneIn(2), builder);
  }
}

}  // namespace itg
