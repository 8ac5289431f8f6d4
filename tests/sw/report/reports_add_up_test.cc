// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/report/costs.h"
#include "sw/report/report.h"
#include "sw/report/sha256.h"

namespace itg {
namespace {

// Golden values with invented cycles: command i takes 100 * (i + 1) cycles and counts 16 rounded
// elements, 10 array cycles and 1,000 multiplications.
class TimedMachine final : public Machine {
 public:
  const char* name() const override { return "timed"; }
  void Load(const Program& program) override { golden_->Load(program); }
  void SetTrainingStep(uint32_t step) override { golden_->SetTrainingStep(step); }
  void SetMu(int mu) override { golden_->SetMu(mu); }
  void Write(BufferId id, const Tensor& tensor) override { golden_->Write(id, tensor); }
  Tensor Read(BufferId id) const override { return golden_->Read(id); }
  Retired Execute(size_t index) override {
    Retired retired = golden_->Execute(index);
    retired.start_cycle = 5000;
    retired.end_cycle = 5000 + 100 * (index + 1);
    retired.saturations = index;
    retired.acc_overflows = 1;
    retired.counters.rounded = 16;
    retired.counters.array_cycles = 10;
    retired.counters.macs = 1000;
    retired.counters.memory_reads = 3;
    retired.terms.stream = 10;
    retired.terms.fetch = retired.end_cycle - retired.start_cycle - 10;
    return retired;
  }

 private:
  std::unique_ptr<Machine> golden_ = MakeGoldenMachine();
};

class IgnoreProgress final : public TrainObserver {
 public:
  void OnStep(const StepInfo&) override {}
  void OnEpoch(const EpochResult&) override {}
  bool Stop() override { return false; }
};

// Two steps of six commands and one evaluation batch of 40 images with two.
class Report : public ::testing::Test {
 protected:
  Report() {
    hw_.name = "four";
    hw_.rows = 4;
    hw_.cols = 8;
    hw_.bus_bytes = 4;
    hw_.scratchpad_bytes = 1024;
    hw_.accumulator_bytes = 2048;
    energy_.multiply_int8_fj = energy_.add_int32_fj = energy_.dram_fj = 1000;
    energy_.sram_8kib_fj = energy_.sram_32kib_fj = energy_.sram_1mib_fj = 1000;
    IgnoreProgress progress;
    result_ = Train(&session_, &progress);
  }

