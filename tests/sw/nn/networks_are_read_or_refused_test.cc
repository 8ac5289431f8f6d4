// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/nn/network_file.h"
#include "sw/nn/network_json.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

Network Parse(const std::string& layers, const Shape& image = {8, 8, 3}) {
  return ParseNetwork(nlohmann::json::parse(layers), "f.json", image, 10);
}

std::string Refusal(const std::string& layers, const Shape& image = {8, 8, 3}) {
  return ErrorOf([&] { Parse(layers, image); });
}

std::vector<std::string> Names(const Network& network) {
  std::vector<std::string> names;
  for (const Layer& layer : network.layers) names.push_back(layer.name);
  return names;
}

TEST(NetworkFile, ShapesAreInferred) {
  const Network network = Parse(R"([{"conv": 4, "kernel": [3, 5], "stride": 2, "padding": 1},
      "relu", {"max_pool": 2}, {"average_pool": 2, "stride": 1}, "dropout",
      {"linear": "classes"}])",
                                {9, 12, 3});
  // (9+2-3)/2+1 = 5, (12+2-5)/2+1 = 5; pools 5 -> 2 -> 1.
  EXPECT_EQ(network.layers[0].out, (Shape{5, 5, 4}));
  EXPECT_EQ(network.layers[0].weight, (Shape{4, 3, 5, 3}));
  EXPECT_EQ(network.layers[2].out, (Shape{2, 2, 4}));
  EXPECT_EQ(network.layers[3].out, (Shape{1, 1, 4}));
  EXPECT_EQ(network.layers[5].weight, (Shape{10, 4}));
  EXPECT_EQ(network.image, (Shape{9, 12, 3}));
  EXPECT_EQ(Names(network),
            (std::vector<std::string>{"conv1", "relu1", "pool1", "average1", "dropout1", "fc1"}));
}

TEST(NetworkFile, ImagesThatOnlyLinearLayersReadAreFlat) {
  EXPECT_EQ(Parse(R"([{"linear": 10}])").image, (Shape{192}));
}

TEST(NetworkFile, ResidualBlocksBecomeAdditions) {
  const Network network = Parse(R"([{"conv": 4, "kernel": 1},
      {"residual": [{"conv": 6, "kernel": 1}, "relu"], "shortcut": [{"conv": 6, "kernel": 1}]},
      {"residual": ["relu"]}, {"linear": 10}])");
  const Layer& first = network.layers[4];
  EXPECT_EQ(first.kind, LayerKind::kAdd);
  EXPECT_EQ(first.from, 2);
  EXPECT_EQ(first.from2, 3);
  EXPECT_EQ(network.layers[3].from, 0);
  const Layer& second = network.layers[6];
  EXPECT_EQ(second.from, 5);
  EXPECT_EQ(second.from2, 4);
}

TEST(NetworkFile, WidthsOfALayerOverrideThoseOfTheRun) {
  const Network network = Parse(R"([{"conv": 4, "kernel": 1,
      "bits": {"weight": 6, "activation": 5, "error": 7, "gradient": 4}},
      {"linear": 20, "bits": {"master": true}}, {"linear": 10}])");
  Numbers run;
  run.weight_bits = 9;
  const Numbers conv = NumbersOf(network.layers[0], run);
  EXPECT_EQ(conv.weight_bits, 6);
  EXPECT_EQ(conv.activation_bits, 5);
  EXPECT_EQ(conv.error_bits, 7);
  EXPECT_EQ(conv.gradient_bits, 4);
  EXPECT_FALSE(conv.master);
  EXPECT_TRUE(NumbersOf(network.layers[1], run).master);
  EXPECT_EQ(NumbersOf(network.layers[1], run).gradient_bits, 16);
  EXPECT_EQ(NumbersOf(network.layers[2], run).weight_bits, 9);
  EXPECT_EQ(NumbersOf(network.layers[2], run).gradient_bits, 8);
}

TEST(NetworkFile, FilesHoldLayersAndAbout) {
  const TempFolder folder;
  const std::string path = folder.Write("n.json", R"({"about": "mine", "weights": "w.npz",
      "layers": [{"linear": 3}, "relu", {"linear": "classes"}]})");
  const Network network = ParseNetwork(path, "c.json", {8, 8, 1}, 10);
  EXPECT_EQ(network.layers.size(), 3u);
  EXPECT_EQ(network.weights, folder / "w.npz");
  const std::string bad = folder.Write("b.json", R"({"layers": [{"linear": 3}], "lr": 1})");
  EXPECT_EQ(ErrorOf([&] {
              ParseNetwork(bad, "c.json", {8, 8, 1}, 10);
            }),
            bad + ": unknown key 'lr' (allowed: layers, about, weights)");
  const std::string shape = folder.Write("s.json", R"({"layers": [{"conv": 3, "kernel": 9}]})");
  EXPECT_EQ(ErrorOf([&] {
              ParseNetwork(shape, "c.json", {8, 8, 1}, 10);
            }),
            shape +
                ": layers.0 = {\"conv\":3,\"kernel\":9}: kernel [9, 9] with padding 0 is larger "
                "than its input [8, 8, 1] [height, width, channels]");
}

