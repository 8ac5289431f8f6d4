// SPDX-License-Identifier: Apache-2.0
#include "sw/onnx/onnx_node.h"

#include "model/error.h"

namespace itg {

using onnx::AttributeProto;

OnnxNode::OnnxNode(const onnx::NodeProto& proto, const std::string& allowed) : proto_(proto) {
  for (const AttributeProto& attribute : proto.attribute()) {
    if ((", " + allowed + ", ").find(", " + attribute.name() + ", ") != std::string::npos) continue;
    throw Error("unknown attribute '" + attribute.name() + "' (allowed: " + allowed + ")");
  }
}

std::string OnnxNode::Input(int index) const {
  return index < proto_.input_size() ? proto_.input(index) : "";
}

const AttributeProto* OnnxNode::Find(const std::string& name,
                                     AttributeProto::AttributeType type) const {
  for (const AttributeProto& attribute : proto_.attribute()) {
    if (attribute.name() != name) continue;
    if (attribute.type() == type) return &attribute;
    throw Error("attribute '" + name + "' has another type than " +
                AttributeProto::AttributeType_Name(type));
  }
  return nullptr;
}

int64_t OnnxNode::Int(const std::string& name, int64_t otherwise) const {
  const AttributeProto* const attribute = Find(name, AttributeProto::INT);
  return attribute == nullptr ? otherwise : attribute->i();
}

std::string OnnxNode::String(const std::string& name, const std::string& otherwise) const {
  const AttributeProto* const attribute = Find(name, AttributeProto::STRING);
  return attribute == nullptr ? otherwise : attribute->s();
}

double OnnxNode::Float(const std::string& name, double otherwise) const {
  const AttributeProto* const attribute = Find(name, AttributeProto::FLOAT);
  return attribute == nullptr ? otherwise : static_cast<double>(attribute->f());
}

std::vector<int64_t> OnnxNode::Ints(const std::string& name) const {
  const AttributeProto* const attribute = Find(name, AttributeProto::INTS);
  if (attribute == nullptr) return {};
  return {attribute->ints().begin(), attribute->ints().end()};
}

const onnx::TensorProto* OnnxNode::TensorAttribute(const std::string& name) const {
  const AttributeProto* const attribute = Find(name, AttributeProto::TENSOR);
  return attribute == nullptr ? nullptr : &attribute->t();
}

void OnnxNode::NeedInt(const std::string& name, int64_t only) const {
  const int64_t value = Int(name, only);
  if (value == only) return;
  throw Error(name + " = " + std::to_string(value) + ", allowed " + std::to_string(only));
}

}  // namespace itg
