// SPDX-License-Identifier: Apache-2.0
//
// Is the RTL the golden model? Random programs that fill the coverage table, on every shipped
// configuration, with a memory that never stalls and one that often does. `intaglio compare` runs
// the same with more programs. This is the test of itg_top, itg_datapath, itg_product, itg_tiles,
// itg_spill, itg_second_pass, itg_pass_inputs, itg_pass_outputs, itg_sequencer, itg_post,
// itg_word_source, itg_word_sink, itg_pool and itg_beside, whose work is to bring the other modules
// together.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"

namespace itg {
namespace {

struct Setting {
  const char* hw;
  int stall_percent;
};

class Rtl : public testing::TestWithParam<Setting> {};

TEST_P(Rtl, EqualsTheGoldenModelOnRandomPrograms) {
  const HwConfig hw = HwConfig::FromFile(GetParam().hw);
  RtlOptions rtl;
  rtl.stall_percent = GetParam().stall_percent;
  rtl.stall_seed = 1;
  CompareOptions options;
  options.programs = 250;
  options.seed = 100;
  const CompareResult result = RunCompare([] { return MakeGoldenMachine(); },
                                          [&] { return MakeRtlMachine(hw, rtl); }, hw, options);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_TRUE(result.passed()) << result.coverage.Table();
}

INSTANTIATE_TEST_SUITE_P(Configurations, Rtl,
                         testing::Values(Setting{"tiny", 0}, Setting{"odd", 0}, Setting{"base", 0},
                                         Setting{"tiny", 30}, Setting{"odd", 60}),
                         [](const auto& info) {
                           return info.param.hw + std::string("_stall_") +
                                  std::to_string(info.param.stall_percent);
                         });

}  // namespace
}  // namespace itg
