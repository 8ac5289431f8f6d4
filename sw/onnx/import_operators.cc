// SPDX-License-Identifier: Apache-2.0
//
// The operators without weights.
#include <algorithm>

#include "model/error.h"
#include "sw/onnx/import_state.h"

namespace itg {
namespace {

constexpr double kDropout = 0.5;

void NeedImage(const OnnxValue& value) {
  if (value.flat) throw Error("reads a flattened image");
}

}  // namespace

void ImportRelu(const OnnxNode& node, ImportState* state) {
  const OnnxValue value = state->Read(node);
  state->builder.Relu();
  state->WriteLayer(node, value.flat);
}

void ImportMaxPool(const OnnxNode& node, ImportState* state) {
  node.NeedInt("ceil_mode", 0);
  node.NeedInt("storage_order", 0);
  NeedImage(state->Read(node));
  state->builder.MaxPool(ReadOnnxWindow(node, {}));
  state->WriteLayer(node, /*flat=*/false);
}

void ImportAveragePool(const OnnxNode& node, ImportState* state) {
  node.NeedInt("ceil_mode", 0);
  NeedImage(state->Read(node));
  const Window window = ReadOnnxWindow(node, {});
  if (window.padding > 0 && node.Int("count_include_pad", 0) == 0) {
    throw Error("count_include_pad must be 1 where there is padding");
  }
  state->builder.AveragePool(window);
  state->WriteLayer(node, /*flat=*/false);
}

void ImportGlobalAveragePool(const OnnxNode& node, ImportState* state) {
  const OnnxValue value = state->Read(node);
  NeedImage(value);
  const Shape& image = state->builder.ShapeOf(value.layer);
  if (image.size() != 3) throw Error("reads the shape " + ToString(image) + ", expected an image");
  Window window;
  window.kernel_h = static_cast<int>(image[0]);
  window.kernel_w = static_cast<int>(image[1]);
  state->builder.AveragePool(window);
  state->WriteLayer(node, /*flat=*/false);
}

// The ratio is an attribute, or since operator set 12 an input.
void ImportDropout(const OnnxNode& node, ImportState* state) {
  double ratio = node.Float("ratio", kDropout);
  if (node.HasInput(1)) {
    const OnnxConstant& constant = state->Constant(node.Input(1));
    if (constant.values.size() != 1) throw Error("its ratio must be one number");
    ratio = constant.values[0];
  }
  if (ratio != kDropout) throw Error("ratio = " + std::to_string(ratio) + ", allowed 0.5");
  const OnnxValue value = state->Read(node);
  state->builder.Dropout();
  state->WriteLayer(node, value.flat);
}

void ImportAdd(const OnnxNode& node, ImportState* state) {
  for (const int bias : {0, 1}) {
    if (!state->IsConstant(node.Input(bias))) continue;
    NeedNoBias(node, bias, *state);
    return state->Write(node, state->Value(node.Input(1 - bias)));
  }
  const OnnxValue a = state->Value(node.Input(0));
  const OnnxValue b = state->Value(node.Input(1));
  if (a.flat != b.flat) throw Error("adds an image and a flattened image");
  state->builder.Add(a.layer, b.layer);
  state->WriteLayer(node, a.flat);
}

void ImportFlatten(const OnnxNode& node, ImportState* state) {
  node.NeedInt("axis", 1);
  state->Write(node, {state->Value(node.Input(0)).layer, /*flat=*/true});
}

void ImportReshape(const OnnxNode& node, ImportState* state) {
  node.NeedInt("allowzero", 0);
  const OnnxValue value = state->Value(node.Input(0));
  const OnnxConstant& shape = state->Constant(node.Input(1));
  const double features = static_cast<double>(ElementCount(state->builder.ShapeOf(value.layer)));
  if (shape.values.size() != 2 || (shape.values[1] != -1 && shape.values[1] != features)) {
    throw Error("allowed is a reshape to [batch, features] alone");
  }
  state->Write(node, {value.layer, /*flat=*/true});
}

void ImportIdentity(const OnnxNode& node, ImportState* state) {
  if (state->IsConstant(node.Input(0))) {
    return state->WriteConstant(node, state->Constant(node.Input(0)));
  }
  state->Write(node, state->Value(node.Input(0)));
}

void ImportConstant(const OnnxNode& node, ImportState* state) {
  const onnx::TensorProto* const tensor = node.TensorAttribute("value");
  if (tensor == nullptr) throw Error("attribute 'value' is missing");
  state->WriteConstant(node, ReadOnnxConstant(*tensor));
}

// Of weights: one scale, zero point 0.
void ImportDequantizeLinear(const OnnxNode& node, ImportState* state) {
  OnnxConstant constant = state->Constant(node.Input(0));
  const OnnxConstant& scale = state->Constant(node.Input(1));
  if (scale.values.size() != 1) throw Error("allowed is one scale for the whole tensor");
  NeedNoBias(node, 2, *state);
  for (double& value : constant.values) value *= scale.values[0];
  state->WriteConstant(node, std::move(constant));
}

}  // namespace itg
