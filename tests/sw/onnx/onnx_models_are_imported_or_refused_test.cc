// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "model/error.h"
#include "sw/nn/network_json.h"
#include "sw/onnx/export.h"
#include "sw/onnx/import.h"
#include "tests/sw/onnx/onnx_builder.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// Two channels of 4x4, a convolution with a pool, a residual block, a linear layer of 3 classes.
OnnxBuilder Residual() {
  OnnxBuilder builder({2, 4, 4});
  builder.Constant("w1", {2, 2, 3, 3}, Counted(36), /*raw=*/true);
  builder.Constant("w2", {2, 2, 1, 1}, {1, -2, 3, -4});
  builder.Constant("w3", {3, 8}, Counted(24));
  builder.Constant("zero", {3}, {0, 0, 0});
  onnx::NodeProto* const conv = builder.Node("Conv", {"x", "w1"}, "a");
  builder.Ints(conv, "pads", {1, 1, 1, 1});
  builder.Node("Relu", {"a"}, "b");
  onnx::NodeProto* const pool = builder.Node("MaxPool", {"b"}, "c");
  builder.Ints(pool, "kernel_shape", {2, 2});
  builder.Ints(pool, "strides", {2, 2});
  builder.Node("Conv", {"c", "w2"}, "d");
  builder.Node("Add", {"d", "c"}, "e");
  builder.Node("Flatten", {"e"}, "f");
  builder.Node("Dropout", {"f"}, "g");
  builder.Int(builder.Node("Gemm", {"g", "w3", "zero"}, "y"), "transB", 1);
  return builder;
}

std::string Refusal(const OnnxBuilder& builder) {
  return ErrorOf([&] { ImportOnnx(builder.Bytes(), "m.onnx"); });
}

TEST(OnnxImport, StructureIsTaken) {
  const ImportedNetwork imported = ImportOnnx(Residual().Bytes(), "m.onnx");
  EXPECT_EQ(LayersToJson(imported.network).dump(),
            R"([{"conv":2,"kernel":3,"stride":1,"padding":1,"name":"conv1"},)"
            R"({"relu":true,"name":"relu1"},)"
            R"({"max_pool":2,"stride":2,"padding":0,"name":"pool1"},)"
            R"({"conv":2,"kernel":1,"stride":1,"padding":0,"name":"conv2"},)"
            R"({"add":["conv2","pool1"],"name":"add1"},)"
            R"({"dropout":true,"name":"dropout1"},)"
            R"({"linear":3,"name":"fc1"}])");
  EXPECT_EQ(imported.network.image, (Shape{4, 4, 2}));
}

// [out][channels][height][width] becomes channels last, and so do the inputs of the linear layer
// behind the flattened [2][2][2] image: ours (y, x, c) was (c, y, x).
TEST(OnnxImport, WeightsTurnToChannelsLast) {
  const ImportedNetwork imported = ImportOnnx(Residual().Bytes(), "m.onnx");
  ASSERT_EQ(imported.weights.size(), 3u);
  EXPECT_EQ(imported.weights[0].shape, (Shape{2, 3, 3, 2}));
  EXPECT_EQ(std::vector<double>(imported.weights[0].values.begin(),
                                imported.weights[0].values.begin() + 6),
            (std::vector<double>{0, 9, 1, 10, 2, 11}));
  EXPECT_EQ(imported.weights[1].values, (std::vector<double>{1, -2, 3, -4}));
  EXPECT_EQ(std::vector<double>(imported.weights[2].values.begin() + 8,
                                imported.weights[2].values.begin() + 16),
            (std::vector<double>{8, 12, 9, 13, 10, 14, 11, 15}));
}

TEST(OnnxImport, MatricesOfMatMulAreTransposed) {
  OnnxBuilder builder({2});
  builder.Constant("w", {2, 3}, Counted(6));
  builder.Node("MatMul", {"x", "w"}, "h");
  builder.Node("Softmax", {"h"}, "y");
  EXPECT_EQ(ImportOnnx(builder.Bytes(), "m").weights[0].values,
            (std::vector<double>{0, 3, 1, 4, 2, 5}));
}

TEST(OnnxImport, GlobalAveragePoolAndReshapeAreTaken) {
  OnnxBuilder builder({3, 4, 5});
  builder.Constant("w", {2, 3}, Counted(6));
  onnx::TensorProto* const shape = builder.graph()->add_initializer();
  shape->set_name("shape");
  shape->set_data_type(onnx::TensorProto::INT64);
  shape->add_dims(2);
  shape->add_int64_data(0);
  shape->add_int64_data(-1);
  builder.Node("GlobalAveragePool", {"x"}, "a");
  builder.Node("Reshape", {"a", "shape"}, "b");
  builder.Int(builder.Node("Gemm", {"b", "w"}, "y"), "transB", 1);
  const Network network = ImportOnnx(builder.Bytes(), "m").network;
  EXPECT_EQ(network.layers[0].window.kernel_h, 4);
  EXPECT_EQ(network.layers[0].window.kernel_w, 5);
  EXPECT_EQ(network.layers[1].weight, (Shape{2, 3}));
}

