// SPDX-License-Identifier: Apache-2.0
//
// Products of a wanted geometry: shapes are drawn until one has it.

#include <algorithm>

#include "model/error.h"
#include "model/program/window.h"
#include "sw/compare/scenario_parts.h"
#include "sw/compare/scenarios.h"
#include "sw/compare/shapes.h"

namespace itg {
namespace {

constexpr int kAttempts = 2000;
constexpr int64_t kMostMacs = 4000000;

struct Shapes {
  Shape image;   // of the input side: [N][H][W][C]
  Shape weight;  // [O][kh][kw][C], or [O][I]
  Shape result;  // of the output side: [N][OH][OW][O], or [N][O]
  Window window;
};

class Draw {
 public:
  Draw(const HwConfig& hw, const GeometryCell& cell, RandomSource* random)
      : hw_(hw), cell_(cell), random_(random) {}

  Shapes Try() {
    if (cell_.geometry == Geometry::kFlat) return Linear(Image(3, 4, 8));
    if (cell_.geometry == Geometry::kBlocks || cell_.geometry == Geometry::kNarrow) return Large();
    return Convolution(Image(2, 6, 2 * hw_.bus_bytes + 3), Outputs(), RandomWindow());
  }

 private:
  int64_t Outputs() { return PickSize(hw_.cols, 1, 2 * hw_.cols + 3, random_); }

  Shape Image(int64_t samples, int64_t pixels, int64_t channels) {
    if (cell_.geometry == Geometry::kPixel) pixels = 1;
    return {random_->Between(1, samples), random_->Between(1, pixels), random_->Between(1, pixels),
            PickSize(hw_.bus_bytes, 1, channels, random_)};
  }

  Window RandomWindow() {
    Window w;
    const bool point = cell_.geometry == Geometry::kPoint;
    w.kernel_h = point ? 1 : random_->IntBetween(1, 5);
    w.kernel_w = point ? 1 : random_->IntBetween(1, 5);
    w.stride = random_->OneIn(2) ? 1 : random_->IntBetween(1, random_->OneIn(4) ? 9 : 3);
    w.padding = cell_.geometry == Geometry::kInside ? 0 : random_->IntBetween(0, 2);
    if (random_->OneIn(8)) w.padding = random_->IntBetween(3, 9);
    return w;
  }

  Shapes Convolution(const Shape& image, int64_t outputs, const Window& window) {
    return {image,
            {outputs, window.kernel_h, window.kernel_w, image[3]},
            WindowedShape(image, window, outputs),
            window};
  }

  Shapes Linear(const Shape& image) {
    const int64_t outputs = Outputs();
    const int64_t features = ElementCount(image) / image[0];
    return {image, {outputs, features}, {image[0], outputs}, {}};
  }

  // More accumulators than their SRAM holds, by a little: tall, or a single row of tiles.
  Shapes Large() {
    const bool narrow = cell_.geometry == Geometry::kNarrow;
    const int64_t words = hw_.accumulator_depth() + random_->Between(1, 40);
    const int64_t rows = random_->Between(1, hw_.rows);
    const int64_t cols = random_->Between(1, 2 * hw_.cols);
    const int64_t m = narrow ? rows : words / ((cols + hw_.cols - 1) / hw_.cols) + 1;
    const int64_t n = narrow ? (words / rows + 1) * hw_.cols + random_->Between(0, 20) : cols;
    const int64_t k = random_->Between(1, 5);
    if (random_->OneIn(2)) return LargeConvolution(m, n, k);
    switch (cell_.variant.opcode) {
      case Opcode::kForward:
        return {{m, k}, {n, k}, {m, n}, {}};
      case Opcode::kError:
        return {{m, n}, {k, n}, {m, k}, {}};
      default:
        return {{k, n}, {m, n}, {k, m}, {}};
    }
  }

