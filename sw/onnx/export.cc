// SPDX-License-Identifier: Apache-2.0
#include "sw/onnx/export.h"

#include <onnx/onnx_pb.h>

#include <cmath>
#include <limits>

#include "model/error.h"

namespace itg {
namespace {

using onnx::AttributeProto;
using onnx::TensorProto;

constexpr int kIrVersion = 8;     // of ONNX 1.10 and later
constexpr int kOperatorSet = 13;  // the first in which every operator below has its form

void AddInts(const std::string& name, const std::vector<int64_t>& values, onnx::NodeProto* node) {
  AttributeProto* const attribute = node->add_attribute();
  attribute->set_name(name);
  attribute->set_type(AttributeProto::INTS);
  for (const int64_t value : values) attribute->add_ints(value);
}

void AddInt(const std::string& name, int64_t value, onnx::NodeProto* node) {
  AttributeProto* const attribute = node->add_attribute();
  attribute->set_name(name);
  attribute->set_type(AttributeProto::INT);
  attribute->set_i(value);
}

void AddWindow(const Window& window, onnx::NodeProto* node) {
  AddInts("kernel_shape", {window.kernel_h, window.kernel_w}, node);
  AddInts("strides", {window.stride, window.stride}, node);
  AddInts("pads", {window.padding, window.padding, window.padding, window.padding}, node);
}

// Element [outer][channels][positions] of ONNX's order is ours [outer][positions][channels].
int64_t OurIndex(int64_t index, int64_t channels, int64_t positions) {
  const int64_t inner = channels * positions;
  return index - index % inner + index % positions * channels + index % inner / positions;
}

class Exporter {
 public:
  Exporter(const Network& network, const std::vector<Tensor>& weights)
      : network_(network), weights_(weights) {
    model_.set_ir_version(kIrVersion);
    model_.set_producer_name("intaglio");
    model_.add_opset_import()->set_version(kOperatorSet);
    graph_ = model_.mutable_graph();
    graph_->set_name("network");
  }

  std::string Run() {
    AddValue(kImagesName, network_.image, graph_->add_input());
    size_t weight = 0;
    for (const Layer& layer : network_.layers) {
      if (layer.has_weights()) AddWeights(layer, weights_.at(weight++));
      AddLayer(layer);
    }
    AddValue(network_.layers.back().name, network_.layers.back().out, graph_->add_output());
    return model_.SerializeAsString();
  }

 private:
  std::string NameOf(int64_t layer) const {
    return layer < 0 ? kImagesName : network_.layers[static_cast<size_t>(layer)].name;
  }
  const Shape& ShapeOf(int64_t layer) const {
    return layer < 0 ? network_.image : network_.layers[static_cast<size_t>(layer)].out;
  }

  onnx::NodeProto* AddNode(const std::string& type, const std::vector<std::string>& inputs,
                           const std::string& output) {
    onnx::NodeProto* const node = graph_->add_node();
    node->set_name(output);
    node->set_op_type(type);
    for (const std::string& input : inputs) node->add_input(input);
    node->add_output(output);
    return node;
  }

  static void AddValue(const std::string& name, const Shape& sample, onnx::ValueInfoProto* value) {
    value->set_name(name);
    onnx::TypeProto::Tensor* const type = value->mutable_type()->mutable_tensor_type();
    type->set_elem_type(TensorProto::FLOAT);
    type->mutable_shape()->add_dim()->set_dim_param("N");
    const bool image = sample.size() == 3;
    const Shape sizes = image ? Shape{sample[2], sample[0], sample[1]} : sample;
    for (const int64_t size : sizes) type->mutable_shape()->add_dim()->set_dim_value(size);
  }

  void AddScale(const Layer& layer, int exponent) {
    constexpr int kLeast = std::numeric_limits<float>::min_exponent - 1;
    constexpr int kMost = std::numeric_limits<float>::max_exponent - 1;
    if (exponent < kLeast || exponent > kMost) {
      throw Error(layer.name + ".weight: exponent " + std::to_string(exponent) +
                  ", a float holds " + std::to_string(kLeast) + ".." + std::to_string(kMost));
    }
    TensorProto* const scale = graph_->add_initializer();
    scale->set_name(layer.name + ".scale");
    scale->set_data_type(TensorProto::FLOAT);
    scale->add_float_data(std::ldexp(1.0F, exponent));
  }

  // Channels of the image that the weights see, and its positions.
  std::pair<int64_t, int64_t> Inner(const Layer& layer) const {
    if (layer.kind == LayerKind::kConv) return {layer.weight[3], layer.weight[1] * layer.weight[2]};
    const Shape& in = ShapeOf(layer.from);
    return in.size() == 3 ? std::pair(in[2], in[0] * in[1]) : std::pair(in[0], int64_t{1});
  }

  void AddWeights(const Layer& layer, const Tensor& weight) {
    AddScale(layer, weight.exponent());
    TensorProto* const tensor = graph_->add_initializer();
    tensor->set_name(layer.name + ".weight");
    const bool narrow = weight.type() == ElementType::kInt8;
    tensor->set_data_type(narrow ? TensorProto::INT8 : TensorProto::INT32);
    const Shape& shape = layer.weight;
    const Shape sizes = shape.size() == 4 ? Shape{shape[0], shape[3], shape[1], shape[2]} : shape;
    for (const int64_t size : sizes) tensor->add_dims(size);
    const auto [channels, positions] = Inner(layer);
    for (int64_t i = 0; i < weight.size(); ++i) {
      tensor->add_int32_data(static_cast<int32_t>(weight.Get(OurIndex(i, channels, positions))));
    }
    AddNode("DequantizeLinear", {layer.name + ".weight", layer.name + ".scale"},
            layer.name + ".float");
  }

  void AddLinear(const Layer& layer) {
    std::string in = NameOf(layer.from);
    if (ShapeOf(layer.from).size() == 3) {
      AddInt("axis", 1, AddNode("Flatten", {in}, layer.name + ".flat"));
      in = layer.name + ".flat";
    }
    AddInt("transB", 1, AddNode("Gemm", {in, layer.name + ".float"}, layer.name));
  }

  void AddLayer(const Layer& layer) {
    const std::string in = NameOf(layer.from);
    switch (layer.kind) {
      case LayerKind::kLinear:
        return AddLinear(layer);
      case LayerKind::kConv:
        return AddWindow(layer.window, AddNode("Conv", {in, layer.name + ".float"}, layer.name));
      case LayerKind::kRelu:
        AddNode("Relu", {in}, layer.name);
        return;
      case LayerKind::kMaxPool:
        return AddWindow(layer.window, AddNode("MaxPool", {in}, layer.name));
      case LayerKind::kAveragePool: {
        onnx::NodeProto* const node = AddNode("AveragePool", {in}, layer.name);
        AddInt("count_include_pad", 1, node);
        return AddWindow(layer.window, node);
      }
      case LayerKind::kDropout:  // its default ratio is 0.5
        AddNode("Dropout", {in}, layer.name);
        return;
      case LayerKind::kAdd:
        AddNode("Add", {in, NameOf(layer.from2)}, layer.name);
        return;
    }
  }

  const Network& network_;
  const std::vector<Tensor>& weights_;
  onnx::ModelProto model_;
  onnx::GraphProto* graph_;
};

}  // namespace

std::string ExportOnnx(const Network& network, const std::vector<Tensor>& weights) {
  return Exporter(network, weights).Run();
}

}  // namespace itg
