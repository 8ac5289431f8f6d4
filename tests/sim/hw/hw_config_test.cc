// SPDX-License-Identifier: Apache-2.0
//
// Which hardware configurations are accepted, what is derived from them, and what a user is told
// about one that is not: one line with source, key, value and what is allowed.

#include "sim/hw/hw_config.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/error.h"

namespace itg {
namespace {

using Json = nlohmann::json;

Json Legal() {
  return {{"name", "mine"},          {"rows", 4},        {"cols", 6},
          {"activation_bits", 8},    {"weight_bits", 4}, {"error_bits", 7},
          {"gradient_bits", 6},      {"acc_bits", 24},   {"scratchpad_bytes", 512},
          {"accumulator_bytes", 72}, {"bus_bytes", 8},   {"read_fifo_beats", 16}};
}

std::string ErrorOf(const Json& json) {
  try {
    HwConfig::FromJson(json.dump(), "my.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

TEST(HwConfig, DerivesLanesWidthsAndDepths) {
  const HwConfig hw = HwConfig::FromJson(Legal().dump(), "my.json");
  EXPECT_EQ(hw.name, "mine");
  EXPECT_EQ(hw.lanes(), 8);   // the bus is wider than the array
  EXPECT_EQ(hw.a_bits(), 8);  // activation
  EXPECT_EQ(hw.b_bits(), 8);  // activation: the gradient's column operand
  EXPECT_EQ(hw.out_bits(), 8);
  EXPECT_EQ(hw.scratchpad_depth(), 64);  // 512 bytes / 8 banks
  EXPECT_EQ(hw.accumulator_depth(), 4);  // 576 bits / (6 x 24)
  EXPECT_EQ(hw.on_chip_bytes(), 2 * 512 + 72 + 2 * 16 * 8);
  EXPECT_EQ(hw.memory_latency, 64);
  EXPECT_EQ(hw.rounding.size(), 3u);
}

TEST(HwConfig, WidthsOfTheOperandsAreTheWidestRole) {
  Json json = Legal();
  json["activation_bits"] = 5;
  HwConfig hw = HwConfig::FromJson(json.dump(), "my.json");
  EXPECT_EQ(hw.a_bits(), 7);  // error
  EXPECT_EQ(hw.b_bits(), 5);  // activation
  json["weight_bits"] = 6;
  hw = HwConfig::FromJson(json.dump(), "my.json");
  EXPECT_EQ(hw.b_bits(), 6);
  EXPECT_EQ(hw.out_bits(), 7);
}

TEST(HwConfig, ShippedConfigurationsAreFoundByName) {
  const HwConfig base = HwConfig::FromFile("base");
  EXPECT_EQ(base.name, "base");
  EXPECT_EQ(base.lanes(), 16);
  EXPECT_EQ(base.scratchpad_depth(), 8192);
  EXPECT_EQ(base.accumulator_depth(), 5120);
  const HwConfig tiny = HwConfig::FromFile("tiny");
  EXPECT_EQ(tiny.scratchpad_depth(), 256);
  EXPECT_EQ(tiny.accumulator_depth(), 128);
  const HwConfig odd = HwConfig::FromFile("odd");
  EXPECT_EQ(odd.lanes(), 8);
  EXPECT_EQ(odd.scratchpad_depth(), 256);
  EXPECT_EQ(odd.accumulator_depth(), 234);
}

TEST(HwConfig, UnknownNameListsWhatShips) {
  try {
    HwConfig::FromFile("bse");
    FAIL() << "accepted";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "hardware configuration \"bse\": no such file; shipped: base, odd, tiny");
  }
}

TEST(HwConfig, RoundingModesMayBeLeftOut) {
  Json json = Legal();
  json["rounding"] = {"pseudo-stochastic", "nearest"};
  const HwConfig hw = HwConfig::FromJson(json.dump(), "my.json");
  EXPECT_EQ(hw.rounding, (std::vector<Rounding>{Rounding::kPseudoStochastic, Rounding::kNearest}));
}

struct Refusal {
  std::string key;
  Json value;  // null: the key is removed
  const char* message;
};

class Refused : public testing::TestWithParam<Refusal> {};

TEST_P(Refused, WithOneLineThatSaysWhatIsAllowed) {
  Json json = Legal();
  if (GetParam().value.is_null()) {
    json.erase(GetParam().key);
  } else {
    json[GetParam().key] = GetParam().value;
  }
  EXPECT_EQ(ErrorOf(json), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    HwConfig, Refused,
    testing::Values(
        Refusal{"rows", 1, "my.json: rows = 1: must be 2..64"},
        Refusal{"rows", 65, "my.json: rows = 65: must be 2..64"},
        Refusal{"rows", 2.5, "my.json: rows = 2.5: must be an integer 2..64"},
        Refusal{"rows", "4", "my.json: rows = \"4\": must be an integer 2..64"},
        Refusal{"rows", uint64_t{1} << 63, "my.json: rows = 9223372036854775808: must be 2..64"},
        Refusal{"cols", nullptr, "my.json: missing key \"cols\": an integer 2..64"},
        Refusal{"weight_bits", 3, "my.json: weight_bits = 3: must be 4..8"},
        Refusal{"error_bits", 9, "my.json: error_bits = 9: must be 4..8"},
        Refusal{"acc_bits", 15, "my.json: acc_bits = 15: must be 16..32"},
        Refusal{"acc_bits", 33, "my.json: acc_bits = 33: must be 16..32"},
        Refusal{"bus_bytes", 12, "my.json: bus_bytes = 12: must be 4, 8, 16, 32 or 64"},
        Refusal{"read_fifo_beats", 20,
                "my.json: read_fifo_beats = 20: must be a power of two 4..1024"},
        Refusal{"memory_latency", 0, "my.json: memory_latency = 0: must be 1..4096"},
        Refusal{"name", "", "my.json: name = \"\": must be a text that is not empty"},
        Refusal{"scratchpad_bytes", 504,
                "my.json: scratchpad_bytes = 504: must be a multiple of 16 and at least 256 "
                "with 8 banks"},
        Refusal{"scratchpad_bytes", 240,
                "my.json: scratchpad_bytes = 240: must be a multiple of 16 and at least 256 "
                "with 8 banks"},
        Refusal{"accumulator_bytes", 71,
                "my.json: accumulator_bytes = 71: must be at least 72, one tile of 4x6 "
                "accumulators of 24 bits"}),
    [](const auto& info) { return info.param.key + std::to_string(info.index); });

const char kModes[] =
    "must list \"nearest\", \"stochastic\", \"pseudo-stochastic\", each at most once";

TEST(HwConfig, RoundingModesAreNamesEachAtMostOnce) {
  Json json = Legal();
  json["rounding"] = Json::array();
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = []: ") + kModes);
  json["rounding"] = Json::array({"near"});
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = [\"near\"]: ") + kModes);
  json["rounding"] = Json::array({"nearest", "nearest"});
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = [\"nearest\",\"nearest\"]: ") + kModes);
}

TEST(HwConfig, UnknownKeysAreRefused) {
  Json json = Legal();
  json["row"] = 4;
  EXPECT_EQ(ErrorOf(json),
            "my.json: unknown key \"row\"; allowed: acc_bits, accumulator_bytes, activation_bits, "
            "bus_bytes, cols, error_bits, gradient_bits, memory_latency, name, read_fifo_beats, "
            "rounding, rows, scratchpad_bytes, weight_bits");
}

TEST(HwConfig, TextThatIsNoObjectIsRefused) {
  EXPECT_THROW(HwConfig::FromJson("{\"rows\": 4", "my.json"), Error);
  EXPECT_THROW(HwConfig::FromJson("[1, 2]", "my.json"), Error);
}

}  // namespace
}  // namespace itg
