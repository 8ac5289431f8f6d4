// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sw/config/override.h"
#include "sw/nn/network_file.h"
#include "sw/train/train_config.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

using Overrides = std::vector<std::string>;

TrainConfig Load(const Overrides& overrides) {
  return LoadTrainConfig("digits", overrides, nullptr);
}

std::string Refusal(const Overrides& overrides) {
  return ErrorOf([&] {
    const TrainConfig config = Load(overrides);
    ParseNetwork(config.network, config.source, {8, 8, 1}, 10);
  });
}

TEST(TrainConfig, DefaultsAreThePublishedNumbers) {
  const TrainConfig config = Load({});
  EXPECT_EQ(config.numbers.weight_bits, 8);
  EXPECT_EQ(config.numbers.acc_bits, 32);
  EXPECT_EQ(config.numbers.activation, Rounding::kNearest);
  EXPECT_EQ(config.numbers.gradient, Rounding::kPseudoStochastic);
  EXPECT_EQ(config.numbers.loss, Rounding::kPseudoStochastic);
  EXPECT_TRUE(config.fused);
}

TEST(TrainConfig, OverridesReplaceValuesAndBecomeObjects) {
  const TrainConfig config =
      Load({"seed=7", "bits.weight=6", "rounding.loss=stochastic", "fused=false",
            "network.0.linear=20", "epochs=3", "mu=[3,2,-1]"});
  EXPECT_EQ(config.seed, 7u);
  EXPECT_EQ(config.numbers.weight_bits, 6);
  EXPECT_EQ(config.numbers.loss, Rounding::kStochastic);
  EXPECT_FALSE(config.fused);
  EXPECT_EQ(config.network[0]["linear"], 20);
  EXPECT_EQ(config.mu, (std::vector<int>{3, 2, -1}));
}

TEST(TrainConfig, MuIsANumberAListOrSteps) {
  EXPECT_EQ(Load({"epochs=3", "mu=4"}).mu, (std::vector<int>{4, 4, 4}));
  EXPECT_EQ(Load({"epochs=4", R"(mu=[{"epoch":1,"mu":5},{"epoch":3,"mu":2}])"}).mu,
            (std::vector<int>{5, 5, 2, 2}));
  // What ships can be trained for fewer epochs.
  EXPECT_EQ(Load({}).mu, (std::vector<int>{5, 5, 5, 4, 4, 4, 3, 3, 2, 1}));
  EXPECT_EQ(Load({"epochs=1"}).mu, (std::vector<int>{5}));
}

TEST(TrainConfig, WidthsLeftOpenAreThoseOfTheHardware) {
  HwConfig hw;
  hw.activation_bits = 5;
  hw.gradient_bits = 6;
  hw.acc_bits = 20;
  const TrainConfig config =
      LoadTrainConfig("digits", {"bits.gradient=7", "epochs=1", "mu=6"}, &hw);
  EXPECT_EQ(config.numbers.activation_bits, 5);
  EXPECT_EQ(config.numbers.gradient_bits, 7);
  EXPECT_EQ(config.numbers.acc_bits, 20);
}

TEST(TrainConfig, WhatAReportRecordsReadsBackTheSame) {
  const TrainConfig config = Load({"bits.error=7", "data.train_limit=64"});
  nlohmann::json json = ToJson(config);
  json.erase("source");
  EXPECT_EQ(ToJson(ParseTrainConfig(json, "digits", nullptr)), ToJson(config));
}

