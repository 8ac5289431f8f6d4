// SPDX-License-Identifier: Apache-2.0
//
// What shapes of operands a product has to be seen with: convolutions of every kind, images where a
// linear layer reads features, outputs that do not fit the accumulator SRAM.

#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"
#include "sw/compare/cells.h"

namespace itg {

enum class Geometry : uint8_t {
  kFlat,    // a linear product whose operand or output is an image
  kPoint,   // a kernel of one position
  kInside,  // a larger kernel that never leaves the image
  kPadded,  // one that does
  kStride,  // windows more than a pixel apart that touch or overlap
  kGap,     // windows so far apart that pixels between them belong to none
  kPixel,   // an image of one pixel
  kOdd,     // channels that do not fill memory beats
  kCut,     // a chunk of K or a block that ends inside a tap
  kBlocks,  // several blocks of the output
  kNarrow,  // blocks narrower than the output
};
inline constexpr int kGeometryCount = 11;

const char* Name(Geometry geometry);

struct GeometryCell {
  Variant variant;  // a product
  Geometry geometry;
};
std::vector<GeometryCell> RequiredGeometries(const HwConfig& hw);

// All that a product of `program` has, on `hw`.
std::vector<Geometry> GeometriesOf(const HwConfig& hw, const Program& program,
                                   const Command& command);

}  // namespace itg
