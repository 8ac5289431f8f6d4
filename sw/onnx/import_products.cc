// SPDX-License-Identifier: Apache-2.0
//
// Conv, Gemm and MatMul. Weights turn from [out][channels][height][width] into
// [out][height][width][channels]; so do the inputs of a linear layer that reads a flattened image.
#include <cmath>

#include "model/error.h"
#include "sw/onnx/import_state.h"

namespace itg {
namespace {

void AddWeights(const Layer& layer, std::vector<double> values, ImportState* state) {
  for (const double value : values) {
    if (!std::isfinite(value)) throw Error("its weights contain infinity or NaN");
  }
  state->weights.push_back({layer.name, layer.weight, std::move(values)});
}

// `from` [outer][channels][positions] as [outer][positions][channels].
std::vector<double> ChannelsLast(const std::vector<double>& from, int64_t channels,
                                 int64_t positions) {
  std::vector<double> to(from.size());
  const int64_t inner = channels * positions;
  for (int64_t i = 0; i < static_cast<int64_t>(from.size()); ++i) {
    const int64_t channel = i % inner / positions;
    const int64_t position = i % positions;
    to[static_cast<size_t>(i - i % inner + position * channels + channel)] =
        from[static_cast<size_t>(i)];
  }
  return to;
}

std::vector<double> Transposed(const OnnxConstant& matrix) {
  const size_t rows = static_cast<size_t>(matrix.shape[0]);
  const size_t columns = static_cast<size_t>(matrix.shape[1]);
  std::vector<double> to(matrix.values.size());
  for (size_t row = 0; row < rows; ++row) {
    for (size_t column = 0; column < columns; ++column) {
      to[column * rows + row] = matrix.values[row * columns + column];
    }
  }
  return to;
}

// A linear layer with the matrix of input 1, [out][in] or, not `transposed`, [in][out].
void ImportLinear(const OnnxNode& node, bool transposed, ImportState* state) {
  const OnnxConstant& matrix = state->Constant(node.Input(1));
  if (matrix.shape.size() != 2) {
    throw Error("weights of shape " + ToString(matrix.shape) + ", allowed two dimensions");
  }
  const OnnxValue value = state->Read(node);
  const Shape image = state->builder.ShapeOf(value.layer);
  if (!value.flat) throw Error("reads an image, expected a Flatten before it");
  const int64_t inputs = matrix.shape[transposed ? 1 : 0];
  if (inputs != ElementCount(image)) {
    throw Error("weights for " + std::to_string(inputs) + " inputs, it reads " +
                std::to_string(ElementCount(image)));
  }
  std::vector<double> values = transposed ? matrix.values : Transposed(matrix);
  if (image.size() == 3) values = ChannelsLast(values, image[2], image[0] * image[1]);
  AddWeights(state->builder.Linear(matrix.shape[transposed ? 0 : 1]), std::move(values), state);
  state->WriteLayer(node, /*flat=*/true);
}

}  // namespace

void ImportConv(const OnnxNode& node, ImportState* state) {
  const OnnxConstant& kernel = state->Constant(node.Input(1));
  if (kernel.shape.size() != 4) {
    throw Error("weights of shape " + ToString(kernel.shape) +
                ", allowed [outputs, channels, height, width]");
  }
  node.NeedInt("group", 1);
  NeedNoBias(node, 2, *state);
  const Window window = ReadOnnxWindow(node, {kernel.shape[2], kernel.shape[3]});
  const OnnxValue value = state->Read(node);
  if (value.flat) throw Error("reads a flattened image");
  const Layer& layer = state->builder.Conv(kernel.shape[0], window);
  if (layer.in[2] != kernel.shape[1]) {
    throw Error("weights for " + std::to_string(kernel.shape[1]) + " channels, it reads " +
                std::to_string(layer.in[2]));
  }
  AddWeights(layer, ChannelsLast(kernel.values, kernel.shape[1], kernel.shape[2] * kernel.shape[3]),
             state);
  state->WriteLayer(node, /*flat=*/false);
}

void ImportGemm(const OnnxNode& node, ImportState* state) {
  for (const char* const factor : {"alpha", "beta"}) {
    if (node.Float(factor, 1) != 1) throw Error(std::string(factor) + " must be 1");
  }
  node.NeedInt("transA", 0);
  NeedNoBias(node, 2, *state);
  ImportLinear(node, node.Int("transB", 0) != 0, state);
}

void ImportMatMul(const OnnxNode& node, ImportState* state) {
  ImportLinear(node, /*transposed=*/false, state);
}

}  // namespace itg
