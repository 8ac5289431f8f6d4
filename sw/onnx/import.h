// SPDX-License-Identifier: Apache-2.0
//
// ONNX models become networks: structure, and float weights as weights at start. docs/onnx.md lists
// the operators.

#pragma once

#include <string>
#include <vector>

#include "model/tensor/tensor.h"
#include "sw/data/npz.h"
#include "sw/nn/network.h"

namespace itg {

struct FloatWeights {
  std::string layer;
  Shape shape;  // of the layer's weights: [out][features] or [out][kernel_h][kernel_w][channels]
  std::vector<double> values;
};

struct ImportedNetwork {
  Network network;
  std::vector<FloatWeights> weights;  // in layer order
};

// Reads the model in `bytes`; `path` is its name in errors. Throws Error of one line that names the
// file, the node and its operator for everything a network here cannot express.
ImportedNetwork ImportOnnx(const std::string& bytes, const std::string& path);

// Block tensor of `bits`-bit elements: v = round_half_away(w / max|w| * Max), exponent
// ceil(log2 max|w|) - B (NUMERICS.md section 4); all zeros: exponent -B.
Tensor QuantiseWeights(const FloatWeights& weights, int bits);

// "<layer>.weight" of every layer, what the key "weights" of a network file takes.
Npz QuantisedWeights(const ImportedNetwork& imported, int bits);

}  // namespace itg
