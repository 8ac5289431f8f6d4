// SPDX-License-Identifier: Apache-2.0
//
// A derived energy table is for the widths it was measured with: a point takes the one of its own,
// and a space that has none for a point is refused.
#include <gtest/gtest.h>

#include "sim/energy/energy.h"
#include "sw/data/file.h"
#include "sw/data/load.h"
#include "sw/explore/point.h"
#include "sw/explore/point_costs.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class DerivedTables : public ::testing::Test {
 protected:
  // Gates that only leak: 1 W at 1 MHz is 1 uJ, a million picojoules, a cycle. Memories that leak
  // the least that a model may say.
  std::string Table(int bits) const {
    const std::string width = std::to_string(bits);
    nlohmann::json memories =
        nlohmann::json::parse(ReadFile(ITG_SOURCE_DIR "/sim/synth/sram_180nm.json"));
    memories["cell_leakage"]["value"] = 1e-6;  // nW
    const std::string none = R"({"forward": 0, "loss": 0, "error": 0, "gradient": 0, "update": 0})";
    return folder_.Write(
        "t" + width + ".json",
        R"({"name": "gates )" + width + R"(", "source": "a test", "derived": {"a_bits": )" + width +
            R"(, "b_bits": )" + width + R"(, "acc_bits": 32, "mac_fj": )" + none +
            R"(, "round_fj": )" + none + R"(, "range_fj": )" + none + R"(, "vector_fj": )" + none +
            R"(, "register_fj": 0, "cell_registers": 0, "lane_registers": 0,
                "control_fj": 1000, "leakage_w": 1, "clock_mhz": 1}, "memories": )" +
            memories.dump() + R"(, "published": {"name": "nothing", "source": "a test",
                "multiply_int8_fj": 1, "add_int32_fj": 1, "sram_8kib_fj": 1, "sram_32kib_fj": 2,
                "sram_1mib_fj": 4, "dram_fj": 1}})");
  }
  Space Read(const std::string& energy) const {
    return ReadSpace(folder_.Write("s.json", R"({"config": "digits", "hw": "base",
        "set": {"train.epochs": 1, "train.mu": 2, "train.data.train_limit": 640},
        "axes": {"hw.activation_bits,hw.weight_bits,hw.error_bits": [4, 8]},
        "energy": )" + energy + "}"),
                     {});
  }
  TempFolder folder_;
};

TEST_F(DerivedTables, EachPointHasThatOfItsWidths) {
  const Space space = Read("[\"" + Table(8) + "\", \"" + Table(4) + "\"]");
  PointMaker maker(space);
  maker.CheckAll();
  EXPECT_EQ(maker.Make({0}).energy.at("name"), "gates 4");
  EXPECT_EQ(maker.Make({1}).energy.at("name"), "gates 8");
}

TEST_F(DerivedTables, APointWithoutOneRefusesTheSpace) {
  const Space space = Read("\"" + Table(8) + "\"");
  const std::string text = ErrorOf([&] { PointMaker(space).CheckAll(); });
  EXPECT_NE(text.find("hw.error_bits=4,4,4: energy: expected a table for operands of 4 and 4 bits "
                      "and sums of 32; there is one for 8, 8 and 32"),
            std::string::npos)
      << text;
  EXPECT_NE(ErrorOf([&] { Read("[]"); }).find("expected a file or a list of files"),
            std::string::npos);
  EXPECT_NE(ErrorOf([&] { Read("[8]"); }).find("expected a file or a list of files"),
            std::string::npos);
}

TEST_F(DerivedTables, TheirEnergiesAreCounted) {
  const Space space = Read("[\"" + Table(8) + "\", \"" + Table(4) + "\"]");
  const Point point = PointMaker(space).Make({1});
  const nlohmann::ordered_json costs =
      PredictCosts(point.train, LoadDataset(point.train.data), point.hw, space.energy[0].table);
  double leakage = 0, control = 0;
  for (const nlohmann::ordered_json& layer : costs.at("layers")) {
    leakage += layer.at("energy").at("leakage").get<double>();
    control += layer.at("energy").at("control").get<double>();
    EXPECT_EQ(layer.at("energy").at("mac"), 0);
  }
  const double gates = 1e6 * costs.at("cycles").get<double>();
  EXPECT_NEAR(leakage, gates, 1e-7 * gates);
  EXPECT_NEAR(control, costs.at("cycles").get<double>(), 1e-3);  // 1000 fJ a cycle
  EXPECT_GT(costs.at("energy_pj").get<double>(), leakage);
}

}  // namespace
}  // namespace itg