// max|w| = 0.75: exponent 0 - 7; 0.375 / 0.75 * 127 = 63.5 rounds away from zero.
TEST(OnnxImport, FloatWeightsFillTheRange) {
  const Tensor tensor = QuantiseWeights({"fc1", {1, 4}, {0.75, -0.375, 0.375, 0.001}}, 8);
  EXPECT_EQ(tensor.exponent(), -7);
  EXPECT_EQ(tensor.Get(0), 127);
  EXPECT_EQ(tensor.Get(1), -64);
  EXPECT_EQ(tensor.Get(2), 64);
  EXPECT_EQ(tensor.Get(3), 0);
  EXPECT_EQ(QuantiseWeights({"fc1", {1}, {0.5}}, 4).exponent(), -1 - 3);  // ceil(log2 0.5) = -1
  EXPECT_EQ(QuantiseWeights({"fc1", {1}, {0}}, 8).exponent(), -7);
}

TEST(OnnxImport, WhatNetworksCannotExpressIsRefusedByNode) {
  const auto refusal = [](const std::function<void(OnnxBuilder*)>& change) {
    OnnxBuilder builder = Residual();
    change(&builder);
    return Refusal(builder);
  };
  const auto node = [](OnnxBuilder* b, int index) { return b->graph()->mutable_node(index); };
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { node(b, 1)->set_op_type("BatchNormalization"); }),
            "m.onnx: node 1 \"n_b\" (BatchNormalization): unsupported operator (allowed: Add, "
            "AveragePool, Constant, Conv, DequantizeLinear, Dropout, Flatten, Gemm, "
            "GlobalAveragePool, Identity, LogSoftmax, MatMul, MaxPool, Relu, Reshape, Softmax)");
  EXPECT_EQ(
      refusal([&](OnnxBuilder* b) { b->graph()->mutable_initializer(3)->set_float_data(1, 0.5F); }),
      "m.onnx: node 7 \"n_y\" (Gemm): its bias \"zero\" is not zero: layers have no bias");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { b->Int(node(b, 0), "group", 2); }),
            "m.onnx: node 0 \"n_a\" (Conv): group = 2, allowed 1");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) {
              b->Ints(node(b, 3), "strides", {1, 2});
            }),
            "m.onnx: node 3 \"n_d\" (Conv): strides = [1, 2], allowed the same number 1..255 2 "
            "times");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) {
              b->Ints(node(b, 3), "dilations", {2, 2});
            }),
            "m.onnx: node 3 \"n_d\" (Conv): dilations of 2, allowed 1");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { b->Int(node(b, 2), "ceil_mode", 1); }),
            "m.onnx: node 2 \"n_c\" (MaxPool): ceil_mode = 1, allowed 0");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { b->Int(node(b, 1), "alpha", 1); }),
            "m.onnx: node 1 \"n_b\" (Relu): unknown attribute 'alpha' (allowed: )");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { node(b, 4)->set_input(1, "b"); }),
            "m.onnx: node 4 \"n_e\" (Add): the branches have the shapes [2, 2, 2] and [4, 4, 2], "
            "expected the same");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { node(b, 7)->set_input(0, "e"); }),
            "m.onnx: node 7 \"n_y\" (Gemm): reads an image, expected a Flatten before it");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { node(b, 1)->set_input(0, "new\nline"); }),
            "m.onnx: node 1 \"n_b\" (Relu): input \"new?line\" is not the output of a node before "
            "it");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) { b->graph()->mutable_output(0)->set_name("g"); }),
            "m.onnx: graph: output \"g\" is not that of the last layer");
  EXPECT_EQ(refusal([&](OnnxBuilder* b) {
              b->graph()->mutable_initializer(0)->mutable_raw_data()->resize(8);
            }),
            "m.onnx: initializer \"w1\": constant \"w1\": data of 2 elements, its shape needs 36");
  EXPECT_EQ(ErrorOf([] { ImportOnnx("", "m.onnx"); }), "m.onnx: not an ONNX model");
}

// Weights whose largest element fills the range come back the same.
TEST(OnnxExport, ExportedModelsImportTheSame) {
  const ImportedNetwork first = ImportOnnx(Residual().Bytes(), "m.onnx");
  for (const int bits : {8, 12}) {
    std::vector<Tensor> weights;
    for (const FloatWeights& one : first.weights) weights.push_back(QuantiseWeights(one, bits));
    const std::string bytes = ExportOnnx(first.network, weights);
    const ImportedNetwork again = ImportOnnx(bytes, "e.onnx");
    EXPECT_EQ(LayersToJson(again.network), LayersToJson(first.network));
    for (size_t i = 0; i < weights.size(); ++i) {
      EXPECT_EQ(QuantiseWeights(again.weights[i], bits), weights[i]) << i;
    }
  }
}

// A damaged model is refused in one line or happens to be a model: nothing else.
void TryImport(const std::string& bytes, int* refused) {
  try {
    ImportOnnx(bytes, "m.onnx");
  } catch (const Error& error) {
    ++*refused;
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << error.what();
  }
}

TEST(OnnxImport, DamagedModelsAreRefusedInOneLine) {
  const std::string whole = Residual().Bytes();
  int refused = 0;
  for (size_t length = 0; length < whole.size(); ++length) {
    TryImport(whole.substr(0, length), &refused);
  }
  EXPECT_EQ(refused, static_cast<int>(whole.size()));
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string bytes = whole;
    for (uint32_t change = 0; change <= random() % 3; ++change) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    TryImport(bytes, &refused);
  }
  EXPECT_GT(refused, 1000);
}

}  // namespace
}  // namespace itg
