// SPDX-License-Identifier: Apache-2.0
//
// What the database says of a point is what `train --machine cycle` says of the same training.
#include <gtest/gtest.h>

#include <sstream>

#include "sw/data/file.h"
#include "sw/data/sqlite.h"
#include "tests/sw/explore/content.h"
#include "tests/sw/support/runs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Points : public ::testing::Test {
 protected:
  void SetUp() override {
    // A memory that owes bytes: what a command takes depends on the one before it.
    hw_ = folder_.Write("hw.json", R"({"name": "hw", "rows": 4, "cols": 8, "activation_bits": 7,
      "weight_bits": 6, "error_bits": 8, "gradient_bits": 8, "acc_bits": 24,
      "scratchpad_bytes": 4096, "accumulator_bytes": 4096, "bus_bytes": 8, "read_fifo_beats": 16,
      "memory_latency": 9, "memory_bytes_per_cycle": 3})");
    const std::string space =
        folder_.Write("one.json", R"({"config": "digits", "hw": ")" + hw_ + R"(", "seeds": [5, 6],
      "set": {"train.epochs": 3, "train.data.train_limit": 650}, "axes": {"train.mu": [4]},
      "target_accuracy": 1, "clock_mhz": 50, "range_steps": 1})");
    const ProgramRun run = RunIntaglio("explore --space " + space + " --out " + (folder_ / "e"));
    ASSERT_EQ(run.exit_code, 0) << run.err;
  }
  // The report of the same training, with statistics of its last step.
  RunFiles Train(int seed) const {
    const std::string out = folder_ / ("t" + std::to_string(seed));
    const ProgramRun run = RunIntaglio(
        "train --config digits --machine cycle --hw " + hw_ + " --seed " + std::to_string(seed) +
        " --set epochs=3 --set data.train_limit=650 --set mu=4 --stats 60 --out " + out);
    EXPECT_EQ(run.exit_code, 0) << run.err;
    return ReadRun(out);
  }
  std::string Text(const std::string& query) const {
    SqliteFile file((folder_ / "e") + "/explore.db", SqliteFile::Access::kRead);
    SqliteStatement row = file.Prepare(query);
    EXPECT_TRUE(row.Step()) << query;
    return row.Text(0);
  }
  double Number(const std::string& query) const { return std::stod(Text(query)); }

  TempFolder folder_;
  std::string hw_;
};

TEST_F(Points, HaveTheAccuraciesAndWeightsOfTheirTrainings) {
  double sum = 0;
  for (const int seed : {5, 6}) {
    const nlohmann::json report = Train(seed).report;
    const std::string of_seed = " WHERE seed = " + std::to_string(seed);
    EXPECT_EQ(Text("SELECT digest FROM runs" + of_seed), report["weights"]["sha256"]);
    const double accuracy = 100 * report["accuracy"]["test"].get<double>();
    EXPECT_NEAR(Number("SELECT accuracy FROM runs" + of_seed), accuracy, 1e-9);
    EXPECT_NEAR(Number("SELECT train_accuracy FROM epochs" + of_seed + " AND epoch = 2"),
                100 * report["epochs"][1]["accuracy_train"].get<double>(), 1e-9);
    sum += accuracy;
  }
  EXPECT_NEAR(Number("SELECT accuracy_mean FROM points"), sum / 2, 1e-9);
}

TEST_F(Points, HaveTheCyclesOfTheirTrainings) {
  const nlohmann::json report = Train(5).report;
  EXPECT_EQ(Text("SELECT cycles FROM points"), report["cycles"]["training"].dump());
  EXPECT_EQ(Text("SELECT sum(cycles) FROM layers"), report["cycles"]["training"].dump());
  EXPECT_EQ(Text("SELECT sum(macs) FROM layers"), report["array"]["macs"].dump());
  EXPECT_NEAR(Number("SELECT array_use FROM points"), report["array"]["use"], 1e-9);
  double energy = 0;
  for (const auto& layer : report["layers"]) {
    for (const auto& command : layer["commands"]) energy += command["energy_pj"].get<double>();
  }
  EXPECT_NEAR(Number("SELECT energy_pj FROM points") / energy, 1, 1e-9);
  // The target, 1 %, is reached in the first of three epochs.
  const double cycles = Number("SELECT cycles FROM points");
  EXPECT_NEAR(Number("SELECT time_to_target_s FROM points"), cycles / 3 / 50e6,
              1e-3 * cycles / 50e6);
  EXPECT_NEAR(Number("SELECT energy_to_target_j FROM points"), energy / 3 * 1e-12, energy * 1e-14);
}

TEST_F(Points, HaveTheRangesOfTheLastStep) {
  std::istringstream lines(Train(5).statistics);
  nlohmann::json last;
  for (std::string line; std::getline(lines, line);) last = nlohmann::json::parse(line);
  ASSERT_EQ(last["step"], 60);
  for (const auto& tensor : last["tensors"].items()) {
    const std::string query = " FROM ranges WHERE tensor = '" + tensor.key() + "'";
    EXPECT_EQ(Number("SELECT used_bits" + query), tensor.value()["effective_bits"].get<int>() + 1);
    EXPECT_EQ(Number("SELECT saturation > 0" + query), tensor.value()["saturations"] > 0 ? 1 : 0);
  }
  EXPECT_EQ(Number("SELECT count(*) FROM ranges"), last["tensors"].size());
  EXPECT_EQ(Number("SELECT bits FROM ranges WHERE tensor = 'fc1.weight'"), 6);
}

}  // namespace
}  // namespace itg
