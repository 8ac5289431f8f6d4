// SPDX-License-Identifier: Apache-2.0
//
// Is the fp32 yardstick the same program with other operations and wider numbers? By hand, for the
// published table and a measured one.

#include <gtest/gtest.h>

#include "sim/energy/fp32_energy.h"

namespace itg {
namespace {

constexpr double kExact = 1e-6;

// A 4x2 array with sums of 16 bits, memories of 2 KiB and 16 KiB, which in fp32 have 8 and 32.
HwConfig SmallHardware() {
  HwConfig hw;
  hw.rows = 4;
  hw.cols = 2;
  hw.activation_bits = hw.weight_bits = hw.error_bits = hw.gradient_bits = 8;
  hw.acc_bits = 16;
  hw.scratchpad_bytes = 2 * 1024;
  hw.accumulator_bytes = 16 * 1024;
  hw.bus_bytes = 16;
  return hw;
}

EnergyTable Horowitz() {
  EnergyTable table;
  table.multiply_int8_fj = 200;
  table.add_int32_fj = 100;
  table.sram_8kib_fj = 10000;
  table.sram_32kib_fj = 20000;
  table.sram_1mib_fj = 100000;
  table.dram_fj = 1300000;
  table.multiply_fp32_fj = 3700;
  table.add_fp32_fj = 900;
  return table;
}

EventsByPhase SomeEvents() {
  EventsByPhase events;
  Counters& forward = events[static_cast<size_t>(Phase::kForward)].counters;
  forward.array_cycles = 10;
  forward.scratchpad_reads = 5;
  forward.rounded = 100;
  events[static_cast<size_t>(Phase::kForward)].cycles = 30;
  Counters& gradient = events[static_cast<size_t>(Phase::kGradient)].counters;
  gradient.array_cycles = 1;
  gradient.accumulator_reads = 3;
  gradient.memory_writes = 2;
  return events;
}

TEST(Fp32Energy, OfPublishedOperations) {
  const std::optional<Energy> energy = Fp32EnergyOf(SomeEvents(), Horowitz(), SmallHardware());
  ASSERT_TRUE(energy.has_value());
  EXPECT_NEAR(energy->mac, 11 * 8 * (3.7 + 0.9), kExact);
  EXPECT_NEAR(energy->scratchpad, 5 * 4 * 2 * 10, kExact);           // 16 lanes of 4 bytes, 8 KiB
  EXPECT_NEAR(energy->accumulator, 3 * 2 * 32 / 64.0 * 20, kExact);  // 2 sums of 32 bits, 32 KiB
  EXPECT_NEAR(energy->dram, 2 * 4 * 2 * 1300, kExact);
  EXPECT_EQ(energy->rounding, 0);
}

TEST(Fp32Energy, OfMeasuredOnes) {
  EnergyTable table = Horowitz();
  table.derived.emplace();
  EXPECT_FALSE(Fp32EnergyOf(SomeEvents(), table, SmallHardware()).has_value());
  SramModel& memories = table.derived->memories;  // reads: 3 fJ a bit, 1 fJ an address bit
  memories.voltage = memories.cell_6t = memories.cell_8t_over_6t = memories.cell_aspect = 1;
  memories.most_rows = 1 << 20;
  memories.row_periphery = 1e9;
  memories.sense_energy = 3;
  memories.decoder_energy = 1;
  table.derived->control_fj = 7;
  table.derived->register_fj = 50;
  table.derived->fp32_cell_registers = 96;
  table.derived->fp32_mac_fj[static_cast<size_t>(Phase::kForward)] = 7000;
  table.derived->fp32_mac_fj[static_cast<size_t>(Phase::kGradient)] = 5000;
  const std::optional<Energy> energy = Fp32EnergyOf(SomeEvents(), table, SmallHardware());
  ASSERT_TRUE(energy.has_value());
  EXPECT_NEAR(energy->mac, 8 * (10 * 7.0 + 1 * 5.0), kExact);
  EXPECT_NEAR(energy->clock, 11 * 8 * 96 * 0.05, kExact);
  EXPECT_NEAR(energy->control, 30 * 7 * 1e-3, kExact);
  // 5 reads of 16 banks of 128 words of 32 bits, 3 of 4096 words of 2 x 32 bits.
  EXPECT_NEAR(energy->scratchpad, 5 * 16 * (32 * 3 + 7) * 1e-3, kExact);
  EXPECT_NEAR(energy->accumulator, 3 * (64 * 3 + 12) * 1e-3, kExact);
  EXPECT_EQ(energy->leakage, 0);
}

TEST(Fp32Energy, IsUnknownWhereTheTableDoesNotSay) {
  EnergyTable table = Horowitz();
  table.multiply_fp32_fj = table.add_fp32_fj = 0;
  EXPECT_FALSE(Fp32EnergyOf(SomeEvents(), table, SmallHardware()).has_value());
}

}  // namespace
}  // namespace itg
