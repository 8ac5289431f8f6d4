// SPDX-License-Identifier: Apache-2.0
//
// Does any legal hardware configuration run, or only those that ship? Configurations drawn over the
// whole legal range, corners first: arrays up to 64 wide, the smallest memories allowed, mixed
// widths, any bus, latency and FIFO depth, missing rounding modes, a stalling memory. Each must
// equal the golden model on programs that fill its coverage table.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"
#include "sw/compare/random_source.h"

namespace itg {
namespace {

// The least that a configuration of these shapes may have.
struct Least {
  int64_t lanes = 1;
  int64_t scratchpad_bytes;
  int64_t accumulator_bytes;  // one tile
};

Least LeastMemories(const nlohmann::json& json) {
  Least least;
  for (const char* const key : {"rows", "cols", "bus_bytes"}) {
    while (least.lanes < json[key].get<int64_t>()) least.lanes *= 2;
  }
  least.scratchpad_bytes = 4 * least.lanes * least.lanes;
  const int64_t bits =
      json["rows"].get<int64_t>() * json["cols"].get<int64_t>() * json["acc_bits"].get<int64_t>();
  least.accumulator_bytes = (bits + 7) / 8;
  return least;
}

// The smallest memories of an array, with something on top of them two times in three.
void DrawMemories(nlohmann::json* json, RandomSource* random) {
  const Least least = LeastMemories(*json);
  const int64_t extra = random->OneIn(3) ? 0 : random->Between(1, 60);
  (*json)["scratchpad_bytes"] = least.scratchpad_bytes + 2 * least.lanes * extra;
  const int64_t tile = least.accumulator_bytes;
  (*json)["accumulator_bytes"] = tile + (random->OneIn(3) ? 0 : random->Between(1, 6 * tile));
}

HwConfig DrawConfiguration(uint64_t seed, RandomSource* random) {
  const std::vector<int> sizes = {2, 3, 4, 5, 8, 9, 16, 17, 24, 33, 64};
  const std::vector<int> buses = {4, 8, 16, 32, 64};
  const std::vector<int> depths = {4, 8, 16, 128};
  nlohmann::json json = {{"name", "drawn" + std::to_string(seed)},
                         {"rows", random->Pick(sizes)},
                         {"cols", random->Pick(sizes)},
                         {"bus_bytes", random->Pick(buses)},
                         {"read_fifo_beats", random->Pick(depths)},
                         {"memory_latency", random->OneIn(2) ? 1 : random->Between(2, 100)},
                         {"acc_bits", random->Between(16, 32)},
                         {"burst_beats", random->OneIn(2) ? 16 : random->Between(1, 20)},
                         {"read_bursts", random->Between(1, 64)},
                         {"write_bursts", random->Between(1, 32)}};
  for (const char* const key : {"activation_bits", "weight_bits", "error_bits", "gradient_bits"}) {
    json[key] = random->Between(4, 8);
  }
  if (random->OneIn(3)) json["rounding"] = {"pseudo-stochastic"};
  if (random->OneIn(3)) json["rounding"] = {"nearest", "stochastic"};
  DrawMemories(&json, random);
  return HwConfig::FromJson(json.dump(), json.dump());
}

void ExpectEqualToGolden(const HwConfig& hw, uint32_t seed, int stall_percent) {
  SCOPED_TRACE(hw.name + ": " + std::to_string(hw.rows) + "x" + std::to_string(hw.cols) + ", bus " +
               std::to_string(hw.bus_bytes) + ", scratchpads " +
               std::to_string(hw.scratchpad_bytes) + ", accumulators " +
               std::to_string(hw.accumulator_bytes) + " bytes");
  RtlOptions rtl;
  rtl.stall_percent = stall_percent;
  rtl.stall_seed = 1;
  CompareOptions options;
  options.programs = 250;
  options.seed = seed;
  const CompareResult result = RunCompare([] { return MakeGoldenMachine(); },
                                          [&] { return MakeRtlMachine(hw, rtl); }, hw, options);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_TRUE(result.passed()) << result.coverage.Table();
}

class AnyLegalConfiguration : public testing::TestWithParam<int> {};

TEST_P(AnyLegalConfiguration, EqualsTheGoldenModel) {
  RandomSource random(static_cast<uint64_t>(GetParam()), 0);
  const HwConfig hw = DrawConfiguration(static_cast<uint64_t>(GetParam()), &random);
  ExpectEqualToGolden(hw, static_cast<uint32_t>(GetParam()), random.OneIn(2) ? 0 : 40);
}

INSTANTIATE_TEST_SUITE_P(Drawn, AnyLegalConfiguration, testing::Range(1, 21));

struct Shapes {
  int rows, cols, bus_bytes, acc_bits;
};

class SmallestMemories : public testing::TestWithParam<Shapes> {};

// The next smaller ones are refused, and what is not refused runs: lanes that follow from the rows,
// the columns or the bus, and tiles that end inside a byte.
TEST_P(SmallestMemories, AreEnough) {
  const Shapes& shapes = GetParam();
  nlohmann::json json = {{"name", "smallest"},          {"rows", shapes.rows},
                         {"cols", shapes.cols},         {"bus_bytes", shapes.bus_bytes},
                         {"acc_bits", shapes.acc_bits}, {"read_fifo_beats", 4},
                         {"memory_latency", 5}};
  for (const char* const key : {"activation_bits", "weight_bits", "error_bits", "gradient_bits"}) {
    json[key] = 8;
  }
  const Least least = LeastMemories(json);
  json["scratchpad_bytes"] = least.scratchpad_bytes;
  json["accumulator_bytes"] = least.accumulator_bytes;
  ExpectEqualToGolden(HwConfig::FromJson(json.dump(), "smallest"), 1, 0);

  for (const char* const key : {"scratchpad_bytes", "accumulator_bytes"}) {
    nlohmann::json less = json;
    less[key] = json[key].get<int64_t>() - (key[0] == 's' ? 2 * least.lanes : 1);
    EXPECT_THROW(HwConfig::FromJson(less.dump(), "less"), Error) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, SmallestMemories,
                         testing::Values(Shapes{2, 2, 4, 16}, Shapes{17, 3, 8, 20},
                                         Shapes{3, 9, 4, 31}, Shapes{5, 7, 64, 17},
                                         Shapes{16, 16, 16, 32}),
                         [](const auto& info) {
                           return std::to_string(info.param.rows) + "x" +
                                  std::to_string(info.param.cols) + "_bus_" +
                                  std::to_string(info.param.bus_bytes);
                         });

}  // namespace
}  // namespace itg
