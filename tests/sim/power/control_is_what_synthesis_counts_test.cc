// SPDX-License-Identifier: Apache-2.0
//
// Is the control whose energy is measured that of the synthesis, cell for cell? Does a clock cost
// what its registers cost, and data nothing when nothing moves?

#include <gtest/gtest.h>

#include <set>

#include "model/program/program.h"
#include "sim/power/control_energy.h"
#include "sim/synth/synthesis.h"

namespace itg {
namespace {

constexpr double kRegisterFj = 300;

TEST(ControlEnergy, IsThatOfTheBlocksOfControl) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const std::set<std::string> control = {"sequencer, check", "address engines, loader",
                                         "bus, registers"};
  int64_t cells = 0;
  for (const BlockCost& block : Synthesise(hw, {}, [](const std::string&) {}).blocks) {
    if (control.count(block.part) != 0) cells += block.cells * block.instances;
  }
  const ControlEnergy idle = MeasureControl(hw, "", kRegisterFj, [](Machine*) {});
  EXPECT_EQ(idle.cells, cells);
  EXPECT_GT(idle.registers, 1000);
  EXPECT_EQ(idle.clock_fj, kRegisterFj * static_cast<double>(idle.registers));
  const ControlEnergy busy = MeasureControl(hw, "", kRegisterFj, [](Machine* machine) {
    Program program;
    program.buffers = {{"x", Role::kActivation, 8, {8, 8}},
                       {"w", Role::kWeight, 8, {8, 8}},
                       {"y", Role::kAccumulator, 32, {8, 8}}};
    Command product;
    product.a = 0;
    product.b = 1;
    product.out = 2;
    program.commands = {product};
    machine->Load(program);
    machine->Execute(0);
  });
  EXPECT_EQ(busy.cells, idle.cells);
  EXPECT_GT(busy.cycles, idle.cycles);
  EXPECT_GT(busy.data_fj, idle.data_fj);
}

}  // namespace
}  // namespace itg