// A network written flat, with names, is the network that was read.
TEST(NetworkFile, WrittenNetworksReadBackTheSame) {
  for (const char* const name : {"lenet5", "vgg_small_7", "resnet18", "mlp_2"}) {
    const Network network = ParseNetwork(name, "test", {32, 32, 3}, 10);
    const nlohmann::json written = LayersToJson(network);
    const Network again = ParseNetwork(written, "test", {32, 32, 3}, 10);
    ASSERT_EQ(again.layers.size(), network.layers.size());
    for (size_t i = 0; i < network.layers.size(); ++i) {
      EXPECT_EQ(again.layers[i].name, network.layers[i].name);
      EXPECT_EQ(again.layers[i].from, network.layers[i].from) << network.layers[i].name;
      EXPECT_EQ(again.layers[i].from2, network.layers[i].from2) << network.layers[i].name;
      EXPECT_EQ(again.layers[i].out, network.layers[i].out) << network.layers[i].name;
    }
    EXPECT_EQ(nlohmann::json(LayersToJson(again)), written);
  }
}

TEST(NetworkFile, MistakesAreRefusedByPlaceAndShape) {
  const std::string all =
      "(allowed: {\"linear\": outputs}, {\"conv\": outputs, \"kernel\": size}, \"relu\", "
      "{\"max_pool\": size}, {\"average_pool\": size}, \"dropout\", {\"add\": [layer, layer]}, "
      "{\"residual\": layers})";
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"([])", "network = []: expected a list of layers"},
      {R"(["tanh"])", "network.0 = \"tanh\": unknown layer " + all},
      {R"([{"lstm": 3}])", "network.0 = {\"lstm\":3}: unknown layer " + all},
      {R"([3])", "network.0 = 3: unknown layer " + all},
      {R"(["relu", {"linear": 10}])", "network.0 = \"relu\": expected after a layer with weights"},
      {R"(["dropout", {"linear": 10}])",
       "network.0 = \"dropout\": expected after a layer with weights"},
      {R"([{"linear": 9}])",
       "network: the last layer must be {\"linear\": 10}, one output a class, and gives [9]"},
      {R"([{"linear": 10}, "relu"])",
       "network: the last layer must be {\"linear\": 10}, one output a class, and gives [10]"},
      {R"([{"conv": 4, "kernel": 3, "pad": 1}])",
       "unknown key 'network.0.pad' (allowed: conv, kernel, stride, padding, bits, name, from)"},
      {R"([{"conv": 4}])",
       "missing key 'network.0.kernel' (allowed: conv, kernel, stride, padding, bits, name, from)"},
      {R"([{"conv": 4, "kernel": 0}])",
       "network.0.kernel = 0: expected a size 1..255 or [height, width]"},
      {R"([{"conv": 4, "kernel": [3, 3, 3]}])",
       "network.0.kernel = [3,3,3]: expected a size 1..255 or [height, width]"},
      {R"([{"conv": 4, "kernel": 3}, {"linear": 10}, {"conv": 4, "kernel": 1}])",
       "network.2 = {\"conv\":4,\"kernel\":1}: reads the shape [10], expected an image [height, "
       "width, channels]"},
      {R"([{"max_pool": 2, "padding": 2}, {"linear": 10}])",
       "network.0 = {\"max_pool\":2,\"padding\":2}: padding 2, expected less than the kernel "
       "[2, 2]"},
      {R"([{"conv": 4, "kernel": 1}, {"residual": [{"conv": 8, "kernel": 3}]}])",
       "network.1 = {\"residual\":[{\"conv\":8,\"kernel\":3}]}: the branches have the shapes "
       "[6, 6, 8] and [8, 8, 4], expected the same"},
      {R"([{"conv": 4, "kernel": 1}, {"residual": [{"conv": 4, "kernel": 9}]}])",
       "network.1.residual.0 = {\"conv\":4,\"kernel\":9}: kernel [9, 9] with padding 0 is larger "
       "than its input [8, 8, 4] [height, width, channels]"},
      {R"([{"residual": []}])", "network.0.residual = []: expected at least one layer"},
      {R"([{"linear": 4, "name": "a b"}, {"linear": 10}])",
       "network: layer name \"a b\": expected letters, digits, _ and -"},
      {R"([{"linear": 4, "name": "x"}, {"linear": 10, "name": "x"}])",
       "network: layer name \"x\": expected a name that is not taken"},
      {R"([{"linear": 4, "bits": {"weight": 1}}])",
       "network.0.bits.weight = 1: expected an integer 2..16"},
      {R"([{"linear": 4}, {"linear": 10, "from": "fc9"}])",
       "network.1 = {\"from\":\"fc9\",\"linear\":10}: no layer \"fc9\" before it, expected the "
       "name of one, or \"input\""},
      {R"([{"linear": 4}, {"linear": 10, "from": "input"}])",
       "network: no layer reads fc1, expected one behind it"},
      {R"([{"linear": 4}, {"add": ["fc1", "fc1"]}])",
       "network.1 = {\"add\":[\"fc1\",\"fc1\"]}: expected two tensors to add, this one is added "
       "to itself"},
      {R"([{"average_pool": 2, "bits": {"weight": 8}}])",
       "unknown key 'network.0.bits.weight' (allowed: activation, error)"},
  };
  for (const auto& [layers, error] : cases) EXPECT_EQ(Refusal(layers), "f.json: " + error);
}

// NUMERICS.md section 6: 607.6 M multiplications forward, 1.819 G a training step.
TEST(Network, MacsOfVggSmall7AreThePublishedOnes) {
  const Network network = ParseNetwork("vgg_small_7", "test", {32, 32, 3}, 10);
  EXPECT_EQ(ForwardMacs(network, 1), 607600640);
  EXPECT_EQ(TrainingMacs(network, 1), 3 * 607600640 - 32 * 32 * 128 * 27);
}

}  // namespace
}  // namespace itg
