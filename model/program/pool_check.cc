// SPDX-License-Identifier: Apache-2.0
//
// Checks the pools, forward and backward.

#include <algorithm>

#include "model/program/command_check.h"

namespace itg {

void CommandCheck::CheckPool() const {
  const Opcode opcode = command_.opcode;
  const bool max = opcode == Opcode::kMaxPool || opcode == Opcode::kMaxPoolBackward;
  const bool forward = opcode == Opcode::kMaxPool || opcode == Opcode::kAveragePool;
  const Role role = forward ? Role::kActivation : Role::kError;
  NeedRole("a", A(), role);
  if (opcode == Opcode::kMaxPool) {
    NeedRole("out", Out(), role);
    NeedBitsOfA();
  } else {
    NeedOutRole(role);
  }

  const Window& window = command_.window;
  // Every window then has an element of the image in it.
  CheckRange(where_ + "window padding", window.padding, 0,
             std::min(window.kernel_h, window.kernel_w) - 1);
  if (max) {
    CheckRange(where_ + "elements of window", int64_t{window.kernel_h} * window.kernel_w, 1,
               MaxMagnitude(kIndexBits) + 1);
  }
  const Buffer& image = forward ? A() : Out();
  NeedDimensions(forward ? "a" : "out", image, 4);
  const Shape pooled = WindowedShape(image.shape, window, image.shape[3]);
  if (pooled[1] < 1 || pooled[2] < 1) {
    Fail(image.name + " has shape " + ToString(image.shape) +
         ", smaller than the window even with its padding");
  }
  NeedShape(forward ? "out" : "a", forward ? Out() : A(), pooled);
}

}  // namespace itg
