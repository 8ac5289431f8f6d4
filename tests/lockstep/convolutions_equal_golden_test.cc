// SPDX-License-Identifier: Apache-2.0
//
// Does the array compute a convolution of the golden model, forward, error and gradient, fused or
// not? A table of the shapes that address arithmetic gets wrong, on memories small enough that
// outputs take several blocks and chunks end inside a tap. Random ones come from `compare`.

#include <gtest/gtest.h>

#include <exception>
#include <string>

#include "model/machine/golden_machine.h"
#include "model/program/window.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/program_builder.h"

namespace itg {
namespace {

struct Case {
  const char* what;
  Shape image;  // [N][H][W][C]
  int64_t outputs;
  Window window;  // {0}: linear
};

const Case kCases[] = {
    {"stride beyond the kernel", {2, 7, 8, 3}, 5, {2, 2, 3, 0}},
    {"stride beyond the kernel, padded", {1, 9, 5, 4}, 3, {1, 2, 4, 1}},
    {"one pixel, padded", {3, 1, 1, 6}, 7, {3, 3, 1, 1}},
    {"one pixel, more padding than kernel", {1, 1, 1, 2}, 2, {2, 2, 1, 3}},
    {"kernel larger than the image", {2, 2, 3, 5}, 4, {5, 5, 1, 2}},
    {"kernel as large as the image", {2, 4, 4, 3}, 9, {4, 4, 1, 0}},
    {"a row of the image", {2, 1, 9, 3}, 2, {1, 3, 2, 1}},
    {"a column of the image", {1, 9, 1, 3}, 2, {3, 1, 2, 1}},
    {"one channel", {2, 6, 6, 1}, 1, {5, 5, 1, 2}},
    {"one position", {2, 3, 5, 9}, 6, {1, 1, 1, 0}},
    {"one position, stride", {2, 5, 5, 4}, 6, {1, 1, 2, 0}},
    {"windows that leave the last pixels out", {1, 6, 8, 4}, 4, {3, 3, 2, 0}},
    {"stride of 2 as in a residual network", {2, 8, 8, 8}, 12, {3, 3, 2, 1}},
    {"a tap longer than a chunk", {1, 12, 12, 40}, 6, {3, 3, 1, 1}},
    {"several blocks of rows", {2, 13, 11, 4}, 8, {3, 3, 1, 1}},
    {"several blocks of both", {3, 16, 16, 37}, 41, {3, 3, 1, 1}},
    {"features of an image", {9, 3, 4, 5}, 21, {0}},
};

// All products of a layer and their post-operations.
class Layer {
 public:
  Layer(const HwConfig& hw, const Case& c, RandomSource* random)
      : builder_(hw, random, false), case_(c) {
    const int64_t channels = c.image[3];
    const bool linear = !HasWindow(c.window);
    const Shape weight = linear ? Shape{c.outputs, ElementCount(c.image) / c.image[0]}
                                : Shape{c.outputs, c.window.kernel_h, c.window.kernel_w, channels};
    const Shape result =
        linear ? Shape{c.image[0], c.outputs} : WindowedShape(c.image, c.window, c.outputs);
    const BufferId a = Random(Role::kActivation, c.image);
    const BufferId w = Random(Role::kWeight, weight);
    const BufferId e = Random(Role::kError, result);
    Add(Opcode::kForward, Post::kNone, a, w, Empty(Role::kAccumulator, result));
    Add(Opcode::kForward, Post::kRequantise, a, w, Empty(Role::kActivation, result));
    Add(Opcode::kForward, Post::kRequantiseRelu, a, w, Empty(Role::kActivation, result),
        Empty(Role::kMask, result));
    Add(Opcode::kError, Post::kNone, e, w, Empty(Role::kAccumulator, c.image));
    Add(Opcode::kError, Post::kRequantise, e, w, Empty(Role::kError, c.image));
    if (!linear) {
      Add(Opcode::kError, Post::kRequantiseMask, e, w, Empty(Role::kError, c.image),
          Random(Role::kMask, c.image));
    }
    Add(Opcode::kGradient, Post::kNone, e, a, Empty(Role::kAccumulator, weight));
    Add(Opcode::kGradient, Post::kUpdate, e, a, w);
  }

  const Program& program() const { return builder_.program(); }

 private:
  BufferId Random(Role role, const Shape& shape) {
    Values values(static_cast<size_t>(ElementCount(shape)));
    const int64_t max = role == Role::kMask ? 1 : builder_.MaxOf(role);
    for (int64_t& v : values) v = builder_.random().Between(role == Role::kMask ? 0 : -max, max);
    return builder_.AddWith(role, shape, values);
  }
  BufferId Empty(Role role, const Shape& shape) { return builder_.Add(role, shape); }

  void Add(Opcode opcode, Post post, BufferId a, BufferId b, BufferId out,
           BufferId mask = kNoBuffer) {
    Command& command = builder_.AddCommand(opcode, post, Rounding::kNearest);
    command.mu = 4;
    command.a = a;
    command.b = b;
    command.out = out;
    command.mask = mask;
    command.window = case_.window;
  }

  ProgramBuilder builder_;
  const Case& case_;
};

class Convolutions : public testing::TestWithParam<const char*> {};

TEST_P(Convolutions, EqualGoldenInEveryShape) {
  const HwConfig hw = HwConfig::FromFile(GetParam());
  for (const int stall_percent : {0, 40}) {
    RtlOptions rtl;
    rtl.stall_percent = stall_percent;
    rtl.stall_seed = 5;
    rtl.check_assertions = true;
    Lockstep machine(MakeGoldenMachine(), MakeRtlMachine(hw, rtl));
    RandomSource random(71, static_cast<uint64_t>(stall_percent));
    for (const Case& c : kCases) {
      SCOPED_TRACE(std::string(c.what) + " on " + GetParam() + ", stall " +
                   std::to_string(stall_percent));
      const Layer layer(hw, c, &random);
      Validate(layer.program());
      machine.Load(layer.program());
      for (size_t i = 0; i < layer.program().commands.size(); ++i) {
        try {
          machine.Execute(i);
        } catch (const std::exception& error) {
          FAIL() << error.what();
        }
      }
    }
    EXPECT_EQ(machine.comparison().commands, std::size(kCases) * 8 - 1);
  }
}

INSTANTIATE_TEST_SUITE_P(Configurations, Convolutions, testing::Values("tiny", "odd"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace itg
