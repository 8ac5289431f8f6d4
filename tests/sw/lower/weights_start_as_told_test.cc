// SPDX-License-Identifier: Apache-2.0
//
// Where weights come from: the generator, or the network's own file; and their 16-bit masters.
#include <gtest/gtest.h>

#include "model/ops/initial_weights.h"
#include "sw/data/npz.h"
#include "sw/lower/lower.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr const char* kLayers =
    R"([{"conv": 2, "kernel": 1, "bits": {"weight": 6}}, "relu",
        {"linear": 3, "bits": {"master": true}}])";

Network Parse(const nlohmann::json& network) { return ParseNetwork(network, "t", {2, 2, 1}, 3); }

TEST(StartWeights, DrawsDependOnSeedAndNumberOfTheTensor) {
  const std::vector<Tensor> weights = StartWeights(Parse(nlohmann::json::parse(kLayers)), {}, 9);
  ASSERT_EQ(weights.size(), 2u);
  EXPECT_EQ(weights[0], InitialWeights({2, 1, 1, 1}, 6, 9, TensorId(0, Role::kWeight)));
  EXPECT_EQ(weights[1], InitialWeights({3, 8}, 8, 9, TensorId(2, Role::kWeight)));
}

TEST(StartWeights, MastersHoldTheWeightsInTheirUpperBits) {
  const Network network = Parse(nlohmann::json::parse(kLayers));
  const std::vector<Tensor> weights = StartWeights(network, {}, 9);
  const std::vector<Tensor> masters = StartMasters(network, {}, weights);
  ASSERT_EQ(masters.size(), 1u);
  EXPECT_EQ(masters[0].type(), ElementType::kInt16);
  EXPECT_EQ(masters[0].exponent(), weights[1].exponent() - 8);
  for (int64_t i = 0; i < 24; ++i) EXPECT_EQ(masters[0].Get(i), 256 * weights[1].Get(i));
}

TEST(StartWeights, FilesOfWeightsAreReadOrRefused) {
  const TempFolder folder;
  const std::string file = folder / "w.npz";
  const std::string path =
      folder.Write("n.json", std::string(R"({"weights": "w.npz", "layers": )") + kLayers + "}");
  const Network network = Parse(path);
  const auto write = [&](int64_t element, const Shape& shape) {
    Npz npz;
    Tensor conv(shape, ElementType::kInt16);
    conv.Set(1, element);
    conv.set_exponent(-11);
    npz.Add("conv1.weight", conv);
    if (element != 0) npz.Add("fc1.weight", Tensor({3, 8}, ElementType::kInt8));
    WriteNpz(file, npz);
  };
  write(-31, {2, 1, 1, 1});
  const Tensor conv = StartWeights(network, {}, 9)[0];
  EXPECT_EQ(conv.type(), ElementType::kInt8);
  EXPECT_EQ(conv.Get(1), -31);
  EXPECT_EQ(conv.exponent(), -11);
  const auto refusal = [&] { return ErrorOf([&] { StartWeights(network, {}, 9); }); };
  write(32, {2, 1, 1, 1});
  EXPECT_EQ(refusal(), file + ": conv1.weight: element 1 is 32, weights of 6 bits are -31..31");
  write(1, {1, 2});
  EXPECT_EQ(refusal(), file + ": conv1.weight: shape [1, 2], the network has [2, 1, 1, 1]");
  write(0, {2, 1, 1, 1});
  EXPECT_NE(refusal().find("fc1.weight"), std::string::npos);
}

}  // namespace
}  // namespace itg
