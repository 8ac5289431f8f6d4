// SPDX-License-Identifier: Apache-2.0
//
// Does any legal hardware configuration run, or only those that ship? Configurations drawn over the
// whole legal range, corners first: arrays up to 64 wide, the smallest memories allowed, mixed
// widths, any bus, latency and FIFO depth, missing rounding modes, a stalling memory. Each must
// equal the golden model on programs that fill its coverage table.

#include <gtest/gtest.h>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"
#include "tests/lockstep/drawn_configuration.h"

namespace itg {
namespace {

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
