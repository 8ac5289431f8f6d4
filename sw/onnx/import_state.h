// SPDX-License-Identifier: Apache-2.0
//
// What an import knows while it walks the nodes, and the functions that import each operator:
// listed in the table of import.cc. Their errors name no place; import.cc adds it. Private to
// sw/onnx.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "sw/nn/builder.h"
#include "sw/onnx/import.h"
#include "sw/onnx/onnx_node.h"

namespace itg {

// A tensor of activations: the output of a layer. ONNX images are [N][channels][height][width],
// here [N][height][width][channels], so a flattened one has another order than ours.
struct OnnxValue {
  int64_t layer = kImages;
  bool flat = false;  // [N][features] in ONNX
};

struct ImportState {
  NetworkBuilder builder;
  std::map<std::string, OnnxConstant> constants;
  std::map<std::string, OnnxValue> values;
  std::vector<FloatWeights> weights;

  bool IsConstant(const std::string& name) const { return constants.count(name) != 0; }
  const OnnxConstant& Constant(const std::string& name) const;  // throws Error when it is not one
  const OnnxValue& Value(const std::string& name) const;        // throws Error when it is not one
  // The value of `node`'s input, which the next layer of `builder` reads.
  OnnxValue Read(const OnnxNode& node);
  // Names the output of `node`. Throws Error when the name is taken.
  void Write(const OnnxNode& node, const OnnxValue& value);
  // The last layer of `builder` is the output of `node`.
  void WriteLayer(const OnnxNode& node, bool flat) { Write(node, {builder.last(), flat}); }
  void WriteConstant(const OnnxNode& node, OnnxConstant constant);
};

void ImportConv(const OnnxNode& node, ImportState* state);
void ImportGemm(const OnnxNode& node, ImportState* state);
void ImportMatMul(const OnnxNode& node, ImportState* state);
void ImportRelu(const OnnxNode& node, ImportState* state);
void ImportMaxPool(const OnnxNode& node, ImportState* state);
void ImportAveragePool(const OnnxNode& node, ImportState* state);
void ImportGlobalAveragePool(const OnnxNode& node, ImportState* state);
void ImportDropout(const OnnxNode& node, ImportState* state);
void ImportAdd(const OnnxNode& node, ImportState* state);
void ImportFlatten(const OnnxNode& node, ImportState* state);
void ImportReshape(const OnnxNode& node, ImportState* state);
void ImportIdentity(const OnnxNode& node, ImportState* state);
void ImportConstant(const OnnxNode& node, ImportState* state);
void ImportDequantizeLinear(const OnnxNode& node, ImportState* state);

// Attributes "strides", "pads", "dilations", "auto_pad" and "kernel_shape"; an empty `kernel` is
// read from the latter.
Window ReadOnnxWindow(const OnnxNode& node, const Shape& kernel);
// Input `index`, a bias, must be left out or zero.
void NeedNoBias(const OnnxNode& node, int index, const ImportState& state);

}  // namespace itg
