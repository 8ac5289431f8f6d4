// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/pool_scenarios.h"

#include <algorithm>

#include "sw/compare/operands.h"
#include "sw/compare/pass_parts.h"

namespace itg {
namespace {

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

// A pixel's channels must fit the accumulator SRAM.
int64_t Channels(Feature feature, const HwConfig& hw, RandomSource* random) {
  const int64_t words = hw.accumulator_depth();
  const int64_t multiple = hw.cols * random->Between(1, std::min<int64_t>(2, words - 1));
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
      return random->Between(1, std::min<int64_t>(2 * hw.cols + 1, words * hw.cols));
  }
}

PoolScenario PickPool(Feature feature, const HwConfig& hw, RandomSource* random) {
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
  pool.image = {random->Between(1, 3), height, width, Channels(feature, hw, random)};
  if (feature == Feature::kWhole) pool.image = {pool.image[0], 3, 3, pool.image[3]};
  return pool;
}

// A pool that may stand behind a convolution: windows do not overlap, nothing is padded.
PoolScenario PickFusedPool(Feature feature, const HwConfig& hw, RandomSource* random) {
  PoolScenario pool = PickPool(feature, hw, random);
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
  const int64_t most = builder->hw().accumulator_depth() * builder->hw().cols;
  const int64_t channels = builder->random().Between(1, std::min<int64_t>(9, most));
  const bool forward = IsForward(variant.opcode);
  const PoolScenario pool = {{1, 1, forward ? 2 : 3, channels}, {1, 2, 1, 0}};
  const size_t count = static_cast<size_t>(2 * channels);
  Values winners(count, 0);
  std::fill(winners.begin(), winners.begin() + channels, 1);
  AddPoolOf(variant, rounding, pool, Values(count, value), winners, builder);
}

// The convolution of `a` with `b`, and the pool behind it.
void AddPooled(Rounding rounding, const PoolScenario& pool, const Window& window, BufferId a,
               BufferId b, ProgramBuilder* builder) {
  const Shape pooled = WindowedShape(pool.image, pool.window, pool.image[3]);
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

// All sums are 2 * max + 1: halved, they round to one more than max, but for what chance rounds
// down.
void AddSaturated(Rounding rounding, const PoolScenario& pool, ProgramBuilder* builder) {
  const int64_t max = builder->MaxOf(Role::kActivation);
  const auto pairs = [](int64_t count, int64_t first) {
    Values values(static_cast<size_t>(2 * count), 1);
    for (size_t i = 0; i < values.size(); i += 2) values[i] = first;
    return values;
  };
  const int64_t pixels = pool.image[0] * pool.image[1] * pool.image[2];
  const BufferId a = builder->AddWith(
      Role::kActivation, {pool.image[0], pool.image[1], pool.image[2], 2}, pairs(pixels, max));
  const BufferId b =
      builder->AddWith(Role::kWeight, {pool.image[3], 1, 1, 2}, pairs(pool.image[3], 2));
  AddPooled(rounding, pool, {1, 1, 1, 0}, a, b, builder);
}

}  // namespace

void AddPool(const Variant& variant, Rounding rounding, const PoolScenario& pool,
             ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const bool forward = IsForward(variant.opcode);
  const Shape pooled = WindowedShape(pool.image, pool.window, pool.image[3]);
  const int64_t max = builder->MaxOf(forward ? Role::kActivation : Role::kError);
  const Values input = RandomElements(ElementCount(forward ? pool.image : pooled), max, random);
  AddPoolOf(variant, rounding, pool, input, RandomWinners(pool, random), builder);
}

void AddPooledConvolution(Rounding rounding, const PoolScenario& pool, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Window window = {random->IntBetween(1, 3), random->IntBetween(1, 3), 1, 0};
  const Shape weight = {pool.image[3], window.kernel_h, window.kernel_w, random->Between(1, 5)};
  const Shape image = {pool.image[0], pool.image[1] + window.kernel_h - 1,
                       pool.image[2] + window.kernel_w - 1, weight[3]};
  AddPooled(rounding, pool, window, RandomTensor(Role::kActivation, image, builder),
            RandomTensor(Role::kWeight, weight, builder), builder);
}

void AddPoolScenario(const FeatureCell& cell, Rounding rounding, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  const Opcode opcode = cell.variant.opcode;
  const HwConfig& hw = builder->hw();
  if (cell.variant.post == Post::kRequantiseReluPool) {
    const PoolScenario pool = PickFusedPool(cell.feature, hw, random);
    if (cell.feature == Feature::kSaturates) return AddSaturated(rounding, pool, builder);
    return AddPooledConvolution(rounding, pool, builder);
  }
  if (AboutRounding(cell.feature)) {
    const Role role = IsForward(opcode) ? Role::kActivation : Role::kError;
    return AddPair(cell.variant, rounding, SummandFor(cell.feature, builder->BitsOf(role), random),
                   builder);
  }
  AddPool(cell.variant, rounding, PickPool(cell.feature, hw, random), builder);
}

}  // namespace itg
