// SPDX-License-Identifier: Apache-2.0
//
// Does any legal hardware configuration run, or only those that ship? Configurations drawn over the
// whole legal range, corners first: arrays up to 64 wide, the smallest memories allowed, mixed
// widths, any bus, latency and FIFO depth, missing rounding modes, a stalling memory. Each must
// equal the golden model on programs that fill its coverage table.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"
#include "sw/compare/random_source.h"

namespace itg {
namespace {

// The smallest memories of an array, with something on top of them two times in three.
void DrawMemories(nlohmann::json* json, RandomSource* random) {
  int64_t lanes = 1;
  for (const char* const key : {"rows", "cols", "bus_bytes"}) {
    while (lanes < (*json)[key].get<int64_t>()) lanes *= 2;
  }
  const int64_t extra = random->OneIn(3) ? 0 : random->Between(1, 60);
  (*json)["scratchpad_bytes"] = 4 * lanes * lanes + 2 * lanes * extra;
  const int64_t bits = (*json)["rows"].get<int64_t>() * (*json)["cols"].get<int64_t>() *
                       (*json)["acc_bits"].get<int64_t>();
  const int64_t tile = (bits + 7) / 8;
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
                         {"acc_bits", random->Between(16, 32)}};
  for (const char* const key : {"activation_bits", "weight_bits", "error_bits", "gradient_bits"}) {
    json[key] = random->Between(4, 8);
  }
  if (random->OneIn(3)) json["rounding"] = {"pseudo-stochastic"};
  if (random->OneIn(3)) json["rounding"] = {"nearest", "stochastic"};
  DrawMemories(&json, random);
  return HwConfig::FromJson(json.dump(), json.dump());
}

class AnyLegalConfiguration : public testing::TestWithParam<int> {};

TEST_P(AnyLegalConfiguration, EqualsTheGoldenModel) {
  RandomSource random(static_cast<uint64_t>(GetParam()), 0);
  const HwConfig hw = DrawConfiguration(static_cast<uint64_t>(GetParam()), &random);
  SCOPED_TRACE(hw.name + ": " + std::to_string(hw.rows) + "x" + std::to_string(hw.cols) + ", bus " +
               std::to_string(hw.bus_bytes) + ", scratchpads " +
               std::to_string(hw.scratchpad_bytes) + ", accumulators " +
               std::to_string(hw.accumulator_bytes) + " bytes");
  RtlOptions rtl;
  rtl.host = LossOnHost();
  rtl.stall_percent = random.OneIn(2) ? 0 : 40;
  rtl.stall_seed = 1;
  CompareOptions options;
  options.programs = 250;
  options.seed = static_cast<uint32_t>(GetParam());
  const CompareResult result = RunCompare([] { return MakeGoldenMachine(); },
                                          [&] { return MakeRtlMachine(hw, rtl); }, hw, options);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->report;
  EXPECT_TRUE(result.passed()) << result.coverage.Table();
}

INSTANTIATE_TEST_SUITE_P(Drawn, AnyLegalConfiguration, testing::Range(1, 13));

}  // namespace
}  // namespace itg
