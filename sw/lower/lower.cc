// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/lower.h"

#include "sw/lower/lowering.h"

namespace itg {
namespace {

void Forward(Lowering* lowering) {
  for (int64_t index = 0; index < lowering->layers(); ++index) {
    switch (lowering->layer(index).kind) {
      case LayerKind::kLinear:
        LowerLinearForward(lowering, index);
        break;
      case LayerKind::kRelu:
        LowerReluForward(lowering, index);
        break;
    }
  }
}

void Backward(Lowering* lowering) {
  for (int64_t index = lowering->layers() - 1; index >= 0; --index) {
    switch (lowering->layer(index).kind) {
      case LayerKind::kLinear:
        LowerLinearBackward(lowering, index);
        break;
      case LayerKind::kRelu:
        LowerReluBackward(lowering, index);
        break;
    }
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
  Lowering lowering(network, numbers, options);
  Forward(&lowering);
  LowerLoss(&lowering);
  Backward(&lowering);
  return Checked(&lowering);
}

Program LowerEvaluation(const Network& network, const Numbers& numbers,
                        const LowerOptions& options) {
  Lowering lowering(network, numbers, options);
  Forward(&lowering);
  return Checked(&lowering);
}

}  // namespace itg
