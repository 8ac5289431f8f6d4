// SPDX-License-Identifier: Apache-2.0
//
// Checks the products: linear and convolution; forward, error and gradient.

#include "model/program/command_check.h"

namespace itg {
namespace {

// [N][...] as [N][elements of a sample]
Shape AsMatrix(const Shape& shape) { return {shape[0], ElementCount(shape) / shape[0]}; }

}  // namespace

void CommandCheck::CheckProduct() const {
  switch (command_.opcode) {
    case Opcode::kForward:
      NeedRole("a", A(), Role::kActivation);
      NeedRole("b", B(), Role::kWeight);
      NeedOutRole(Role::kActivation);
      break;
    case Opcode::kError:
      NeedRole("a", A(), Role::kError);
      NeedRole("b", B(), Role::kWeight);
      NeedOutRole(Role::kError);
      break;
    default:
      NeedRole("a", A(), Role::kError);
      NeedRole("b", B(), Role::kActivation);
      NeedOutRole(Role::kWeight);
      break;
  }
  if (HasWindow(command_.window)) {
    CheckConvolutionShapes();
  } else {
    CheckLinearShapes();
  }
}

void CommandCheck::CheckLinearShapes() const {
  if (command_.post == Post::kRequantiseReluPool) Fail("pool needs a convolution before it");
  if (command_.opcode == Opcode::kForward) {
    NeedDimensions("b", B(), 2);
    const Shape a = AsMatrix(A().shape);
    NeedShape("b", B(), {B().shape[0], a[1]});
    return NeedShape("out", Out(), {a[0], B().shape[0]});
  }
  NeedDimensions("a", A(), 2);
  const Shape& a = A().shape;
  if (command_.opcode == Opcode::kGradient) {
    const Shape b = AsMatrix(B().shape);
    if (b[0] != a[0]) {
      Fail("b " + B().name + " has shape " + ToString(B().shape) + ", needs a batch of " +
           std::to_string(a[0]));
    }
    return NeedShape("out", Out(), {a[1], b[1]});
  }
  NeedDimensions("b", B(), 2);
  NeedShape("b", B(), {a[1], B().shape[1]});
  const Shape needed = {a[0], B().shape[1]};
  if (AsMatrix(Out().shape) != needed) NeedShape("out", Out(), needed);
}

void CommandCheck::CheckConvolutionShapes() const {
  const bool forward = command_.opcode == Opcode::kForward;
  const bool gradient = command_.opcode == Opcode::kGradient;
  const Window& window = command_.window;
  // By what they are rather than by operand.
  const char* const image_name = forward ? "a" : gradient ? "b" : "out";
  const Buffer& image = forward ? A() : gradient ? B() : Out();
  const char* const weight_name = gradient ? "out" : "b";
  const Buffer& weight = gradient ? Out() : B();
  NeedDimensions(image_name, image, 4);
  NeedDimensions(weight_name, weight, 4);
  const int64_t filters = weight.shape[0];
  NeedShape(weight_name, weight, {filters, window.kernel_h, window.kernel_w, image.shape[3]});
  const Shape result = WindowedShape(image.shape, window, filters);
  if (result[1] < 1 || result[2] < 1) {
    Fail(std::string(image_name) + " " + image.name + " has shape " + ToString(image.shape) +
         ", smaller than the window even with its padding");
  }
  if (!forward) return NeedShape("a", A(), result);
  if (command_.post != Post::kRequantiseReluPool) return NeedShape("out", Out(), result);
  if (Overlap(command_.pool) || command_.pool.padding != 0) {
    Fail("the windows of pool must not overlap and have no padding");
  }
  const Shape pooled = WindowedShape(result, command_.pool, filters);
  if (pooled[1] < 1 || pooled[2] < 1) {
    Fail("pool is larger than the image of " + ToString(result) + " before it");
  }
  NeedShape("out", Out(), pooled);
}

}  // namespace itg
