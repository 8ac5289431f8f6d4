// SPDX-License-Identifier: Apache-2.0
//
// Does a product of a topology become the command that it should, and do the figures follow from
// what the machine says?
#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sw/topology/measure.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// Every command takes as many cycles as its output has elements.
class CountingMachine final : public Machine {
 public:
  const char* name() const override { return "counting"; }
  void Load(const Program& program) override {
    Validate(program);
    program_ = program;
  }
  void SetTrainingStep(uint32_t) override {}
  void SetMu(int) override {}
  void Write(BufferId, const Tensor&) override {}
  Tensor Read(BufferId) const override { return {}; }
  Retired Execute(size_t index) override {
    Retired retired;
    retired.start_cycle = cycle_;
    cycle_ += static_cast<uint64_t>(ElementCount(program_[program_.commands.at(index).out].shape));
    retired.end_cycle = cycle_;
    return retired;
  }

 private:
  Program program_;
  uint64_t cycle_ = 77;
};

const std::vector<TopologyLayer> kLayers = {{"first", {10, 20, 7}, 2}, {"second", {4, 8, 100}, 3}};

Measurement Measured(Post post) {
  Measurement measurement;
  measurement.topology = "net.csv";
  measurement.machine = "counting";
  measurement.hw = HwConfig::FromFile("tiny");  // 4 x 4
  measurement.post = post;
  CountingMachine machine;
  std::vector<size_t> order;
  Measure(kLayers, &machine, &measurement, [&order](size_t done) { order.push_back(done); });
  EXPECT_EQ(order, (std::vector<size_t>{0, 1}));
  return measurement;
}

TEST(Product, IsALinearForward) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  for (const Post post : {Post::kNone, Post::kRequantise}) {
    const Program program = ProgramOf(kLayers[0], hw, post);
    Validate(program);
    ASSERT_EQ(program.commands.size(), 1u);
    EXPECT_EQ(program.commands[0].opcode, Opcode::kForward);
    EXPECT_EQ(program.commands[0].post, post);
    EXPECT_EQ(program.commands[0].layer, "first");
    EXPECT_EQ(program[program.commands[0].out].shape, (Shape{10, 20}));
    EXPECT_EQ(program[program.commands[0].out].role,
              post == Post::kNone ? Role::kAccumulator : Role::kActivation);
    const Gemm gemm = GemmOf(program, program.commands[0]);
    EXPECT_EQ(gemm.m, 10);
    EXPECT_EQ(gemm.n, 20);
    EXPECT_EQ(gemm.k, 7);
  }
}

// 10 x 20 and 4 x 8 cycles; on 4 x 4: 3 x 5 and 1 x 2 folds of outputs.
TEST(Measurement, FollowsFromTheCycles) {
  const nlohmann::ordered_json json = JsonOf(Measured(Post::kNone));
  EXPECT_EQ(json["post"], "none");
  EXPECT_EQ(json["machine"], "counting");
  EXPECT_EQ(json["hardware"]["rows"], 4);
  const nlohmann::ordered_json& first = json["layers"][0];
  EXPECT_EQ(first["layer"], "first");
  EXPECT_EQ(first["k"], 7);
  EXPECT_EQ(first["cycles"], 200);
  EXPECT_EQ(first["macs"], 1400);
  EXPECT_EQ(first["array_use"], 1400.0 / (200 * 16));
  EXPECT_EQ(first["scale_sim"]["os"], 3 * 5 * (7 + 3 + 3) - 1);
  EXPECT_EQ(json["total"]["cycles"], 200 + 32);
  EXPECT_EQ(json["total"]["macs"], 1400 + 3200);
  EXPECT_EQ(json["total"]["scale_sim"]["os"], 3 * 5 * (7 + 3 + 3) - 1 + 1 * 2 * (100 + 6) - 1);
  EXPECT_EQ(json["total"]["array_use"], 4600.0 / (232 * 16));
}

TEST(Measurement, IsATable) {
  const std::string table = TableOf(Measured(Post::kRequantise));
  EXPECT_EQ(table.rfind("net.csv on tiny (4 x 4), counting, forward+requantise\n", 0), 0u) << table;
  EXPECT_NE(table.find("\nfirst               10 x 20 x 7          200    43.8 %            194"),
            std::string::npos)
      << table;
}

// All are planned before one runs, so that a long run does not end in the middle.
TEST(Measurement, OfWhatDoesNotFitIsRefusedBeforeItBegins) {
  Measurement measurement;
  measurement.topology = "net.csv";
  measurement.hw = HwConfig::FromFile("tiny");
  CountingMachine machine;
  const std::vector<TopologyLayer> layers = {kLayers[0], {"huge", {16000000, 16000000, 3}, 9}};
  const std::string message =
      ErrorOf([&] { Measure(layers, &machine, &measurement, [](size_t) { FAIL(); }); });
  EXPECT_EQ(message.rfind("net.csv: line 9, huge of 16000000 x 16000000 x 3: ", 0), 0u) << message;
}

}  // namespace
}  // namespace itg
