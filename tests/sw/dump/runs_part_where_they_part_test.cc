// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/data/file.h"
#include "sw/dump/diff.h"
#include "sw/dump/dump_folder.h"
#include "sw/dump/tensor_difference.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

Tensor Row(std::vector<int> values, int exponent = 0) {
  Tensor tensor({2, static_cast<int64_t>(values.size()) / 2}, ElementType::kInt8);
  for (size_t i = 0; i < values.size(); ++i) tensor.Set(static_cast<int64_t>(i), values[i]);
  tensor.set_exponent(exponent);
  return tensor;
}

std::vector<Captured> Capture(const std::vector<std::string>& overrides, int64_t step) {
  const TrainConfig config = LoadTrainConfig("digits", overrides, nullptr);
  const Dataset data = LoadDataset(config.data);
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  Session session(config, data, machine.get());
  AdvanceTo(step, &session);
  return CaptureStep(&session);
}

const Tensor& Named(const std::vector<Captured>& captured, const std::string& name) {
  for (const Captured& one : captured) {
    if (one.name == name) return one.tensor;
  }
  throw std::runtime_error("no " + name);
}

TEST(TensorDifference, CountsAndLocates) {
  const Tensor a = Row({1, 2, 3, 4, 5, 6});
  const Tensor b = Row({1, 2, 3, 4, 15, 5}, 1);
  EXPECT_FALSE(Compare(a, a).any());
  EXPECT_EQ(Explain(Compare(a, a), a, a), "");
  EXPECT_EQ(
      Explain(Compare(a, b), a, b),
      "exponent 0, got 1; 2 of 6 elements, first at [1, 1]: 5, got 15, largest difference 10");
  EXPECT_EQ(Explain(Compare(a, Row({1, 2})), a, Row({1, 2})), "shape [2, 3], got [2, 1]");
}

TEST(Diff, NamesTheFirstTensorInProgramOrder) {
  const std::vector<Captured> a = {
      {"input", "", Row({1, 1})}, {"x", "fc1 forward", Row({1, 2})}, {"y", "relu", Row({3, 4})}};
  std::vector<Captured> b = {a[2], a[0], a[1], {"z", "", Row({1, 1})}};
  EXPECT_FALSE(DiffTensors(a, b).parted());
  EXPECT_EQ(DiffTensors(a, b).compared, 3);
  b[0].tensor.Set(0, 9);
  b[2].tensor.Set(1, 5);
  const DiffResult result = DiffTensors(a, b);
  EXPECT_EQ(result.different, 2);
  EXPECT_EQ(result.text.rfind("they part at x, written by fc1 forward: 1 of 2 elements, first at "
                              "[1, 0]: 2, got 5, largest difference 3\n",
                              0),
            0u)
      << result.text;
  EXPECT_NE(result.text.find("only in the second: z"), std::string::npos);
}

// Step 3 starts from the weights that step 2 left, also across epochs (44 steps each).
TEST(Capture, StepsFollowEachOther) {
  for (const int64_t step : {2, 43}) {
    const std::vector<Captured> one = Capture({}, step);
    const std::vector<Captured> next = Capture({}, step + 1);
    for (const std::string weight : {"fc1.weight", "fc2.weight"}) {
      EXPECT_EQ(Named(one, weight), Named(next, weight + ".before")) << step;
      EXPECT_NE(Named(one, weight), Named(one, weight + ".before")) << step;
    }
    EXPECT_NE(Named(one, "input"), Named(next, "input"));
  }
}

TEST(Capture, FusedAndUnfusedAgreeOnWhatBothHave) {
  const DiffResult result = DiffTensors(Capture({}, 5), Capture({"fused=false"}, 5));
  EXPECT_FALSE(result.parted()) << result.text;
  EXPECT_EQ(result.compared, 11);
}

TEST(Capture, AnotherLossRoundingPartsAtTheLoss) {
  const DiffResult result = DiffTensors(Capture({}, 0), Capture({"rounding.loss=nearest"}, 0));
  EXPECT_EQ(result.text.rfind("they part at loss.error, written by loss cross_entropy+", 0), 0u)
      << result.text;
}

TEST(Capture, StepsOutsideTheTrainingAreRefused) {
  EXPECT_EQ(ErrorOf([] { Capture({}, 440); }), "step 440: the training has the steps 0..439");
  EXPECT_EQ(ErrorOf([] { Capture({}, -1); }), "step -1: the training has the steps 0..439");
}

TEST(Dump, ComesBackWithExponentsAndCommands) {
  const TempFolder folder;
  Dump dump;
  dump.about = {{"step", 5}};
  dump.tensors = Capture({}, 5);
  WriteDump(dump, folder / "d");
  const Dump read = ReadDump(folder / "d");
  EXPECT_EQ(read.about, dump.about);
  ASSERT_EQ(read.tensors.size(), dump.tensors.size());
  for (size_t i = 0; i < read.tensors.size(); ++i) {
    EXPECT_EQ(read.tensors[i].name, dump.tensors[i].name);
    EXPECT_EQ(read.tensors[i].command, dump.tensors[i].command);
    EXPECT_EQ(read.tensors[i].tensor, dump.tensors[i].tensor);
  }
  WriteFile(folder / "d/dump.json", R"({"dump_version": 2, "about": 0, "tensors": []})");
  EXPECT_EQ(ErrorOf([&] { ReadDump(folder / "d"); }),
            (folder / "d") + "/dump.json: dump_version = 2: expected an integer 1..1");
}

TEST(Diff, ReportsPartInTheirResultsOnly) {
  const nlohmann::json a = {{"machine", "golden"},
                            {"seed", 1},
                            {"configuration", {{"batch", 16}}},
                            {"epochs", {{{"epoch", 1}, {"loss", 0.5}}}},
                            {"weights", {{"sha256", "aa"}}}};
  nlohmann::json b = a;
  b["machine"] = "rtl";
  b["simulation"] = {{"seconds", 3}};
  EXPECT_FALSE(DiffReports(a, b).parted());
  EXPECT_EQ(DiffReports(a, b).compared, 3);
  EXPECT_NE(DiffReports(a, b).text.find("machine"), std::string::npos);
  b["epochs"][0]["loss"] = 0.25;
  b["weights"]["sha256"] = "bb";
  EXPECT_EQ(DiffReports(a, b).different, 2);
  b["epochs"].push_back({{"epoch", 2}, {"loss", 0.1}});
  EXPECT_EQ(DiffReports(a, b).different, 4);
}

}  // namespace
}  // namespace itg
