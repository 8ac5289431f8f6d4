// SPDX-License-Identifier: Apache-2.0
//
// The verb: from a checkpoint to ONNX and .npz. What is exported are the trained integers.
#include <gtest/gtest.h>

#include <cmath>

#include "sw/data/file.h"
#include "sw/data/npz.h"
#include "sw/nn/network_file.h"
#include "sw/nn/network_json.h"
#include "sw/onnx/import.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr const char* kLayers =
    R"([{"conv":3,"kernel":3},"relu",{"max_pool":2},{"linear":12},"relu",{"linear":10}])";

class ExportVerb : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string network =
        folder_.Write("net.json", std::string(R"({"layers": )") + kLayers + "}");
    const ProgramRun train =
        RunIntaglio("train --config digits --set data.train_limit=64 --set epochs=1 --set mu=4 " +
                    ("--set network=" + network) + " --out " + (folder_ / "run"));
    ASSERT_EQ(train.exit_code, 0) << train.err;
  }
  TempFolder folder_;
};

TEST_F(ExportVerb, WritesTheTrainedIntegers) {
  const std::string onnx = folder_ / "m.onnx";
  const std::string npz = folder_ / "w.npz";
  const ProgramRun run =
      RunIntaglio("export " + (folder_ / "run") + " --onnx " + onnx + " --npz " + npz);
  ASSERT_EQ(run.exit_code, 0) << run.err;
  const Npz checkpoint = ReadNpz(folder_ / "run/checkpoint.npz");
  const Npz exported = ReadNpz(npz);
  const ImportedNetwork imported = ImportOnnx(ReadFile(onnx), onnx);
  const Network network = ParseNetwork(folder_ / "net.json", "test", {8, 8, 1}, 10);
  EXPECT_EQ(LayersToJson(imported.network), LayersToJson(network));
  ASSERT_EQ(imported.weights.size(), 3u);
  for (const FloatWeights& weights : imported.weights) {
    const std::string name = weights.layer + ".weight";
    const Tensor trained = checkpoint.Get(name, "checkpoint");
    EXPECT_EQ(exported.Get(name, npz), trained);
    ASSERT_EQ(weights.shape, trained.shape());
    for (int64_t i = 0; i < trained.size(); ++i) {
      const double value = std::ldexp(static_cast<double>(trained.Get(i)), trained.exponent());
      ASSERT_EQ(weights.values[static_cast<size_t>(i)], value) << name << " " << i;
    }
  }
}

TEST_F(ExportVerb, MistakesAreOneLine) {
  const ProgramRun nothing = RunIntaglio("export " + (folder_ / "run"));
  EXPECT_EQ(nothing.exit_code, 2);
  EXPECT_EQ(nothing.err, "intaglio: export: needs --onnx FILE or --npz FILE\n");
  const ProgramRun absent = RunIntaglio("export " + (folder_ / "no.npz") + " --npz x");
  EXPECT_EQ(absent.exit_code, 2);
  EXPECT_NE(absent.err.find("no.npz"), std::string::npos) << absent.err;
  folder_.Write("net.json", R"({"layers": [{"linear": 10}]})");
  const ProgramRun changed =
      RunIntaglio("export " + (folder_ / "run") + " --npz " + (folder_ / "x"));
  EXPECT_EQ(changed.exit_code, 2);
  EXPECT_NE(changed.err.find("no array 'fc1.weight' of shape [10, 64]"), std::string::npos)
      << changed.err;
}

}  // namespace
}  // namespace itg
