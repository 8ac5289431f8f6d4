// SPDX-License-Identifier: Apache-2.0
//
// Elements of an ONNX tensor: either as raw little-endian bytes or in the field of their type.
#include <cstring>

#include "model/error.h"
#include "sw/nn/builder.h"
#include "sw/onnx/onnx_node.h"

namespace itg {
namespace {

using onnx::TensorProto;

Shape ShapeOf(const TensorProto& tensor) {
  Shape shape;
  int64_t elements = 1;
  for (const int64_t size : tensor.dims()) {
    if (size < 1 || size > kMaxTensorElements || elements * size > kMaxTensorElements) {
      throw Error("constant \"" + tensor.name() + "\": dimension " + std::to_string(size) +
                  ", allowed 1.." + std::to_string(kMaxTensorElements) + " elements in all");
    }
    elements *= size;
    shape.push_back(size);
  }
  return shape;
}

[[noreturn]] void RefuseCount(const TensorProto& tensor, size_t count, int64_t wanted) {
  throw Error("constant \"" + tensor.name() + "\": data of " + std::to_string(count) +
              " elements, its shape needs " + std::to_string(wanted));
}

template <typename T>
std::vector<double> Raw(const TensorProto& tensor, int64_t count) {
  const std::string& bytes = tensor.raw_data();
  if (bytes.size() != static_cast<size_t>(count) * sizeof(T)) {
    RefuseCount(tensor, bytes.size() / sizeof(T), count);
  }
  std::vector<double> values(static_cast<size_t>(count));
  for (size_t i = 0; i < values.size(); ++i) {
    T value;
    std::memcpy(&value, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = static_cast<double>(value);
  }
  return values;
}

template <typename T, typename Field>
std::vector<double> Values(const TensorProto& tensor, const Field& field, int64_t count) {
  if (tensor.has_raw_data()) return Raw<T>(tensor, count);
  if (field.size() != count) RefuseCount(tensor, static_cast<size_t>(field.size()), count);
  std::vector<double> values;
  values.reserve(static_cast<size_t>(count));
  for (const auto value : field) values.push_back(static_cast<double>(value));
  return values;
}

}  // namespace

OnnxConstant ReadOnnxConstant(const TensorProto& tensor) {
  OnnxConstant constant;
  constant.shape = ShapeOf(tensor);
  const int64_t count = ElementCount(constant.shape);
  if (tensor.data_location() == TensorProto::EXTERNAL) {
    throw Error("constant \"" + tensor.name() + "\": its data is in another file");
  }
  switch (tensor.data_type()) {
    case TensorProto::FLOAT:
      constant.values = Values<float>(tensor, tensor.float_data(), count);
      return constant;
    case TensorProto::DOUBLE:
      constant.values = Values<double>(tensor, tensor.double_data(), count);
      return constant;
    case TensorProto::INT8:
      constant.values = Values<int8_t>(tensor, tensor.int32_data(), count);
      return constant;
    case TensorProto::INT32:
      constant.values = Values<int32_t>(tensor, tensor.int32_data(), count);
      return constant;
    case TensorProto::INT64:
      constant.values = Values<int64_t>(tensor, tensor.int64_data(), count);
      return constant;
    default:
      throw Error("constant \"" + tensor.name() + "\": data type " +
                  std::to_string(tensor.data_type()) +
                  ", allowed FLOAT (1), INT8 (3), INT32 (6), INT64 (7), DOUBLE (11)");
  }
}

}  // namespace itg
