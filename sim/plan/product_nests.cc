// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/product_nests.h"

#include "model/program/window.h"

namespace itg {
namespace {

// [O][kh][kw][C] of the weight, [N][H][W][C] of the image on the input side, [N][OH][OW][O] of that
// on the output side.
struct Convolution {
  Shape weight;
  Shape in;
  Shape out;
  Window window;

  int64_t outputs() const { return weight[0]; }
  int64_t channels() const { return weight[3]; }
  int64_t kernel() const { return weight[1] * weight[2]; }
  int64_t pixels_in() const { return in[0] * in[1] * in[2]; }
  int64_t pixels_out() const { return out[0] * out[1] * out[2]; }
};

// Lines are output pixels, taps the kernel's positions.
NestedTensor Patches(const Convolution& c) {
  const ImageWindow image = {
      c.in[1],     c.in[2],           c.in[3],         c.out[1], c.out[2], c.weight[1],
      c.weight[2], -c.window.padding, c.window.stride, 1,        1};
  return c.window.padding == 0 ? InsideImage(image) : ThroughWindow(image);
}

// Lines are input pixels: which outputs each tap carried it to.
NestedTensor PatchesOfError(const Convolution& c) {
  return ThroughWindow({c.out[1], c.out[2], c.out[3], c.in[1], c.in[2], c.weight[1], c.weight[2],
                        c.window.padding, 1, -1, c.window.stride});
}

// Lines i, j, o of C channels.
NestedTensor WeightsByTap(const Convolution& c) {
  NestedTensor b;
  b.nest.line_count1 = c.weight[2];
  b.nest.line_count0 = c.outputs();
  b.nest.line_stride2 = c.weight[2] * c.channels();
  b.nest.line_stride1 = c.channels();
  b.nest.line_stride0 = c.kernel() * c.channels();
  b.nest.run = c.channels();
  return b;
}

ProductNests OfConvolution(const Convolution& c, Opcode opcode) {
  const int64_t patch = c.kernel() * c.channels();
  switch (opcode) {
    case Opcode::kForward:
      return {c.pixels_out(),
              c.outputs(),
              patch,
              false,
              false,
              Patches(c),
              DenseRows(c.outputs(), patch)};
    case Opcode::kError:
      return {c.pixels_in(), c.channels(),      c.kernel() * c.outputs(), false,
              true,          PatchesOfError(c), WeightsByTap(c)};
    default:
      return {c.outputs(), patch, c.pixels_out(),
              true,        true,  DenseRows(c.pixels_out(), c.outputs()),
              Patches(c)};
  }
}

// [samples][in] and [samples][out] with weights [out][in].
ProductNests OfLinear(int64_t samples, int64_t in, int64_t out, Opcode opcode) {
  switch (opcode) {
    case Opcode::kForward:
      return {samples, out, in, false, false, DenseRows(samples, in), DenseRows(out, in)};
    case Opcode::kError:
      return {samples, in, out, false, true, DenseRows(samples, out), DenseRows(out, in)};
    default:
      return {out, in, samples, true, true, DenseRows(samples, out), DenseRows(samples, in)};
  }
}

}  // namespace

ProductNests NestsOf(const Program& program, const Command& command) {
  const Shape& a = program[command.a].shape;
  const Shape& b = program[command.b].shape;
  const Shape& out = program[command.out].shape;
  const bool forward = command.opcode == Opcode::kForward;
  const bool gradient = command.opcode == Opcode::kGradient;
  const Shape& weight = gradient ? out : b;
  if (command.window.kernel_h != 0) {
    return OfConvolution({weight,
                          forward    ? a
                          : gradient ? b
                                     : out,
                          forward ? WindowedShape(a, command.window, b[0]) : a, command.window},
                         command.opcode);
  }
  return OfLinear(a[0], ElementCount(weight) / weight[0], weight[0], command.opcode);
}

}  // namespace itg
