// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/energy/energy.h"

namespace itg {
namespace {

// 4x2 array, 6-bit by 4-bit products into 16 bits, memories of exactly the table's sizes.
HwConfig SmallHardware() {
  HwConfig hw;
  hw.rows = 4;
  hw.cols = 2;
  hw.activation_bits = 4;
  hw.weight_bits = 4;
  hw.error_bits = 6;
  hw.gradient_bits = 8;
  hw.acc_bits = 16;
  hw.scratchpad_bytes = 8 * 1024;
  hw.accumulator_bytes = 32 * 1024;
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
  return table;
}

constexpr double kExact = 1e-9;

TEST(Energy, MacGrowsWithTheWidths) {
  Counters counters;
  counters.array_cycles = 10;
  counters.macs = 3;  // padding costs as much as the rest: not read
  // 10 * 8 cells * (0.2 pJ * 6 * 4 / 64 + 0.1 pJ * 16 / 32)
  const Energy energy = EnergyOf(counters, Horowitz(), SmallHardware());
  EXPECT_NEAR(energy.mac, 80 * (0.075 + 0.05), kExact);
  EXPECT_NEAR(energy.total(), energy.mac, kExact);
}

TEST(Energy, ScratchpadReadsLanesAndWritesBeats) {
  Counters counters;
  counters.scratchpad_reads = 5;   // 16 lanes (the bus is the widest) of a byte: two words
  counters.scratchpad_writes = 3;  // a beat of 16 bytes: two words
  EXPECT_NEAR(EnergyOf(counters, Horowitz(), SmallHardware()).scratchpad, (5 + 3) * 2 * 10, kExact);
}

TEST(Energy, AccumulatorMovesAColumnWord) {
  Counters counters;
  counters.accumulator_reads = 7;
  counters.accumulator_writes = 4;
  // 2 columns of 16 bits are half a word of 64 bits in a memory of 32 KiB: 20 pJ.
  EXPECT_NEAR(EnergyOf(counters, Horowitz(), SmallHardware()).accumulator, 11 * 0.5 * 20, kExact);
}

TEST(Energy, DramMovesBeats) {
  Counters counters;
  counters.memory_reads = 2;
  counters.memory_writes = 1;
  EXPECT_NEAR(EnergyOf(counters, Horowitz(), SmallHardware()).dram, 3 * 2 * 1300, kExact);
}

TEST(Energy, RoundingIsThreeAdds) {
  Counters counters;
  counters.rounded = 9;
  EXPECT_NEAR(EnergyOf(counters, Horowitz(), SmallHardware()).rounding, 9 * 3 * 0.05, kExact);
}

// sqrt below 32 KiB (10 to 20 pJ over a factor of 4); 20 * 5^(2/5) a factor of 4 above it.
TEST(Energy, MemoriesAreInterpolatedAsAPowerOfTheirSize) {
  EXPECT_NEAR(SramAccess(Horowitz(), 8 * 1024), 10, kExact);
  EXPECT_NEAR(SramAccess(Horowitz(), 16 * 1024), 14.142135623730951, 1e-9);
  EXPECT_NEAR(SramAccess(Horowitz(), 2 * 1024), 5, kExact);
  EXPECT_NEAR(SramAccess(Horowitz(), 32 * 1024), 20, kExact);
  EXPECT_NEAR(SramAccess(Horowitz(), 128 * 1024), 38.073078774317576, 1e-9);
  EXPECT_NEAR(SramAccess(Horowitz(), 1024 * 1024), 100, 1e-9);
}

std::string Refusal(const std::string& text) {
  try {
    EnergyTable::FromJson(text, "t.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "";
}

TEST(EnergyTable, IsReadStrictly) {
  const std::string good =
      R"({"name": "n", "source": "s", "multiply_int8_fj": 1, "add_int32_fj": 2,
          "sram_8kib_fj": 3, "sram_32kib_fj": 4, "sram_1mib_fj": 5, "dram_fj": 6})";
  const EnergyTable table = EnergyTable::FromJson(good, "t.json");
  EXPECT_EQ(table.source, "s");
  EXPECT_EQ(table.multiply_int8_fj, 1);
  EXPECT_EQ(table.add_int32_fj, 2);
  EXPECT_EQ(table.sram_8kib_fj, 3);
  EXPECT_EQ(table.sram_32kib_fj, 4);
  EXPECT_EQ(table.sram_1mib_fj, 5);
  EXPECT_EQ(table.dram_fj, 6);
  std::string bad = good;
  bad.replace(bad.find("dram_fj"), 7, "drum_fj");
  EXPECT_NE(Refusal(bad).find("unknown key 'drum_fj'"), std::string::npos) << Refusal(bad);
  bad = good;
  bad.replace(bad.find(R"(, "dram_fj": 6)"), 14, "");
  EXPECT_NE(Refusal(bad).find("missing key 'dram_fj'"), std::string::npos) << Refusal(bad);
  bad = good;
  bad.replace(bad.find(": 6"), 3, ": 0");
  EXPECT_NE(Refusal(bad).find("t.json: dram_fj = 0"), std::string::npos) << Refusal(bad);
}

// A model in which a read costs 5 fJ for each bit and each address bit 1 fJ, a write 2 fJ for each
// column and the same address.
SramModel PlainMemories() {
  SramModel model;
  model.voltage = 1;
  model.cell_6t = model.cell_8t_over_6t = model.cell_aspect = 1;
  model.most_rows = 1 << 20;
  model.row_periphery = 1e9;  // wider than tall from the start: one word a row
  model.read_swing = 1;
  model.read_current = 1;
  model.word_line_capacitance = 2;
  model.sense_energy = 3;
  model.decoder_energy = 1;
  model.cell_leakage = 4;
  return model;
}

// Two phases on the 2 cells of a 1 x 2 array, say: each event at its phase's price.
TEST(DerivedEnergy, IsSummedPhaseByPhase) {
  HwConfig hw = SmallHardware();
  EnergyTable table = Horowitz();
  DerivedEnergy derived;
  derived.a_bits = hw.a_bits();
  derived.b_bits = hw.b_bits();
  derived.acc_bits = hw.acc_bits;
  derived.mac_fj[0] = 100;  // forward
  derived.mac_fj[3] = 50;   // gradient
  derived.round_fj[4] = 7;  // update
  derived.range_fj[4] = 2;
  derived.vector_fj[4] = 1;
  derived.register_fj = 10;
  derived.cell_registers = 3;
  derived.lane_registers = 4;
  derived.leakage_w = 1e-6;
  derived.clock_mhz = 50;
  derived.control_fj = 30;
  derived.memories = PlainMemories();
  derived.memories.cell_leakage = 0;
  table.derived = derived;
  EventsByPhase events;
  Command forward, gradient;
  gradient.opcode = Opcode::kGradient;
  gradient.phase = Phase::kGradient;
  gradient.post = Post::kUpdate;
  Counters counters;
  counters.array_cycles = 10;
  AddEvents(forward, counters, 100, &events);
  counters.array_cycles = 20;
  counters.rounded = 6;
  AddEvents(gradient, counters, 200, &events);
  EXPECT_EQ(events[3].counters.rounded, 0u);
  EXPECT_EQ(events[4].counters.rounded, 6u);
  const double cells = static_cast<double>(hw.rows) * hw.cols;
  const Energy energy = EnergyOf(events, table, hw);
  EXPECT_NEAR(energy.mac, cells * (10 * 100 + 20 * 50) * 1e-3, kExact);
  EXPECT_NEAR(energy.rounding, 6 * (7 + 2 + 1) * 1e-3, kExact);
  EXPECT_NEAR(energy.clock, 10 * (30 * cells * 3 + 6 * 4) * 1e-3, kExact);
  EXPECT_NEAR(energy.control, 300 * 30 * 1e-3, kExact);
  EXPECT_NEAR(energy.leakage, 300 / 50.0, kExact);  // 6 us of a microwatt: 6 pJ
  table.derived->a_bits = 5;
  EXPECT_THROW(EnergyOf(events, table, hw), Error);
  table.derived.reset();
  EXPECT_EQ(EnergyOf(events, table, hw).total(),
            EnergyOf(events[3].counters, table, hw).total() * 1.5 +
                EnergyOf(events[4].counters, table, hw).total());
}

// Banks of 512 words: 16 of them of 6 bits in one scratchpad and 16 of 4 bits in the other; 8192
// words of 32 bits of sums.
TEST(DerivedEnergy, HasMemoriesOfItsOwn) {
  const HwConfig hw = SmallHardware();
  EnergyTable table = Horowitz();
  DerivedEnergy derived;
  derived.a_bits = hw.a_bits();
  derived.b_bits = hw.b_bits();
  derived.acc_bits = hw.acc_bits;
  derived.clock_mhz = 50;
  derived.memories = PlainMemories();
  table.derived = derived;
  EventsByPhase events;
  Counters& counters = events[0].counters;
  counters.scratchpad_reads = 10;
  counters.scratchpad_writes = 3;
  counters.accumulator_reads = 2;
  counters.accumulator_writes = 7;
  counters.memory_reads = 1;
  events[0].cycles = 100;
  const Energy energy = EnergyOf(events, table, hw);
  const double read = 16 * (5 * (6 + 4) / 2.0 + 9), write = 16 * (2 * (6 + 4) / 2.0 + 9);
  EXPECT_NEAR(energy.scratchpad, (10 * read + 3 * write) * 1e-3, kExact);
  EXPECT_NEAR(energy.accumulator, (2 * (5 * 32 + 13) + 7 * (2 * 32 + 13)) * 1e-3, kExact);
  EXPECT_NEAR(energy.dram, 2 * 1300, kExact);  // as published
  const double bits = 512 * 16 * (6 + 4) + 8192 * 32;
  EXPECT_NEAR(energy.leakage, bits * 4e-9 * 1e6 * 100 / 50, 1e-6);
}

}  // namespace
}  // namespace itg