  // The same loops of about m x n, in an image of one row.
  Shapes LargeConvolution(int64_t m, int64_t n, int64_t k) {
    const Window window = {1, 3, random_->IntBetween(1, 2), 1};
    switch (cell_.variant.opcode) {
      case Opcode::kForward:
        return Convolution({1, 1, m * window.stride, k}, n, window);
      case Opcode::kError:
        return Convolution({1, 1, m, n}, k, window);
      default:
        return Convolution({1, 1, k, (n + 2) / 3}, m, window);
    }
  }

  const HwConfig& hw_;
  const GeometryCell& cell_;
  RandomSource* random_;
};

// The product over `shapes` as a program without elements; nothing when it is none or too large.
bool Describes(const HwConfig& hw, const GeometryCell& cell, const Shapes& shapes) {
  if (*std::min_element(shapes.result.begin(), shapes.result.end()) < 1) return false;
  const int64_t outputs = shapes.weight[0];
  if (ElementCount(shapes.result) / outputs * ElementCount(shapes.weight) > kMostMacs) return false;
  Program program;
  const bool gradient = cell.variant.opcode == Opcode::kGradient;
  const bool forward = cell.variant.opcode == Opcode::kForward;
  program.buffers.resize(3);
  program.buffers[0].shape = forward ? shapes.image : shapes.result;
  program.buffers[1].shape = gradient ? shapes.image : shapes.weight;
  program.buffers[2].shape = gradient ? shapes.weight : forward ? shapes.result : shapes.image;
  Command command;
  command.opcode = cell.variant.opcode;
  command.post = cell.variant.post;
  command.window = shapes.window;
  command.a = 0;
  command.b = 1;
  command.out = 2;
  const std::vector<Geometry> met = GeometriesOf(hw, program, command);
  return std::find(met.begin(), met.end(), cell.geometry) != met.end();
}

BufferId AddRandom(Role role, const Shape& shape, ProgramBuilder* builder) {
  return builder->AddWith(
      role, shape, RandomElements(ElementCount(shape), builder->MaxOf(role), &builder->random()));
}

}  // namespace

void AddScenario(const GeometryCell& cell, ProgramBuilder* builder) {
  RandomSource* random = &builder->random();
  Draw draw(builder->hw(), cell, random);
  Shapes shapes = draw.Try();
  for (int i = 0; !Describes(builder->hw(), cell, shapes); ++i) {
    if (i == kAttempts) throw Error("no product of geometry " + std::string(Name(cell.geometry)));
    shapes = draw.Try();
  }
  const ProductRoles roles = RolesOf(cell.variant);
  const bool gradient = cell.variant.opcode == Opcode::kGradient;
  const bool forward = cell.variant.opcode == Opcode::kForward;
  const Shape& out_shape = gradient ? shapes.weight : forward ? shapes.result : shapes.image;
  const BufferId a = AddRandom(roles.a, forward ? shapes.image : shapes.result, builder);
  const BufferId b = AddRandom(roles.b, gradient ? shapes.image : shapes.weight, builder);
  BufferId mask = kNoBuffer;
  if (cell.variant.post == Post::kRequantiseRelu) mask = builder->Add(Role::kMask, out_shape);
  if (cell.variant.post == Post::kRequantiseMask) {
    mask = builder->AddWith(Role::kMask, out_shape,
                            MaskValues(ElementCount(out_shape), Edge::kMixed, random));
  }
  const BufferId out = cell.variant.post == Post::kNone
                           ? builder->Add(Role::kAccumulator, out_shape)
                       : gradient ? AddRandom(roles.out, out_shape, builder)
                                  : builder->Add(roles.out, out_shape);
  Command& command = builder->AddCommand(cell.variant.opcode, cell.variant.post,
                                         random->Pick(builder->hw().rounding));
  command.mu = random->IntBetween(-2, builder->BitsOf(Role::kGradient) - 1);
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
  command.window = shapes.window;
}

}  // namespace itg
