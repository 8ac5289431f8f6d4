// SPDX-License-Identifier: Apache-2.0
//
// ONNX models made node by node, for the tests of sw/onnx.

#pragma once

#include <onnx/onnx_pb.h>

#include <cstring>
#include <string>
#include <vector>

namespace itg {

class OnnxBuilder {
 public:
  // Input "x" of one sample a batch: {channels, height, width} or {features}.
  explicit OnnxBuilder(const std::vector<int64_t>& sample) {
    model.set_ir_version(8);
    model.add_opset_import()->set_version(13);
    onnx::ValueInfoProto* const input = graph()->add_input();
    input->set_name("x");
    auto* const shape = input->mutable_type()->mutable_tensor_type()->mutable_shape();
    shape->add_dim()->set_dim_param("N");
    for (const int64_t size : sample) shape->add_dim()->set_dim_value(size);
    graph()->add_output()->set_name("y");
  }

  onnx::GraphProto* graph() { return model.mutable_graph(); }

  onnx::NodeProto* Node(const std::string& type, const std::vector<std::string>& inputs,
                        const std::string& output) {
    onnx::NodeProto* const node = graph()->add_node();
    node->set_op_type(type);
    node->set_name("n_" + output);
    for (const std::string& input : inputs) node->add_input(input);
    node->add_output(output);
    return node;
  }

  // A float constant, as raw bytes or in the field of its type.
  void Constant(const std::string& name, const std::vector<int64_t>& shape,
                const std::vector<float>& values, bool raw = false) {
    onnx::TensorProto* const tensor = graph()->add_initializer();
    tensor->set_name(name);
    tensor->set_data_type(onnx::TensorProto::FLOAT);
    for (const int64_t size : shape) tensor->add_dims(size);
    if (raw) {
      tensor->set_raw_data(
          std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
    } else {
      for (const float value : values) tensor->add_float_data(value);
    }
  }

  static void Ints(onnx::NodeProto* node, const std::string& name,
                   const std::vector<int64_t>& values) {
    onnx::AttributeProto* const attribute = node->add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INTS);
    for (const int64_t value : values) attribute->add_ints(value);
  }
  static void Int(onnx::NodeProto* node, const std::string& name, int64_t value) {
    onnx::AttributeProto* const attribute = node->add_attribute();
    attribute->set_name(name);
    attribute->set_type(onnx::AttributeProto::INT);
    attribute->set_i(value);
  }

  std::string Bytes() const { return model.SerializeAsString(); }

  onnx::ModelProto model;
};

// 0, 1, 2, ...: values that tell their place.
inline std::vector<float> Counted(int count) {
  std::vector<float> values(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) values[static_cast<size_t>(i)] = static_cast<float>(i);
  return values;
}

}  // namespace itg