TEST(TrainConfig, BadValuesAreRefusedByName) {
  struct Case {
    Overrides overrides;
    std::string error;
  };
  const std::string keys =
      "data, network, batch, epochs, mu, seed, bits, rounding, fused, checkpoint_steps, log_steps, "
      "stats_steps, arithmetic, float, source";
  const std::vector<Case> cases = {
      {{"learning_rate=1"}, "digits: unknown key 'learning_rate' (allowed: " + keys + ")"},
      {{"bits.weights=8"},
       "digits: unknown key 'bits.weights' (allowed: activation, weight, error, gradient, "
       "accumulator, master)"},
      {{"data.folder=x"},
       "digits: unknown key 'data.folder' (allowed: source, name, mean, deviation, augment, "
       "train_limit, "
       "test_limit)"},
      {{"data.source=cifar"},
       "digits: data.source = \"cifar\": expected one of digits, mnist, cifar10, idx, npy, png"},
      {{"data.source=3"}, "digits: data.source = 3: expected a string"},
      {{"data=3"},
       "digits: 'data' is not an object (allowed: source, name, mean, deviation, augment, "
       "train_limit, "
       "test_limit)"},
      {{"data.augment=4"}, "digits: 'data.augment' is not an object (allowed: pad, flip)"},
      {{"data.augment.pad=65"}, "digits: data.augment.pad = 65: expected an integer 0..64"},
      {{"data.mean=[0.5]"},
       "digits: data.mean = [0.5]: expected data.mean and data.deviation, equally long"},
      {{"data.mean=[0.5]", "data.deviation=[0]"},
       "digits: data.deviation = [0]: expected a list with one number a channel, for pixels of "
       "0..1"},
      {{"data.mean=0.5", "data.deviation=[1]"},
       "digits: data.mean = 0.5: expected a list with one number a channel, for pixels of 0..1"},
      {{"bits.weight=17"}, "digits: bits.weight = 17: expected an integer 2..16"},
      {{"bits.accumulator=7"}, "digits: bits.accumulator = 7: expected an integer 13..48"},
      {{"bits.error=3", "bits.accumulator=7"},
       "digits: bits.accumulator = 7: expected an integer 8..48"},
      {{"bits.error=1.5"}, "digits: bits.error = 1.5: expected an integer 2..16"},
      {{"batch=0"}, "digits: batch = 0: expected an integer 1..65536"},
      {{"batch=many"}, "digits: batch = \"many\": expected an integer 1..65536"},
      {{"seed=-1"}, "digits: seed = -1: expected an integer 0..4294967295"},
      {{"seed=18446744073709551615"},
       "digits: seed = 18446744073709551615: expected an integer 0..4294967295"},
      {{"fused=1"}, "digits: fused = 1: expected true or false"},
      {{"epochs=2", "mu=[1]"}, "digits: mu = [1]: expected one entry for each of the 2 epochs"},
      {{"epochs=1", "mu=8"}, "digits: mu = 8: expected an integer -64..7"},
      {{"epochs=1", R"(mu=[{"epoch":2,"mu":5}])"},
       "digits: mu.0.epoch = 2: expected an integer 1..1"},
      {{"epochs=2", R"(mu=[{"epoch":1,"mu":5},{"epoch":1,"mu":4}])"},
       "digits: mu.1.epoch = 1: expected an integer 2..100000"},
      {{"rounding.error=up"},
       "digits: rounding.error = \"up\": expected nearest, stochastic or pseudo-stochastic"},
      {{"network=[]"}, "digits: network = []: expected a list of layers"},
      {{"network.0.linear=0"}, "digits: network.0.linear = 0: expected an integer 1..1048576"},
      {{"network=lenet9"},
       "digits: network = \"lenet9\": no such file; shipped: lenet5, mlp, mlp_2, resnet18, vgg11, "
       "vgg13, vgg_small_7, vgg_small_8, vgg_small_9"},
      {{"seed=1e999"}, "digits: seed = \"1e999\": expected an integer 0..4294967295"},
      {{"seed=\xff"}, "--set seed=\xff: is not UTF-8"},
      {{"source=1"}, "digits: source = 1: expected a string"},
      {{"seed"}, "--set seed: expected key=value"},
      {{"batch.x=1"}, "--set batch.x=1: there is no key 'x'"},
      {{"network.7=1"}, "--set network.7=1: '7' is not an index below 3"},
  };
  for (const Case& one : cases) EXPECT_EQ(Refusal(one.overrides), one.error);
}

