// SPDX-License-Identifier: Apache-2.0
//
// Is a single wrong bit found, and is the user told where? One fault at a time is put into the
// second of two golden machines: in an element, an exponent, a mask, a saturation count, a cycle
// count, a digest. Each must be reported at its command, tensor and coordinates.

#include <gtest/gtest.h>

#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "tests/lockstep/faulty_machine.h"

namespace itg {
namespace {

// fc1: [3][4] x [5][4] -> ReLU -> fc2: [3][5] x [2][5].
Program TwoLayers() {
  Program program;
  program.buffers = {
      {"x", Role::kActivation, 8, {3, 4}},       {"fc1.weight", Role::kWeight, 8, {5, 4}},
      {"fc1.out", Role::kActivation, 8, {3, 5}}, {"fc1.mask", Role::kMask, 1, {3, 5}},
      {"fc2.weight", Role::kWeight, 8, {2, 5}},  {"fc2.out", Role::kActivation, 8, {3, 2}}};
  for (const BufferId id : {0, 1, 4}) {
    Tensor tensor = MakeTensor(program[id]);
    for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, (37 * i + 11 * id) % 255 - 127);
    program.initial.emplace_back(id, tensor);
  }
  Command fc1;
  fc1.opcode = Opcode::kForward;
  fc1.post = Post::kRequantiseRelu;
  fc1.a = 0;
  fc1.b = 1;
  fc1.out = 2;
  fc1.mask = 3;
  fc1.layer = "fc1";
  Command fc2 = fc1;
  fc2.post = Post::kRequantise;
  fc2.a = 2;
  fc2.b = 4;
  fc2.out = 5;
  fc2.mask = kNoBuffer;
  fc2.layer = "fc2";
  program.commands = {fc1, fc2};
  return program;
}

// Runs both commands with `fault` in the tested machine; the report, or "" without a difference.
std::string ReportOf(FaultyMachine::Fault fault, CompareCycles cycles = CompareCycles::kNo) {
  Lockstep lockstep(MakeGoldenMachine(),
                    std::make_unique<FaultyMachine>(MakeGoldenMachine(), std::move(fault)), cycles);
  lockstep.Load(TwoLayers());
  try {
    lockstep.Execute(0);
    lockstep.Execute(1);
  } catch (const Difference& difference) {
    EXPECT_EQ(lockstep.comparison().mismatches, 1u);
    return difference.what();
  }
  EXPECT_EQ(lockstep.comparison().mismatches, 0u);
  EXPECT_EQ(lockstep.comparison().commands, 2u);
  EXPECT_EQ(lockstep.comparison().elements, 15u + 15u + 6u);  // out, mask, out
  return "";
}

void ExpectLines(const std::string& report, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    EXPECT_NE(report.find(line), std::string::npos) << "no \"" << line << "\" in\n" << report;
  }
}

Tensor Right(BufferId id) {
  const std::unique_ptr<Machine> golden = MakeGoldenMachine();
  golden->Load(TwoLayers());
  golden->Execute(0);
  golden->Execute(1);
  return golden->Read(id);
}

TEST(Lockstep, FindsNothingBetweenEqualMachines) {
  EXPECT_EQ(ReportOf([](const Program&, size_t, Machine*, Retired*) { return false; }), "");
}

TEST(Lockstep, ReportsAnElement) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine* m, Retired*) {
    if (index == 1) FlipBit(m, 5, 3, 0);
    return index == 1;
  });
  const int64_t right = Right(5).Get(3);
  ExpectLines(report, {"difference at command 1: fc2 forward+requantise\n", "layer       fc2\n",
                       "tensor      fc2.out [3, 2], activation of 8 bits\n", "element     [1, 1]\n",
                       "expected    " + std::to_string(right) + " (golden)\n",
                       "got         " + std::to_string(right ^ 1) + " (faulty)\n",
                       "differing   1 of 6 elements\n"});
}

