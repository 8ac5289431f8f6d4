// SPDX-License-Identifier: Apache-2.0
//
// The verb: from an ONNX file to a training that starts from its weights.
#include <gtest/gtest.h>

#include "sw/data/file.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"
#include "tests/sw/onnx/onnx_builder.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// 8x8 digits: a convolution of two channels and a linear layer of ten classes.
std::string Model() {
  OnnxBuilder builder({1, 8, 8});
  builder.Constant("w1", {2, 1, 3, 3}, Counted(18));
  builder.Constant("w2", {10, 72}, Counted(720));
  builder.Node("Conv", {"x", "w1"}, "a");
  builder.Node("Relu", {"a"}, "b");
  builder.Node("Flatten", {"b"}, "c");
  builder.Int(builder.Node("Gemm", {"c", "w2"}, "y"), "transB", 1);
  return builder.Bytes();
}

class ImportVerb : public ::testing::Test {
 protected:
  void SetUp() override {
    model_ = folder_.Write("m.onnx", Model());
    net_ = folder_ / "net.json";
  }
  ProgramRun Train(const std::string& options) const {
    return RunIntaglio(
        "train --config digits --set epochs=1 --set mu=3 --set data.train_limit=64 "
        "--set network=" +
        net_ + " " + options);
  }
  TempFolder folder_;
  std::string model_;
  std::string net_;
};

TEST_F(ImportVerb, WritesANetworkThatTrains) {
  const ProgramRun import = RunIntaglio("import " + model_ + " --out " + net_);
  EXPECT_EQ(import.exit_code, 0) << import.err;
  EXPECT_EQ(import.out, net_ + ": 3 layers, weights of 8 bits in " + (folder_ / "net.npz") + "\n");
  const Network network = ParseNetwork(net_, "test", {8, 8, 1}, 10);
  const std::vector<Tensor> weights = StartWeights(network, Numbers(), 1);
  EXPECT_EQ(weights[0].Get(17), 127);  // 17 is the largest, and the last
  EXPECT_EQ(weights[0].exponent(), 5 - 7);
  EXPECT_EQ(weights[1].Get(719), 127);
  const ProgramRun train = Train("");
  EXPECT_EQ(train.exit_code, 0) << train.err;
}

TEST_F(ImportVerb, WeightsOfAnotherWidthAreRefused) {
  ASSERT_EQ(RunIntaglio("import " + model_ + " --bits 9 --out " + net_).exit_code, 0);
  EXPECT_EQ(Train("--set bits.weight=9").exit_code, 0);
  const ProgramRun narrow = Train("");
  EXPECT_EQ(narrow.exit_code, 2);
  EXPECT_EQ(narrow.err.rfind("intaglio: " + (folder_ / "net.npz") + ": conv1.weight: element ", 0),
            0u)
      << narrow.err;
}

TEST_F(ImportVerb, MistakesLeaveNoFile) {
  WriteFile(model_, "no model");
  const ProgramRun import = RunIntaglio("import " + model_ + " --out " + net_);
  EXPECT_EQ(import.exit_code, 2);
  EXPECT_EQ(import.err, "intaglio: " + model_ + ": not an ONNX model\n");
  EXPECT_NE(ErrorOf([&] { ReadFile(net_); }), "");
}

}  // namespace
}  // namespace itg
