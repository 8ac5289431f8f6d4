// SPDX-License-Identifier: Apache-2.0
//
// Do the assertions of the RTL hold in a whole machine, is one that fails reported, and does the
// plug-in for speed, which skips them and clocks by the rising edge alone, do the very same?

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/share/share_dir.h"
#include "sw/compare/compare.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

RtlOptions Asserting() {
  RtlOptions options;
  options.check_assertions = true;
  return options;
}

CompareOptions Programs(uint64_t count) {
  CompareOptions options;
  options.programs = count;
  options.seed = 300;
  return options;
}

TEST(Assertions, HoldOnRandomPrograms) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  for (const int stall_percent : {0, 40}) {
    RtlOptions rtl = Asserting();
    rtl.stall_percent = stall_percent;
    rtl.stall_seed = 3;
    const CompareResult result =
        RunCompare([] { return MakeGoldenMachine(); }, [&] { return MakeRtlMachine(hw, rtl); }, hw,
                   Programs(250));
    EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
    EXPECT_TRUE(result.passed()) << result.coverage.Table();
  }
}

// A Machine that runs two others and compares all that they retire.
class Twins final : public Machine {
 public:
  Twins(std::unique_ptr<Machine> one, std::unique_ptr<Machine> other)
      : one_(std::move(one)), other_(std::move(other)) {}
  const char* name() const override { return one_->name(); }
  void Load(const Program& program) override {
    one_->Load(program);
    other_->Load(program);
  }
  void SetTrainingStep(uint32_t step) override {
    one_->SetTrainingStep(step);
    other_->SetTrainingStep(step);
  }
  void SetMu(int mu) override {
    one_->SetMu(mu);
    other_->SetMu(mu);
  }
  void Write(BufferId buffer, const Tensor& tensor) override {
    one_->Write(buffer, tensor);
    other_->Write(buffer, tensor);
  }
  Tensor Read(BufferId buffer) const override { return one_->Read(buffer); }
  Retired Execute(size_t index) override {
    const Retired a = one_->Execute(index);
    const Retired b = other_->Execute(index);
    EXPECT_EQ(a.digest, b.digest);
    EXPECT_EQ(a.saturations, b.saturations);
    EXPECT_EQ(a.start_cycle, b.start_cycle);
    EXPECT_EQ(a.end_cycle, b.end_cycle);
    EXPECT_TRUE(a.counters == b.counters);
    return a;
  }

 private:
  std::unique_ptr<Machine> one_;
  std::unique_ptr<Machine> other_;
};

TEST(Assertions, ThePlugInForSpeedDoesTheSameInTheSameCycles) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  RtlOptions fast = Asserting();
  fast.check_assertions = false;
  fast.stall_percent = 20;
  RtlOptions asserting = fast;
  asserting.check_assertions = true;
  const CompareResult result = RunCompare(
      [] { return MakeGoldenMachine(); },
      [&] {
        return std::make_unique<Twins>(MakeRtlMachine(hw, fast), MakeRtlMachine(hw, asserting));
      },
      hw, Programs(100));
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_GT(result.comparison.commands, 100u);
}

// What random programs say of the RTL with `right` in `file` replaced by `wrong`.
std::string ErrorOfFaulty(const std::string& file, const std::string& right,
                          const std::string& wrong, const std::string& config = "tiny") {
  const fs::path rtl = fs::temp_directory_path() / ("itg_assert_" + std::to_string(getpid()));
  fs::copy(ShareDir() + "/rtl", rtl, fs::copy_options::recursive);
  std::ifstream in(rtl / file);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  EXPECT_NE(text.find(right), std::string::npos) << file;
  text.replace(text.find(right), right.size(), wrong);
  std::ofstream(rtl / file) << text;
  const HwConfig hw = HwConfig::FromFile(config);
  RtlOptions options = Asserting();
  options.rtl_dir = rtl.string();
  std::string what = "nothing was noticed";
  try {
    RunCompare([] { return MakeGoldenMachine(); }, [&] { return MakeRtlMachine(hw, options); }, hw,
               Programs(50));
  } catch (const Error& error) {
    what = error.what();
  }
  fs::remove_all(rtl);
  return what;
}

TEST(Assertions, AFalseOneIsAnErrorThatNamesItAndTheCommand) {
  const std::string what =
      ErrorOfFaulty("ctrl/itg_sequencer.sv", "|-> key_step_q == 2'd3)", "|-> key_step_q == 2'd2)");
  EXPECT_EQ(what.rfind("RTL: ", 0), 0u) << what;
  EXPECT_NE(what.find("KeyIsReady_A"), std::string::npos) << what;
  EXPECT_NE(what.find("the second pass starts before its key"), std::string::npos) << what;
  EXPECT_EQ(what.find('\n'), std::string::npos) << what;
}

TEST(Assertions, ATileThatComesTooEarlyIsReported) {
  const std::string what = ErrorOfFaulty("array/itg_feeder.sv", "drain_wait_q > RowCntW'(1)",
                                         "drain_wait_q > RowCntW'(2)");
  EXPECT_NE(what.find("TileAfterTile_A"), std::string::npos) << what;
}

// Not a power of two, so that a wrong address can lie past the end: 234 words.
TEST(Assertions, AnAddressPastAMemoryIsReported) {
  const std::string what =
      ErrorOfFaulty("array/itg_feeder.sv", "tile_addr_q   <= '0;\n    end\n    if (start_i)",
                    "tile_addr_q   <= AccAddrW'(AccDepth);\n    end\n    if (start_i)", "odd");
  EXPECT_NE(what.find("WritesWithinDepth_A"), std::string::npos) << what;
  EXPECT_NE(what.find("write of word 234 of 234"), std::string::npos) << what;
}

}  // namespace
}  // namespace itg
