// SPDX-License-Identifier: Apache-2.0
#include "sw/onnx/import.h"

#include "model/error.h"
#include "sw/onnx/import_state.h"

namespace itg {
namespace {

struct Operator {
  const char* name;
  const char* attributes;
  void (*import)(const OnnxNode&, ImportState*);
};

constexpr Operator kOperators[] = {
    {"Add", "", ImportAdd},
    {"AveragePool",
     "auto_pad, dilations, kernel_shape, pads, strides, ceil_mode, count_include_pad",
     ImportAveragePool},
    {"Constant", "value", ImportConstant},
    {"Conv", "auto_pad, dilations, kernel_shape, pads, strides, group", ImportConv},
    {"DequantizeLinear", "axis", ImportDequantizeLinear},
    {"Dropout", "ratio, seed", ImportDropout},
    {"Flatten", "axis", ImportFlatten},
    {"Gemm", "alpha, beta, transA, transB", ImportGemm},
    {"GlobalAveragePool", "", ImportGlobalAveragePool},
    {"Identity", "", ImportIdentity},
    {"LogSoftmax", "axis", ImportIdentity},
    {"MatMul", "", ImportMatMul},
    {"MaxPool", "auto_pad, dilations, kernel_shape, pads, strides, ceil_mode, storage_order",
     ImportMaxPool},
    {"Relu", "", ImportRelu},
    {"Reshape", "allowzero", ImportReshape},
    {"Softmax", "axis", ImportIdentity},
};

const Operator& FindOperator(const onnx::NodeProto& node) {
  std::string allowed;
  for (const Operator& one : kOperators) {
    const bool standard = node.domain().empty() || node.domain() == "ai.onnx";
    if (standard && node.op_type() == one.name) return one;
    allowed += (allowed.empty() ? "" : ", ") + std::string(one.name);
  }
  throw Error("unsupported operator (allowed: " + allowed + ")");
}

// The loss computes the soft-max, so only as the last node it means nothing.
void CheckSoftmax(const onnx::NodeProto& node, const onnx::GraphProto& graph) {
  if (node.op_type() != "Softmax" && node.op_type() != "LogSoftmax") return;
  const bool last = node.output_size() == 1 && graph.output_size() == 1 &&
                    node.output(0) == graph.output(0).name();
  if (!last) throw Error("allowed as the output of the model alone");
}

// The shape of a sample, [height][width][channels] or [features].
Shape SampleShape(const onnx::ValueInfoProto& input) {
  const onnx::TensorShapeProto& shape = input.type().tensor_type().shape();
  Shape sizes;
  for (int d = 1; d < shape.dim_size(); ++d) {
    const int64_t size = shape.dim(d).has_dim_value() ? shape.dim(d).dim_value() : 0;
    if (size < 1 || size > kMaxOutputs) {
      throw Error("dimension " + std::to_string(d) + " = " + std::to_string(size) +
                  ", expected a fixed size 1.." + std::to_string(kMaxOutputs));
    }
    sizes.push_back(size);
  }
  if (sizes.size() == 1) return sizes;
  if (sizes.size() == 3) return {sizes[1], sizes[2], sizes[0]};
  throw Error("has " + std::to_string(shape.dim_size()) +
              " dimensions, expected [N, channels, height, width] or [N, features]");
}

// Names come from the file: what is no printable character would break the line.
std::string Printable(std::string text) {
  for (char& c : text) c = c >= ' ' && c <= '~' ? c : '?';
  return text;
}

// Runs `step`; its Error, which knows no place, gets file and `place`.
template <typename Step>
auto At(const std::string& path, const std::string& place, Step step) {
  try {
    return step();
  } catch (const Error& error) {
    throw Error(path + ": " + Printable(place + ": " + error.what()));
  }
}

std::string Quoted(const std::string& name) { return "\"" + name + "\""; }

void ReadConstants(const onnx::GraphProto& graph, const std::string& path, ImportState* state) {
  for (const onnx::TensorProto& tensor : graph.initializer()) {
    At(path, "initializer " + Quoted(tensor.name()), [&] {
      state->constants[tensor.name()] = ReadOnnxConstant(tensor);
      return 0;
    });
  }
}

const onnx::ValueInfoProto& TheInput(const onnx::GraphProto& graph, const std::string& path) {
  const onnx::ValueInfoProto* found = nullptr;
  for (const onnx::ValueInfoProto& input : graph.input()) {
    bool constant = false;
    for (const onnx::TensorProto& tensor : graph.initializer()) {
      constant = constant || tensor.name() == input.name();
    }
    if (constant) continue;
    if (found != nullptr) throw Error(path + ": more than one input, expected the images alone");
    found = &input;
  }
  if (found == nullptr) throw Error(path + ": no input, expected the images");
  return *found;
}

void ImportNodes(const onnx::GraphProto& graph, const std::string& path, ImportState* state) {
  for (int i = 0; i < graph.node_size(); ++i) {
    const onnx::NodeProto& node = graph.node(i);
    const std::string place =
        "node " + std::to_string(i) + " " + Quoted(node.name()) + " (" + node.op_type() + ")";
    At(path, place, [&] {
      const Operator& one = FindOperator(node);
      CheckSoftmax(node, graph);
      one.import(OnnxNode(node, one.attributes), state);
      return 0;
    });
  }
}

void CheckOutput(const onnx::GraphProto& graph, const ImportState& state) {
  if (graph.output_size() != 1) {
    throw Error(std::to_string(graph.output_size()) + " outputs, expected one");
  }
  const OnnxValue& value = state.Value(graph.output(0).name());
  if (value.layer == state.builder.last() && value.layer != kImages) return;
  throw Error("output " + Quoted(graph.output(0).name()) + " is not that of the last layer");
}

}  // namespace

ImportedNetwork ImportOnnx(const std::string& bytes, const std::string& path) {
  onnx::ModelProto model;
  if (!model.ParsePartialFromString(bytes) || !model.has_graph() ||
      model.opset_import_size() == 0) {
    throw Error(path + ": not an ONNX model");
  }
  const onnx::GraphProto& graph = model.graph();
  const onnx::ValueInfoProto& input = TheInput(graph, path);
  const Shape image = At(path, "input " + Quoted(input.name()), [&] { return SampleShape(input); });
  ImportState state = {NetworkBuilder(image), {}, {}, {}};
  state.values[input.name()] = {kImages, image.size() == 1};
  ReadConstants(graph, path, &state);
  ImportNodes(graph, path, &state);
  ImportedNetwork imported;
  At(path, "graph", [&] {
    CheckOutput(graph, state);
    imported.network = state.builder.Build();
    if (imported.network.layers.back().kind != LayerKind::kLinear) {
      throw Error("the last layer must be linear, one output a class");
    }
    return 0;
  });
  imported.weights = std::move(state.weights);
  return imported;
}

}  // namespace itg