  const TrainConfig config_ = LoadTrainConfig(
      "digits", {"data.train_limit=70", "data.test_limit=40", "epochs=1", "mu=4"}, nullptr);
  const Dataset data_ = LoadDataset(config_.data);
  TimedMachine machine_;
  Session session_{config_, data_, &machine_};
  HwConfig hw_;
  EnergyTable energy_;
  TrainResult result_;
};

// Commands: fc1 forward 100, fc2 forward 200, loss 300, fc2 error 400, fc2 update 500, fc1 update
// 600; the second pass of an update takes 16 / min(8, 4) = 4 cycles. Two steps.
TEST_F(Report, CyclesAreSplitByPhase) {
  const Costs costs = CostsOf(session_, &hw_);
  const auto phase = [&](Phase p) { return costs.phase_cycles[static_cast<size_t>(p)]; };
  EXPECT_EQ(phase(Phase::kForward), 2u * 300);
  EXPECT_EQ(phase(Phase::kLoss), 2u * 300);
  EXPECT_EQ(phase(Phase::kError), 2u * 400);
  EXPECT_EQ(phase(Phase::kUpdate), 2u * 8);
  EXPECT_EQ(phase(Phase::kGradient), 2u * 1100 - 2u * 8);
  EXPECT_EQ(costs.training_cycles, 2u * 2100);
  EXPECT_EQ(costs.evaluation_cycles, 300u);
  EXPECT_EQ(costs.command_cycles.at("forward+requantise_relu"), 2u * 100 + 100);
  EXPECT_EQ(costs.command_cycles.at("gradient+update"), 2u * 1100);
}

TEST_F(Report, EventsAreSummedPerLayer) {
  const Costs costs = CostsOf(session_, &hw_);
  EXPECT_EQ(costs.layers.at("fc1").saturations, 2u * (0 + 5));
  EXPECT_EQ(costs.layers.at("fc2").saturations, 2u * (1 + 3 + 4));
  EXPECT_EQ(costs.layers.at("loss").saturations, 2u * 2);
  EXPECT_EQ(costs.layers.at("fc2").acc_overflows, 2u * 3);
}

// Two steps of 32 samples through 64-100-10 on 4 x 8: folds of 4 rows and 8 columns, each with
// 4 - 1 + 8 - 1 = 10 cycles to fill and drain, and of each product one cycle less.
TEST_F(Report, ProductsAreCountedAsScaleSimDoes) {
  const Costs costs = CostsOf(session_, &hw_);
  const auto os = [&](const char* layer, const char* kind) {
    return costs.layers.at(layer).commands.at(kind).scale_sim.value().os;
  };
  EXPECT_EQ(os("fc1", "forward+requantise_relu"), 2u * (8 * 13 * (64 + 10) - 1));
  EXPECT_EQ(os("fc2", "forward+requantise"), 2u * (8 * 2 * (100 + 10) - 1));
  EXPECT_EQ(os("fc2", "error+requantise_mask"), 2u * (8 * 13 * (10 + 10) - 1));
  EXPECT_EQ(os("fc2", "gradient+update"), 2u * (3 * 13 * (32 + 10) - 1));
  EXPECT_EQ(os("fc1", "gradient+update"), 2u * (25 * 8 * (32 + 10) - 1));
  EXPECT_FALSE(costs.layers.at("loss").commands.begin()->second.scale_sim.has_value());
  ASSERT_EQ(costs.scale_sim.size(), 3u);
  EXPECT_EQ(costs.scale_sim.at(Opcode::kForward).os,
            2u * (8 * 13 * (64 + 10) - 1 + 8 * 2 * (100 + 10) - 1));
  // Weights stay: 16 x 13 folds of fc1, 25 x 2 of fc2; 4 cycles to load them.
  EXPECT_EQ(costs.scale_sim.at(Opcode::kForward).ws,
            2u * (16 * 13 * (4 + 32 + 10) - 1 + 25 * 2 * (4 + 32 + 10) - 1));
  EXPECT_TRUE(CostsOf(session_, nullptr).scale_sim.empty());
}

TEST_F(Report, HasEveryKey) {
  ReportInput input;
  input.session = &session_;
  input.result = &result_;
  input.machine = "rtl";
  input.hw = &hw_;
  input.energy = energy_;
  input.comparison = {12, 345, 0};
  input.host = {"loss"};
  const nlohmann::ordered_json report = MakeReport(input);
  EXPECT_EQ(report["report_version"], kReportVersion);
  EXPECT_EQ(report["seed"], 1);
  EXPECT_EQ(report["configuration"]["batch"], 32);
  EXPECT_EQ(report["accuracy"]["test"], result_.epochs[0].accuracy_test);
  EXPECT_EQ(report["accuracy"]["train"], result_.epochs[0].accuracy_train);
  EXPECT_EQ(report["epochs"][0]["loss"], result_.epochs[0].loss);
  EXPECT_EQ(report["compare"]["commands"], 12);
  EXPECT_EQ(report["compare"]["elements"], 345);
  EXPECT_EQ(report["compare"]["mismatches"], 0);
  EXPECT_EQ(report["cycles"]["total"], 4500);
  EXPECT_EQ(report["cycles"]["by_phase"]["evaluation"], 300);
  EXPECT_EQ(report["cycles"]["by_term"]["stream"], 12 * 10);
  EXPECT_EQ(report["cycles"]["by_term"]["fetch"], 4200 - 12 * 10);
  EXPECT_EQ(report["cycles"]["scale_sim"]["error"]["os"], 2 * (8 * 13 * (10 + 10) - 1));
  EXPECT_EQ(report["layers"]["fc2"]["commands"]["error+requantise_mask"]["scale_sim"]["os"],
            2 * (8 * 13 * (10 + 10) - 1));
  // 12 commands of 1,000 multiplications in 4,200 cycles of 32 cells.
  EXPECT_EQ(report["array"]["use"], 12000.0 / (4200.0 * 32));
  EXPECT_EQ(report["memory"]["read_bytes"], 14 * 3 * 4);
  EXPECT_EQ(report["on_chip_bytes"], hw_.on_chip_bytes());
  EXPECT_DOUBLE_EQ(report["energy_pj"]["mac"], 14 * 10 * 32 * 2.0);
  EXPECT_DOUBLE_EQ(report["energy_pj"]["dram"], 14 * 3 * 0.5);
  EXPECT_EQ(report["weights"]["sha256"], Sha256(session_.weights()));
  const double seconds = report["simulation"]["seconds"];
  EXPECT_GT(seconds, 0);
  // 2 steps of 32 images: 2 * 64 * 100 + 3 * 100 * 10 multiplications each.
  EXPECT_DOUBLE_EQ(report["simulation"]["macs_per_second"], 64 * 15800 / seconds);
  EXPECT_DOUBLE_EQ(report["simulation"]["cycles_per_second"], 4200 / seconds);
  EXPECT_EQ(report["host"][0], "loss");
  EXPECT_EQ(report["layers"]["fc2"]["acc_overflows"], 6);
  EXPECT_EQ(report["layers"]["fc1"]["commands"]["gradient+update"],
            nlohmann::ordered_json({{"phase", "gradient"},
                                    {"cycles", 2 * 600},
                                    {"terms",
                                     {{"fetch", 2 * 590},
                                      {"fill", 0},
                                      {"stream", 2 * 10},
                                      {"stall", 0},
                                      {"drain", 0},
                                      {"second_pass", 0},
                                      {"write_back", 0}}},
                                    {"macs", 2000},
                                    {"array_cycles", 20},
                                    {"array_use", 2000.0 / (1200 * 32)},
                                    {"read_bytes", 2 * 3 * 4},
                                    {"written_bytes", 0},
                                    // 32 cells of 2 pJ, 3 adds an element, half a pJ a beat
                                    {"energy_pj", 20 * 32 * 2.0 + 2 * 16 * 3 + 2 * 3 * 0.5},
                                    {"energy_pj_by_component",
                                     {{"mac", 20 * 32 * 2.0},
                                      {"scratchpad", 0.0},
                                      {"accumulator", 0.0},
                                      {"dram", 2 * 3 * 0.5},
                                      {"rounding", 2 * 16 * 3.0}}},
                                    // 25 x 8, 8 x 8 and 8 x 13 folds; 4 cycles to load
                                    {"scale_sim",
                                     {{"os", 2 * (25 * 8 * (32 + 10) - 1)},
                                      {"ws", 2 * (8 * 8 * (4 + 100 + 10) - 1)},
                                      {"is", 2 * (8 * 13 * (4 + 64 + 10) - 1)}}}}));
  EXPECT_EQ(report["hardware"]["rounding"],
            nlohmann::ordered_json({"nearest", "stochastic", "pseudo-stochastic"}));
  const std::string text = ReportText(report);
  EXPECT_NE(text.find("data: digits, 70 training images, 40 test images\n"), std::string::npos);
  EXPECT_EQ(report["data"]["mean"], data_.mean);
  EXPECT_NE(text.find("12 commands, 345 elements, 0 mismatches"), std::string::npos) << text;
}

// Nobody counts the overflows of an RTL that golden does not accompany.
TEST_F(Report, WhatNobodyCountedIsNull) {
  ReportInput input;
  input.session = &session_;
  input.result = &result_;
  input.machine = "rtl";
  input.hw = &hw_;
  input.energy = energy_;
  const nlohmann::ordered_json report = MakeReport(input);
  EXPECT_TRUE(report["layers"]["fc2"]["acc_overflows"].is_null());
  EXPECT_NE(ReportText(report).find("                -\n"), std::string::npos);
}

TEST_F(Report, WithoutHardwareCyclesAndEnergyAreNull) {
  ReportInput input;
  input.session = &session_;
  input.result = &result_;
  input.machine = "golden";
  const nlohmann::ordered_json report = MakeReport(input);
  EXPECT_TRUE(report["cycles"]["total"].is_null());
  EXPECT_TRUE(report["energy_pj"]["total"].is_null());
  EXPECT_NE(ReportText(report).find("weights sha256"), std::string::npos);
}

// Reference: SHA-256 of 01 fe, f7 ff ff ff (-9), 02 01, 03 00 00 00.
TEST(Sha256, CoversElementsAndExponentsInOrder) {
  Tensor bytes({2}, ElementType::kInt8);
  bytes.Set(0, 1);
  bytes.Set(1, -2);
  bytes.set_exponent(-9);
  Tensor word({1}, ElementType::kInt16);
  word.Set(0, 258);
  word.set_exponent(3);
  EXPECT_EQ(Sha256({bytes, word}),
            "f422db787401bec8e2dfdef62e1cfe688d620d48c6e0075837e23ce1810bff18");
  EXPECT_EQ(Sha256({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_NE(Sha256({word, bytes}), Sha256({bytes, word}));
}

}  // namespace
}  // namespace itg
