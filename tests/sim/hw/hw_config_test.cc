// SPDX-License-Identifier: Apache-2.0
//
// Which hardware configurations are accepted, what is derived from them, and what a user is told
// about one that is not: one line with source, key, value and what is allowed.

#include "sim/hw/hw_config.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/error.h"
#include "sim/config/json.h"

namespace itg {
namespace {

using Json = nlohmann::json;

Json Legal() {
  return {{"name", "mine"},          {"rows", 4},        {"cols", 6},
          {"activation_bits", 8},    {"weight_bits", 4}, {"error_bits", 7},
          {"gradient_bits", 6},      {"acc_bits", 24},   {"scratchpad_bytes", 512},
          {"accumulator_bytes", 72}, {"bus_bytes", 8},   {"read_fifo_beats", 16}};
}

std::string ErrorOfText(const std::string& text) {
  try {
    HwConfig::FromJson(text, "my.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

std::string ErrorOfFile(const std::string& file) {
  try {
    HwConfig::FromFile(file);
  } catch (const Error& error) {
    return error.what();
  }
  return "accepted";
}

std::string ErrorOf(const Json& json) { return ErrorOfText(json.dump()); }

TEST(HwConfig, DerivesLanesWidthsAndDepths) {
  const HwConfig hw = HwConfig::FromJson(Legal().dump(), "my.json");
  EXPECT_EQ(hw.name, "mine");
  EXPECT_EQ(hw.lanes(), 8);   // the bus is wider than the array
  EXPECT_EQ(hw.a_bits(), 8);  // activation
  EXPECT_EQ(hw.b_bits(), 8);  // activation: the gradient's column operand
  EXPECT_EQ(hw.out_bits(), 8);
  EXPECT_EQ(hw.scratchpad_depth(), 64);  // 512 bytes / 8 banks
  EXPECT_EQ(hw.accumulator_depth(), 4);  // 576 bits / (6 x 24)
  EXPECT_EQ(hw.on_chip_bytes(), 2 * 512 + 72 + (3 * 16 + 16) * 8);
  EXPECT_EQ(hw.memory_latency, 64);
  EXPECT_TRUE(hw.master_weights);
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
  EXPECT_EQ(ErrorOfFile("bse"),
            "hardware configuration \"bse\": no such file; shipped: base, odd, tiny");
}

TEST(HwConfig, RoundingModesMayBeLeftOut) {
  Json json = Legal();
  json["rounding"] = {"pseudo-stochastic", "nearest"};
  const HwConfig hw = HwConfig::FromJson(json.dump(), "my.json");
  EXPECT_EQ(hw.rounding, (std::vector<Rounding>{Rounding::kPseudoStochastic, Rounding::kNearest}));
}

TEST(HwConfig, BlocksLieBesideTheConfiguration) {
  const std::string folder = testing::TempDir() + "itg_blocks";
  std::filesystem::create_directories(folder + "/mine");
  std::ofstream(folder + "/mine/itg_round.sv") << "module itg_round;\nendmodule\n";
  Json json = Legal();
  EXPECT_TRUE(HwConfig::FromJson(json.dump(), folder + "/my.json").blocks.empty());
  json["blocks"] = {"mine/itg_round.sv"};
  EXPECT_EQ(HwConfig::FromJson(json.dump(), folder + "/my.json").blocks,
            std::vector<std::string>{folder + "/mine/itg_round.sv"});
  EXPECT_EQ(ErrorOf(json),
            "my.json: blocks = [\"mine/itg_round.sv\"]: expected SystemVerilog files; "
            "mine/itg_round.sv is none");
  json["blocks"] = {"mine/itg_round.sv", "mine/../mine/itg_round.sv"};
  const std::string source = folder + "/my.json";
  EXPECT_THROW(HwConfig::FromJson(json.dump(), source), Error);
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
        Refusal{"rows", 1, "my.json: rows = 1: expected an integer 2..64"},
        Refusal{"blocks", "itg_round.sv",
                "my.json: blocks = \"itg_round.sv\": expected a list of SystemVerilog files"},
        Refusal{"blocks", Json::array({1}),
                "my.json: blocks = [1]: expected a list of SystemVerilog files"},
        Refusal{"rows", 65, "my.json: rows = 65: expected an integer 2..64"},
        Refusal{"rows", 2.5, "my.json: rows = 2.5: expected an integer 2..64"},
        Refusal{"rows", "4", "my.json: rows = \"4\": expected an integer 2..64"},
        Refusal{"rows", uint64_t{1} << 63,
                "my.json: rows = 9223372036854775808: expected an integer 2..64"},
        Refusal{"weight_bits", 3, "my.json: weight_bits = 3: expected an integer 4..8"},
        Refusal{"error_bits", 9, "my.json: error_bits = 9: expected an integer 4..8"},
        Refusal{"acc_bits", 15, "my.json: acc_bits = 15: expected an integer 16..32"},
        Refusal{"acc_bits", 33, "my.json: acc_bits = 33: expected an integer 16..32"},
        Refusal{"bus_bytes", 12, "my.json: bus_bytes = 12: expected 4, 8, 16, 32 or 64"},
        Refusal{"read_fifo_beats", 20,
                "my.json: read_fifo_beats = 20: expected a power of two 4..1024"},
        Refusal{"master_weights", 1, "my.json: master_weights = 1: expected true or false"},
        Refusal{"burst_beats", 0, "my.json: burst_beats = 0: expected an integer 1..256"},
        Refusal{"read_bursts", 257, "my.json: read_bursts = 257: expected an integer 1..256"},
        Refusal{"write_bursts", 0, "my.json: write_bursts = 0: expected an integer 1..256"},
        Refusal{"memory_bytes_per_cycle", 129,
                "my.json: memory_bytes_per_cycle = 129: expected an integer 0..128"},
        Refusal{"memory_reads", -1, "my.json: memory_reads = -1: expected an integer 0..1024"},
        Refusal{"memory_latency", 0, "my.json: memory_latency = 0: expected an integer 1..4096"},
        Refusal{"name", "", "my.json: name = \"\": expected a string that is not empty"},
        Refusal{"scratchpad_bytes", 504,
                "my.json: scratchpad_bytes = 504: expected a multiple of 16 and at least 256 "
                "with 8 banks"},
        Refusal{"scratchpad_bytes", 240,
                "my.json: scratchpad_bytes = 240: expected a multiple of 16 and at least 256 "
                "with 8 banks"},
        Refusal{"accumulator_bytes", 71,
                "my.json: accumulator_bytes = 71: expected at least 72, one tile of 4x6 "
                "accumulators of 24 bits"}),
    [](const auto& info) { return info.param.key + std::to_string(info.index); });

const char kModes[] =
    "expected a list of \"nearest\", \"stochastic\", \"pseudo-stochastic\", each at most once";

TEST(HwConfig, RoundingModesAreNamesEachAtMostOnce) {
  Json json = Legal();
  json["rounding"] = Json::array();
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = []: ") + kModes);
  json["rounding"] = Json::array({"near"});
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = [\"near\"]: ") + kModes);
  json["rounding"] = Json::array({"nearest", "nearest"});
  EXPECT_EQ(ErrorOf(json), std::string("my.json: rounding = [\"nearest\",\"nearest\"]: ") + kModes);
}

const std::string kAllowed =
    "(allowed: name, rows, cols, activation_bits, weight_bits, error_bits, gradient_bits, "
    "acc_bits, scratchpad_bytes, accumulator_bytes, bus_bytes, read_fifo_beats, blocks, "
    "burst_beats, read_bursts, write_bursts, rounding, master_weights, memory_latency, "
    "memory_bytes_per_cycle, "
    "memory_reads)";

TEST(HwConfig, UnknownAndMissingKeysAreRefused) {
  Json json = Legal();
  json["row"] = 4;
  EXPECT_EQ(ErrorOf(json), "my.json: unknown key 'row' " + kAllowed);
  json = Legal();
  json.erase("cols");
  EXPECT_EQ(ErrorOf(json), "my.json: missing key 'cols' " + kAllowed);
}

// One of the two values would be dropped without a word.
TEST(HwConfig, AKeyThatComesTwiceIsRefused) {
  std::string text = Legal().dump();
  text.insert(1, "\"rows\": 8, ");
  EXPECT_EQ(ErrorOfText(text), "my.json: key 'rows' is there twice");
}

TEST(HwConfig, WhatIsNoRegularFileIsRefused) {
  const std::string pipe = testing::TempDir() + "hw_config_pipe";
  std::remove(pipe.c_str());
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ErrorOfFile(pipe), pipe + ": is not a regular file");
  std::remove(pipe.c_str());
  EXPECT_EQ(ErrorOfFile("/dev/zero"), "/dev/zero: is not a regular file");
  EXPECT_EQ(ErrorOfFile("/tmp"), "/tmp: is a folder, expected a file");
}

TEST(HwConfig, TextThatIsNoObjectIsRefused) {
  EXPECT_EQ(ErrorOfText("{\"rows\": 4").rfind("my.json: not JSON: parse error at line 1", 0), 0u);
  EXPECT_EQ(ErrorOfText("[1, 2]"), "my.json: the file is not an object " + kAllowed);
}

}  // namespace
}  // namespace itg
