// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/features.h"

#include <algorithm>
#include <cstdlib>

#include "model/arith/bits.h"
#include "model/program/window.h"

namespace itg {
namespace {

bool IsAverage(Opcode opcode) {
  return opcode == Opcode::kAveragePool || opcode == Opcode::kAveragePoolBackward;
}

bool IsPool(Opcode opcode) {
  return IsAverage(opcode) || opcode == Opcode::kMaxPool || opcode == Opcode::kMaxPoolBackward;
}

bool IsDropout(Opcode opcode) {
  return opcode == Opcode::kDropout || opcode == Opcode::kDropoutBackward;
}

bool HasRandomBits(const HwConfig& hw) {
  return std::count(hw.rounding.begin(), hw.rounding.end(), Rounding::kStochastic) != 0;
}

std::vector<Feature> FeaturesOf(const Variant& variant) {
  std::vector<Feature> features;
  const Opcode opcode = variant.opcode;
  const auto add = [&](std::initializer_list<Feature> more) {
    features.insert(features.end(), more);
  };
  if (IsPool(opcode)) {
    add({Feature::kOneTap, Feature::kTouch, Feature::kOverlap, Feature::kGap, Feature::kPadding,
         Feature::kWhole, Feature::kOneLane, Feature::kLess, Feature::kExact, Feature::kMore});
  }
  if (opcode == Opcode::kAdd) {
    add({Feature::kEqual, Feature::kAMoves, Feature::kBMoves, Feature::kVanishes});
  }
  if (IsPool(opcode) || opcode == Opcode::kAdd) {
    if (UsesRounding(variant)) add({Feature::kShifted, Feature::kUnshifted, Feature::kSaturates});
  }
  if (IsDropout(opcode)) add({Feature::kSamples});
  if (variant.post == Post::kRequantiseReluPool) {
    add({Feature::kTouch, Feature::kGap, Feature::kWhole, Feature::kOneLane, Feature::kLess,
         Feature::kExact, Feature::kMore, Feature::kSaturates});
  }
  return features;
}

void AddWindow(const Window& window, const Shape& image, std::vector<Feature>* met) {
  const int count = window.kernel_h * window.kernel_w;
  if (count == 1) met->push_back(Feature::kOneTap);
  const bool touch = window.stride == window.kernel_h && window.stride == window.kernel_w;
  if (touch && count > 1) met->push_back(Feature::kTouch);
  const Shape pooled = WindowedShape(image, window, 1);
  if (Overlap(window) && pooled[1] * pooled[2] > 1) met->push_back(Feature::kOverlap);
  if (!Overlap(window) && !touch) met->push_back(Feature::kGap);
  if (window.padding > 0) met->push_back(Feature::kPadding);
  if (count > 1 && window.padding == 0 && window.kernel_h == image[1] &&
      window.kernel_w == image[2]) {
    met->push_back(Feature::kWhole);
  }
}

void AddLanes(int64_t channels, int64_t cols, std::vector<Feature>* met) {
  if (channels == 1) met->push_back(Feature::kOneLane);
  if (channels % cols == cols - 1) met->push_back(Feature::kLess);
  if (channels % cols == 0) met->push_back(Feature::kExact);
  if (channels > 1 && channels % cols == 1) met->push_back(Feature::kMore);
}

void AddExponents(int32_t a, int32_t b, std::vector<Feature>* met) {
  met->push_back(a == b ? Feature::kEqual : a < b ? Feature::kAMoves : Feature::kBMoves);
  if (std::abs(a - b) > 8) met->push_back(Feature::kVanishes);
}

// Of the accumulators before they are rounded.
int32_t BaseExponent(const Command& command, const Tensor& a, const Tensor* b) {
  if (command.opcode == Opcode::kAdd) return std::max(a.exponent(), b->exponent());
  if (!IsAverage(command.opcode)) return a.exponent();
  const int count = command.window.kernel_h * command.window.kernel_w;
  const bool power = (count & (count - 1)) == 0;
  return a.exponent() - (power ? BitLength(static_cast<uint64_t>(count)) - 1 : 16);
}

}  // namespace

const char* Name(Feature feature) {
  static const char* const kNames[] = {"one tap",   "touch",     "overlap", "gap",      "padding",
                                       "whole",     "one lane",  "less",    "exact",    "more",
                                       "equal",     "a moves",   "b moves", "vanishes", "shifted",
                                       "unshifted", "saturates", "samples", "master",   "wide"};
  return kNames[static_cast<int>(feature)];
}

std::vector<FeatureCell> RequiredFeatures(const HwConfig& hw) {
  std::vector<FeatureCell> cells;
  std::vector<Variant> variants = AllVariants();
  variants.push_back({Opcode::kForward, Post::kRequantiseReluPool});
  for (const Variant& variant : variants) {
    if (IsDropout(variant.opcode) && !HasRandomBits(hw)) continue;
    for (const Feature feature : FeaturesOf(variant)) cells.push_back({variant, feature});
    const bool updates = variant.opcode == Opcode::kApplyUpdate || variant.post == Post::kUpdate;
    if (updates && hw.master_weights) cells.push_back({variant, Feature::kMaster});
    if (variant.opcode == Opcode::kApplyUpdate && hw.master_weights) {
      cells.push_back({variant, Feature::kSaturates});
    }
    if ((updates || RoundsGradient(variant)) && hw.master_weights) {
      cells.push_back({variant, Feature::kWide});
    }
  }
  return cells;
}

std::vector<Feature> FeaturesMet(const HwConfig& hw, const Program& program, const Command& command,
                                 const Tensor& a, const Tensor* b, int32_t exponent,
                                 uint64_t saturations) {
  std::vector<Feature> met;
  const Opcode opcode = command.opcode;
  if (IsPool(opcode)) {
    const bool forward = opcode == Opcode::kMaxPool || opcode == Opcode::kAveragePool;
    const Shape& image = program[forward ? command.a : command.out].shape;
    AddWindow(command.window, image, &met);
    AddLanes(image[3], hw.cols, &met);
  }
  if (command.post == Post::kRequantiseReluPool) {
    const Shape image = WindowedShape(program[command.a].shape, command.window, 1);
    AddWindow(command.pool, image, &met);
    AddLanes(program[command.out].shape[3], hw.cols, &met);
    if (saturations > 0) met.push_back(Feature::kSaturates);
  }
  if (opcode == Opcode::kAdd) AddExponents(a.exponent(), b->exponent(), &met);
  if ((IsPool(opcode) || opcode == Opcode::kAdd) && Rounds(command)) {
    const bool shifted = exponent > BaseExponent(command, a, b);
    met.push_back(shifted ? Feature::kShifted : Feature::kUnshifted);
    if (saturations > 0) met.push_back(Feature::kSaturates);
  }
  if (IsDropout(opcode) && a.shape()[0] > 1) met.push_back(Feature::kSamples);
  if (command.master != kNoBuffer) {
    met.push_back(Feature::kMaster);
    if (opcode == Opcode::kApplyUpdate && saturations > 0) met.push_back(Feature::kSaturates);
  }
  const int gradient_bits = opcode == Opcode::kApplyUpdate ? program[command.a].bits
                            : RoundsGradient(command)      ? command.gradient_bits
                                                           : 0;
  if (gradient_bits > 8) met.push_back(Feature::kWide);
  return met;
}

}  // namespace itg
