// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/lower.h"

#include "sw/lower/layers.h"

namespace itg {
namespace {

struct Passes {
  void (*forward)(Lowering*, int64_t index);
  void (*backward)(Lowering*, int64_t index);
};

// In the order of LayerKind.
constexpr Passes kPasses[kLayerKindCount] = {
    {LowerProductForward, LowerProductBackward},  // linear
    {LowerReluForward, LowerReluBackward},
    {LowerProductForward, LowerProductBackward},  // convolution
    {LowerMaxPoolForward, LowerMaxPoolBackward},
    {LowerAveragePoolForward, LowerAveragePoolBackward},
    {LowerDropoutForward, LowerDropoutBackward},
    {LowerAddForward, LowerAddBackward},
};

const Passes& PassesOf(const Lowering& lowering, int64_t index) {
  return kPasses[static_cast<size_t>(lowering.layer(index).kind)];
}

void Forward(Lowering* lowering) {
  for (int64_t index = 0; index < lowering->graph().layers(); ++index) {
    PassesOf(*lowering, index).forward(lowering, index);
  }
}

void Backward(Lowering* lowering) {
  for (int64_t index = lowering->graph().layers() - 1; index >= 0; --index) {
    if (!lowering->graph().NeedsError(index)) continue;
    PassesOf(*lowering, index).backward(lowering, index);
  }
}

Program Checked(Lowering* lowering) {
  Program program = lowering->Take();
  Validate(program);
  return program;
}

}  // namespace

std::string BufferName(const Layer& layer, Role role) { return layer.name + "." + Name(role); }

Program LowerTraining(const Network& network, const Numbers& numbers, const LowerOptions& options) {
  Lowering lowering(network, numbers, options, /*training=*/true);
  Forward(&lowering);
  LowerLoss(&lowering);
  Backward(&lowering);
  return Checked(&lowering);
}

Program LowerEvaluation(const Network& network, const Numbers& numbers,
                        const LowerOptions& options) {
  Lowering lowering(network, numbers, options, /*training=*/false);
  Forward(&lowering);
  return Checked(&lowering);
}

}  // namespace itg