TEST(Lockstep, ReportsTheFirstOfSeveralElements) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine* m, Retired*) {
    if (index == 0) FlipBit(m, 2, 14, 0);
    if (index == 0) FlipBit(m, 2, 7, 0);
    return index == 0;
  });
  ExpectLines(report, {"difference at command 0: fc1 forward+requantise_relu\n",
                       "tensor      fc1.out [3, 5]", "element     [1, 2]\n",
                       "differing   2 of 15 elements\n"});
}

TEST(Lockstep, ReportsAMaskBit) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine* m, Retired*) {
    if (index == 0) FlipBit(m, 3, 11, 0);
    return index == 0;
  });
  const int64_t right = Right(3).Get(11);
  ExpectLines(report, {"difference at command 0: fc1 forward+requantise_relu\n",
                       "tensor      fc1.mask [3, 5], mask of 1 bits\n", "element     [2, 1]\n",
                       "expected    " + std::to_string(right) + " (golden)\n",
                       "got         " + std::to_string(1 - right) + " (faulty)\n"});
  EXPECT_EQ(report.find("fc1.out"), std::string::npos) << report;
}

TEST(Lockstep, ReportsAnExponent) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine* m, Retired*) {
    Tensor tensor = m->Read(5);
    tensor.set_exponent(tensor.exponent() + 1);
    if (index == 1) m->Write(5, tensor);
    return index == 1;
  });
  const int right = Right(5).exponent();
  ExpectLines(report,
              {"difference at command 1: fc2", "tensor      fc2.out", "exponent    differs\n",
               "expected    " + std::to_string(right) + " (golden)\n",
               "got         " + std::to_string(right + 1) + " (faulty)\n"});
  EXPECT_EQ(report.find("element"), std::string::npos) << report;
}

TEST(Lockstep, ReportsSaturations) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine*, Retired* r) {
    if (index == 1) r->saturations += 3;
    return false;
  });
  ExpectLines(report, {"difference at command 1: fc2", "saturations differ"});
  EXPECT_EQ(report.find("tensor"), std::string::npos) << report;
}

TEST(Lockstep, ReportsACycleCountWhenAskedTo) {
  const FaultyMachine::Fault late = [](const Program&, size_t index, Machine*, Retired* r) {
    if (index == 1) r->end_cycle += 1;
    return false;
  };
  EXPECT_EQ(ReportOf(late), "");
  ExpectLines(ReportOf(late, CompareCycles::kYes),
              {"difference at command 1: fc2", "cycles      differ\n", "expected    0 (golden)\n",
               "got         1 (faulty)\n", "ran         cycles [0, 1) of faulty"});
}

TEST(Lockstep, CallsAWrongDigestByItsName) {
  const std::string report = ReportOf([](const Program&, size_t index, Machine*, Retired* r) {
    if (index == 0) r->digest ^= 1;
    return false;
  });
  ExpectLines(report,
              {"difference at command 0: fc1", "DIFFERS ALTHOUGH ALL OUTPUTS READ BACK EQUAL"});
}

TEST(Lockstep, ShowsThatNothingWasCompared) {
  Lockstep lockstep(MakeGoldenMachine(), MakeGoldenMachine());
  lockstep.Load(TwoLayers());
  EXPECT_EQ(lockstep.comparison().commands, 0u);
  EXPECT_EQ(lockstep.comparison().elements, 0u);
}

TEST(Lockstep, HandsEverythingToBothMachinesAndReadsTheTestedOne) {
  Lockstep lockstep(MakeGoldenMachine(), MakeGoldenMachine());
  EXPECT_STREQ(lockstep.name(), "golden|golden");
  lockstep.Load(TwoLayers());
  Tensor x = MakeTensor(TwoLayers()[0]);
  x.Set(5, 77);
  lockstep.Write(0, x);
  EXPECT_EQ(lockstep.expected().Read(0), x);
  EXPECT_EQ(lockstep.tested().Read(0), x);
  FlipBit(&lockstep.tested(), 0, 5, 1);
  EXPECT_EQ(lockstep.Read(0).Get(5), 77 ^ 2);
}

}  // namespace
}  // namespace itg
