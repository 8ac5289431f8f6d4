// SPDX-License-Identifier: Apache-2.0
//
// A node of an ONNX graph with its attributes checked, and the constants it reads. Errors here name
// no place: import.cc adds file and node. Private to sw/onnx.

#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>
#include <vector>

#include "model/tensor/tensor.h"

namespace itg {

struct OnnxConstant {
  Shape shape;
  std::vector<double> values;  // row-major; integers too
};

// Elements of type float, double, int8, int32 or int64. Throws Error for another type, a shape that
// does not go with the data, data in another file.
OnnxConstant ReadOnnxConstant(const onnx::TensorProto& tensor);

class OnnxNode {
 public:
  // Throws Error when the node has an attribute that is not in `allowed`: "axis, seed".
  OnnxNode(const onnx::NodeProto& proto, const std::string& allowed);

  // Name of input `index`; empty when it is left out.
  std::string Input(int index) const;
  bool HasInput(int index) const { return !Input(index).empty(); }
  const onnx::NodeProto& proto() const { return proto_; }

  int64_t Int(const std::string& name, int64_t otherwise) const;
  std::string String(const std::string& name, const std::string& otherwise) const;
  double Float(const std::string& name, double otherwise) const;
  std::vector<int64_t> Ints(const std::string& name) const;  // empty when absent
  const onnx::TensorProto* TensorAttribute(const std::string& name) const;

  // Throws Error "<name> = <value>, allowed <only>" unless the attribute is absent or `only`.
  void NeedInt(const std::string& name, int64_t only) const;

 private:
  const onnx::AttributeProto* Find(const std::string& name,
                                   onnx::AttributeProto::AttributeType type) const;
  const onnx::NodeProto& proto_;
};

}  // namespace itg
