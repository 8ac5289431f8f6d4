// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/geometry.h"

#include <algorithm>

#include "model/program/window.h"
#include "sim/plan/blocks.h"

namespace itg {
namespace {

// Outputs of more elements than this are not asked for: they cost more than they show.
constexpr int64_t kMostAccumulators = 300000;

// Does a sweep of an operand that is `lanes` wide and `chunk` long begin or end inside a tap?
bool IsCut(const NestedTensor& tensor, bool k_by_row, int64_t whole, int64_t lanes, int64_t chunk,
           int64_t depth) {
  const int64_t piece = k_by_row ? lanes : chunk;
  return piece < (k_by_row ? whole : depth) &&
         tensor.nest.tap_count1 * tensor.nest.tap_count0 > 1 && piece % tensor.nest.run != 0;
}

void AddWindow(const HwConfig& hw, const Program& program, const Command& command,
               std::vector<Geometry>* met) {
  const Window& w = command.window;
  const bool forward = command.opcode == Opcode::kForward;
  const bool gradient = command.opcode == Opcode::kGradient;
  const Shape& image = program[forward ? command.a : gradient ? command.b : command.out].shape;
  const int larger = std::max(w.kernel_h, w.kernel_w);
  if (larger == 1) met->push_back(Geometry::kPoint);
  if (larger > 1 && w.padding == 0) met->push_back(Geometry::kInside);
  if (w.padding > 0) met->push_back(Geometry::kPadded);
  if (w.stride > 1 && w.stride <= larger) met->push_back(Geometry::kStride);
  if (w.stride > larger) met->push_back(Geometry::kGap);
  if (image[1] == 1 && image[2] == 1) met->push_back(Geometry::kPixel);
  if (image[3] % hw.bus_bytes != 0) met->push_back(Geometry::kOdd);
}

}  // namespace

const char* Name(Geometry geometry) {
  static const char* const kNames[] = {"flat",  "point", "inside", "padded", "stride", "gap",
                                       "pixel", "odd",   "cut",    "blocks", "narrow"};
  return kNames[static_cast<int>(geometry)];
}

std::vector<GeometryCell> RequiredGeometries(const HwConfig& hw) {
  std::vector<GeometryCell> cells;
  const bool blocks = hw.accumulator_depth() * hw.cols <= kMostAccumulators;
  for (const Variant& variant : AllVariants()) {
    if (!IsProduct(variant.opcode)) continue;
    for (int i = 0; i < kGeometryCount; ++i) {
      const Geometry geometry = static_cast<Geometry>(i);
      if (geometry >= Geometry::kBlocks && !blocks) continue;
      cells.push_back({variant, geometry});
    }
  }
  return cells;
}

std::vector<Geometry> GeometriesOf(const HwConfig& hw, const Program& program,
                                   const Command& command) {
  std::vector<Geometry> met;
  const ProductNests p = NestsOf(program, command);
  const Blocks blocks = ChooseBlocks(p, hw);
  if (HasWindow(command.window)) {
    AddWindow(hw, program, command, &met);
    if (IsCut(p.a, p.a_by_row, p.rows, blocks.rows, blocks.chunk, p.depth) ||
        IsCut(p.b, p.b_by_row, p.cols, blocks.cols, blocks.chunk, p.depth)) {
      met.push_back(Geometry::kCut);
    }
  } else if (std::max({program[command.a].shape.size(), program[command.b].shape.size(),
                       program[command.out].shape.size()}) > 2) {
    met.push_back(Geometry::kFlat);
  }
  if (blocks.count > 1) met.push_back(Geometry::kBlocks);
  if (blocks.cols < p.cols) met.push_back(Geometry::kNarrow);
  return met;
}

}  // namespace itg
