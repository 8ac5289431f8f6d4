// SPDX-License-Identifier: Apache-2.0
//
// What has to be seen of the commands that only the second pass executes: how their windows lie,
// how the exponents of an add differ, how wide what they update is.

#pragma once

#include <vector>

#include "model/program/program.h"
#include "model/tensor/tensor.h"
#include "sw/compare/cells.h"

namespace itg {

enum class Feature : uint8_t {
  kOneTap,   // a window of one element
  kTouch,    // windows side by side
  kOverlap,  // windows that share elements
  kGap,      // elements that lie in no window
  kPadding,  // windows that reach out of the image
  kWhole,    // one window over the whole image
  kOneLane,  // one channel,
  kLess,     // and the neighbours of a multiple of the array's columns
  kExact,
  kMore,
  kEqual,      // exponents of an add
  kAMoves,     // a is rounded,
  kBMoves,     // b is
  kVanishes,   // by so much that nothing is left of it
  kShifted,    // the result is rounded
  kUnshifted,  // or not
  kSaturates,
  kSamples,  // several samples with one mask of dropout
  kMaster,   // an update of 16-bit master weights
  kWide,     // gradients of more than 8 bits
};
inline constexpr int kFeatureCount = 20;

const char* Name(Feature feature);

struct FeatureCell {
  Variant variant;
  Feature feature;
};
std::vector<FeatureCell> RequiredFeatures(const HwConfig& hw);

// Those that the command met. `exponent` is that of the output after it.
std::vector<Feature> FeaturesMet(const HwConfig& hw, const Program& program, const Command& command,
                                 const Tensor& a, const Tensor* b, int32_t exponent,
                                 uint64_t saturations);

}  // namespace itg
