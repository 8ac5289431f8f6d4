// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/cells.h"

#include <algorithm>

#include "sim/plan/blocks.h"
#include "sim/plan/schedule.h"

namespace itg {
namespace {

// Which edges a variant has, whatever the configuration.
std::vector<Edge> EdgesOf(const Variant& variant) {
  std::vector<Edge> edges;
  const bool product = IsProduct(variant.opcode);
  switch (variant.opcode) {
    case Opcode::kForward:
    case Opcode::kError:
    case Opcode::kGradient:
      edges = {Edge::kZero, Edge::kUnit, Edge::kWide, Edge::kMax, Edge::kWrap};
      break;
    case Opcode::kRequantise:
    case Opcode::kRoundGradient:
      edges = {Edge::kZero, Edge::kUnit, Edge::kWide, Edge::kMax};
      break;
    case Opcode::kRelu:
    case Opcode::kReluBackward:
      return {Edge::kZero, Edge::kMax, Edge::kOff, Edge::kOn, Edge::kMixed};
    case Opcode::kApplyUpdate:
      return {Edge::kZero, Edge::kSmall, Edge::kClip, Edge::kMax};
    case Opcode::kCrossEntropy:
      return {Edge::kZero, Edge::kWide, Edge::kMax};
    case Opcode::kRoundLoss:
      return {Edge::kWide};
    default:  // features.h says what has to be seen of them
      return {};
  }
  if (product && variant.post == Post::kNone) return edges;
  edges.insert(edges.end(), {Edge::kSmall, Edge::kTie, Edge::kClip});
  if (RoundsGradient(variant)) edges.push_back(Edge::kTinyMu);
  if (variant.post == Post::kRequantiseRelu || variant.post == Post::kRequantiseMask) {
    edges.insert(edges.end(), {Edge::kOff, Edge::kOn, Edge::kMixed});
  }
  return edges;
}

bool IsRequired(const HwConfig& hw, const Cell& cell) {
  const bool product = IsProduct(cell.variant.opcode);
  if (IsLoss(cell.variant)) return cell.extent == Extent::kOne;
  const Opcode opcode = cell.variant.opcode;
  if (cell.extent == Extent::kLong) {
    // Operands half as high as the array already are as long as the generator makes them.
    const int64_t fits =
        product ? LargestChunk(hw, opcode, (hw.rows + 1) / 2, (hw.cols + 1) / 2) : LongElements(hw);
    if (fits >= kLongest) return false;
  }
  if (cell.edge != Edge::kWrap) return true;
  const int64_t terms = TermsToWrap(hw, opcode);
  if (cell.extent == Extent::kLong) return terms <= kLongest;
  return terms <= LargestChunk(hw, opcode, hw.rows + 1, hw.cols + 1);
}

}  // namespace

const char* Name(Extent extent) {
  static const char* const kNames[] = {"one", "many", "long"};
  return kNames[static_cast<int>(extent)];
}

const char* Name(Edge edge) {
  static const char* const kNames[] = {"zero", "unit", "small", "wide", "tie", "clip",
                                       "max",  "wrap", "mu<=0", "off",  "on",  "mixed"};
  return kNames[static_cast<int>(edge)];
}

const char* Name(Fit fit) {
  static const char* const kNames[] = {"one", "less", "exact", "more"};
  return kNames[static_cast<int>(fit)];
}

const std::vector<Variant>& AllVariants() {
  static const std::vector<Variant> kVariants = [] {
    std::vector<Variant> variants;
    for (int opcode = 0; opcode < kOpcodeCount; ++opcode) {
      for (int post = 0; post < kPostCount; ++post) {
        const Variant variant = {static_cast<Opcode>(opcode), static_cast<Post>(post)};
        // Convolutions alone can be followed by a pool: features.h.
        if (variant.post == Post::kRequantiseReluPool) continue;
        if (HasHardware(variant.opcode, variant.post)) variants.push_back(variant);
      }
    }
    return variants;
  }();
  return kVariants;
}

std::string Name(const Variant& variant) {
  std::string name = Name(variant.opcode);
  if (variant.post != Post::kNone) name += std::string("+") + Name(variant.post);
  return name;
}

bool IsLoss(const Variant& variant) {
  return variant.opcode == Opcode::kCrossEntropy || variant.opcode == Opcode::kRoundLoss;
}

bool UsesRounding(const Variant& variant) {
  return variant.post != Post::kNone || variant.opcode == Opcode::kRequantise ||
         variant.opcode == Opcode::kRoundGradient || variant.opcode == Opcode::kRoundLoss;
}

bool RoundsGradient(const Variant& variant) {
  return variant.post == Post::kUpdate || variant.opcode == Opcode::kRoundGradient;
}

std::vector<Cell> RequiredCells(const HwConfig& hw) {
  std::vector<Cell> cells;
  for (const Variant& variant : AllVariants()) {
    const std::vector<Rounding> modes =
        UsesRounding(variant) ? hw.rounding : std::vector<Rounding>{Rounding::kNearest};
    for (const Rounding mode : modes) {
      for (int extent = 0; extent < kExtentCount; ++extent) {
        for (const Edge edge : EdgesOf(variant)) {
          const Cell cell = {variant, mode, static_cast<Extent>(extent), edge};
          if (IsRequired(hw, cell)) cells.push_back(cell);
        }
      }
    }
  }
  return cells;
}

int64_t UnitOf(const HwConfig& hw, const Variant& variant, int dimension) {
  if (!IsProduct(variant.opcode)) return hw.bus_bytes;
  return dimension == 0 ? hw.rows : dimension == 1 ? hw.cols : hw.lanes();
}

std::vector<ShapeCell> RequiredShapes(const HwConfig& hw) {
  std::vector<ShapeCell> cells;
  for (const Variant& variant : AllVariants()) {
    if (IsLoss(variant) || EdgesOf(variant).empty()) continue;
    const bool product = IsProduct(variant.opcode);
    for (int dimension = 0; dimension < (product ? 3 : 1); ++dimension) {
      for (int fit = 0; fit < kFitCount; ++fit) {
        const ShapeCell cell = {variant, dimension, static_cast<Fit>(fit)};
        // The accumulators of one row more than the array has may not fit.
        const bool too_tall = product && dimension == 0 && cell.fit == Fit::kMore &&
                              hw.accumulator_depth() <= hw.rows;
        if (!too_tall) cells.push_back(cell);
      }
    }
  }
  return cells;
}

int64_t TermsToWrap(const HwConfig& hw, Opcode opcode) {
  const int a_bits = opcode == Opcode::kForward ? hw.activation_bits : hw.error_bits;
  const int b_bits = opcode == Opcode::kGradient ? hw.activation_bits : hw.weight_bits;
  const int64_t product = MaxMagnitude(a_bits) * MaxMagnitude(b_bits);
  return (int64_t{1} << (hw.acc_bits - 1)) / product + 1;
}

int64_t LargestChunk(const HwConfig& hw, Opcode opcode, int64_t m, int64_t n) {
  const bool a_by_row = opcode == Opcode::kGradient;
  const bool b_by_row = opcode != Opcode::kForward;
  const int64_t half = hw.scratchpad_depth() / 2;
  const auto fits = [&](int64_t chunk) {
    return ScratchpadWords(m, a_by_row, chunk, hw) <= half &&
           ScratchpadWords(n, b_by_row, chunk, hw) <= half;
  };
  int64_t most = 0;
  for (int64_t step = int64_t{1} << 32; step > 0; step /= 2) {
    if (fits(most + step)) most += step;
  }
  return most;
}

int64_t LongElements(const HwConfig& hw) {
  return std::max(hw.accumulator_depth() * hw.cols, int64_t{4} * hw.bus_bytes);
}

}  // namespace itg