TEST(TrainConfig, WhatAReportRecordedIsReadAgain) {
  const TrainConfig config = Load({"epochs=3", "bits.error=7", "rounding.error=stochastic"});
  const TempFolder folder;
  const std::string path = folder.Write("c.json", ToJson(config).dump());
  nlohmann::ordered_json again = ToJson(LoadTrainConfig(path, {}, nullptr));
  again["source"] = "digits";
  EXPECT_EQ(again, ToJson(config));
}

TEST(TrainConfig, FilesThatAreNotJsonAreRefused) {
  const TempFolder folder;
  const auto refusal = [&](const std::string& text) {
    const std::string path = folder.Write("c.json", text);
    return ErrorOf([&] { LoadTrainConfig(path, {}, nullptr); }).substr(path.size());
  };
  EXPECT_EQ(refusal(R"({"batch": 1e999})").rfind(": not JSON: number overflow", 0), 0u);
  EXPECT_EQ(refusal("{\"batch\": \"\xff\"}").rfind(": not JSON: ", 0), 0u);
  EXPECT_EQ(refusal(R"({"data": {"source": "digits", "source": "mnist"}})"),
            ": key 'source' is there twice");
  EXPECT_EQ(refusal(R"({"mu": [{"mu": 1}, {"mu": 2}], "mu": 3})"), ": key 'mu' is there twice");
  const std::string pipe = folder / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(pipe, {}, nullptr); }), pipe + ": is not a regular file");
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(folder.path(), {}, nullptr); }),
            folder.path() + ": is a folder, expected a file");
}

TEST(TrainConfig, AnEmptyPathIsRefusedByKey) {
  const TempFolder folder;
  const std::string path = folder.Write("c.json", R"({"data": {"source": "idx", "classes": 2,
      "train_images": "a", "train_labels": "", "test_images": "b", "test_labels": "c"},
      "batch": 1, "network": [], "epochs": 1, "mu": 1})");
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(path, {}, nullptr); }),
            path + ": data.train_labels = \"\": expected the path of a file");
}

// The accumulator of the hardware may be too narrow for the error that the file asks for.
TEST(TrainConfig, AnAccumulatorThatWasNotGivenIsCheckedToo) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.acc_bits = 16;
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig("digits", {"bits.error=12"}, &hw); }),
            "digits: bits.accumulator = 16 (not given): expected 17 or more for bits.error = 12");
}

TEST(TrainConfig, MissingKeysAreRefusedByName) {
  const TempFolder folder;
  const std::string path = folder.Write("c.json", R"({"data": {"source": "idx"}, "batch": 1,
      "network": [], "epochs": 1, "mu": 1})");
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(path, {}, nullptr); }),
            path +
                ": missing key 'data.train_images' (allowed: source, train_images, train_labels, "
                "test_images, test_labels, classes, name, mean, deviation, augment, train_limit, "
                "test_limit)");
  const std::string empty = folder.Write("e.json", "{}");
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(empty, {}, nullptr); }).substr(0, empty.size() + 20),
            empty + ": missing key 'data'");
}

TEST(TrainConfig, FilesThatAreNotConfigurationsAreRefused) {
  const TempFolder folder;
  const std::string text = folder.Write("c.json", "{\"batch\": }");
  EXPECT_EQ(ErrorOf([&] { LoadTrainConfig(text, {}, nullptr); }).rfind(text + ": not JSON: ", 0),
            0u);
  EXPECT_EQ(ErrorOf([] { LoadTrainConfig("digit", {}, nullptr); }),
            "training configuration \"digit\": no such file; shipped: digits, lenet, mnist_mlp, "
            "resnet18, vgg_small_7");
}

}  // namespace
}  // namespace itg
