// SPDX-License-Identifier: Apache-2.0
//
// Does every register of the table do what the table says: keep what is written, refuse what may
// not be, answer an access to nothing with an error? Over AXI4-Lite, in any order of address and
// data, with a host that is slow to take answers.

#include "sim/plan/registers.h"

#include <set>

#include "sw/compare/random_source.h"
#include "tests/support/accelerator.h"

namespace itg {
namespace {

bool IsWritable(const RegisterInfo& info) { return info.access != Access::kRead; }

uint32_t Bits(const std::string& name, uint32_t value) {
  if (name == "CONTROL") return value & INTAGLIO_CONTROL_ENABLE;
  if (name == "IRQ_ENABLE") return value & 7;
  if (name == "QUEUE_BASE") return value & ~63u;
  return value;
}

TEST(Registers, HoldTheirResetValues) {
  Accelerator machine;
  for (const RegisterInfo& info : Registers()) {
    if (!IsWritable(info)) continue;
    EXPECT_EQ(machine.Get(info.offset), info.reset) << info.name;
  }
  EXPECT_EQ(machine.Get(INTAGLIO_ID), static_cast<uint32_t>(INTAGLIO_ID_VALUE));
  EXPECT_EQ(machine.Get(INTAGLIO_VERSION), static_cast<uint32_t>(INTAGLIO_VERSION_VALUE));
  EXPECT_EQ(machine.Get(INTAGLIO_DESCRIPTOR_BYTES), static_cast<uint32_t>(kDescriptorBytes));
}

// The tail moves last, so that the queue is idle meanwhile.
TEST(Registers, KeepWhatIsWritten) {
  RandomSource random(91, 0);
  Accelerator machine;
  std::vector<std::pair<const RegisterInfo*, uint32_t>> written;
  for (const RegisterInfo& info : Registers()) {
    const std::string name = info.name;
    if (!IsWritable(info) || name == "CONTROL" || name == "IRQ_STATUS") continue;
    const uint32_t value = static_cast<uint32_t>(random.Next());
    EXPECT_TRUE(machine.Write(info.offset, value)) << name;
    written.emplace_back(&info, Bits(name, value));
  }
  EXPECT_EQ(written.size(), 8u);
  for (const auto& [info, value] : written) {
    EXPECT_EQ(machine.Get(info->offset), value) << info->name;
  }
}

TEST(Registers, RefuseWhatTheTableForbids) {
  Accelerator machine;
  std::set<uint32_t> known;
  for (const RegisterInfo& info : Registers()) {
    const uint32_t size = info.wide ? 8 : 4;
    for (uint32_t i = 0; i < size * static_cast<uint32_t>(info.count); i += 4) {
      known.insert(info.offset + i);
      EXPECT_EQ(machine.Write(info.offset + i, 0), IsWritable(info)) << info.name;
    }
  }
  uint32_t value = 0;
  for (uint32_t offset = 0; offset < 4096; offset += 2) {
    EXPECT_EQ(machine.Read(offset, &value), known.count(offset) != 0) << offset;
    if (known.count(offset) != 0) continue;
    EXPECT_FALSE(machine.Write(offset, 0)) << offset;
  }
}

TEST(Registers, KeepTheSettingsOfARunningCommand) {
  Accelerator machine;
  machine.Enable(1);
  int refused = 0;
  for (const RegisterInfo& info : Registers()) {
    if (info.access != Access::kIdle) continue;
    ++refused;
    EXPECT_FALSE(machine.Write(info.offset, 77)) << info.name;
  }
  EXPECT_EQ(refused, 5);
  EXPECT_EQ(machine.Get(INTAGLIO_RETIRED), 0u) << "the command was over too soon for the test";
  EXPECT_EQ(machine.Get(INTAGLIO_STATUS), static_cast<uint32_t>(INTAGLIO_STATUS_BUSY));
  while (machine.Get(INTAGLIO_RETIRED) == 0) {
  }
  EXPECT_TRUE(machine.Write(INTAGLIO_SEED, 77));
  EXPECT_EQ(machine.Get(INTAGLIO_SEED), 77u);
}

TEST(Registers, TheInterruptFollowsItsBits) {
  Accelerator machine;
  machine.Enable(2);
  while (machine.Get(INTAGLIO_RETIRED) != 1) {
  }
  EXPECT_EQ(machine.Get(INTAGLIO_IRQ_STATUS), static_cast<uint32_t>(INTAGLIO_IRQ_STATUS_RETIRED));
  EXPECT_FALSE(machine.interrupt());
  ASSERT_TRUE(machine.Write(INTAGLIO_IRQ_ENABLE, INTAGLIO_IRQ_STATUS_RETIRED));
  EXPECT_TRUE(machine.interrupt());
  ASSERT_TRUE(machine.Write(INTAGLIO_IRQ_STATUS, INTAGLIO_IRQ_STATUS_RETIRED));
  EXPECT_FALSE(machine.interrupt());
  for (int i = 0; i < 5000 && !machine.interrupt(); ++i) machine.Step();
  EXPECT_EQ(machine.Get(INTAGLIO_IRQ_STATUS),
            static_cast<uint32_t>(INTAGLIO_IRQ_STATUS_RETIRED | INTAGLIO_IRQ_STATUS_EMPTY));
}

// The high word belongs to the low one, however long after it is read.
TEST(Registers, ALowWordLatchesItsHighOne) {
  Accelerator machine;
  const uint64_t before = machine.cycle();
  const uint32_t low = machine.Get(INTAGLIO_CYCLE);
  EXPECT_GT(low, before);
  EXPECT_LT(low, machine.cycle());
  machine.Get(INTAGLIO_RETIRED);
  EXPECT_EQ(machine.Get(INTAGLIO_CYCLE + 4), 0u);
}

// Head and tail come round to place 0 behind the last place of the ring.
TEST(Registers, TheQueueGoesRoundInARing) {
  Accelerator machine;
  ASSERT_TRUE(machine.Write(INTAGLIO_QUEUE_ENTRIES, QueuedProgram::kCommands));
  machine.Enable(4);
  while (machine.Get(INTAGLIO_QUEUE_HEAD) != 4) {
  }
  const std::vector<uint8_t> once = machine.program().bytes();
  const Placement& y0 = machine.program().Buffer(2);
  std::memset(&machine.program().bytes()[y0.address], 0, y0.bytes);
  ASSERT_TRUE(machine.Write(INTAGLIO_QUEUE_TAIL, 2));  // commands 4, 5, 0 and 1
  while (machine.Get(INTAGLIO_QUEUE_HEAD) != 2) {
  }
  EXPECT_EQ(machine.Get(INTAGLIO_RETIRED), 8u);
  EXPECT_EQ(std::memcmp(&machine.program().bytes()[y0.address], &once[y0.address], y0.bytes), 0);
}

// The host may look as often as it likes: a command takes the same cycles, whether others follow.
TEST(Registers, StampsDoNotDependOnTheHost) {
  Accelerator patient;
  patient.Enable(3);
  for (int i = 0; i < 20000; ++i) patient.Step();
  ASSERT_EQ(patient.Get(INTAGLIO_RETIRED), 3u);
  Accelerator curious;
  curious.Enable(1);
  for (uint32_t i = 1; i <= 3; ++i) {
    while (curious.Get(INTAGLIO_RETIRED) != i) curious.Get(INTAGLIO_CYCLE);
    ASSERT_TRUE(curious.Write(INTAGLIO_QUEUE_TAIL, i + 1));
  }
  ASSERT_TRUE(curious.Write(INTAGLIO_CONTROL, 0));
  const auto duration = [](Accelerator* machine) {
    return machine->Get(INTAGLIO_END) - machine->Get(INTAGLIO_START);
  };
  EXPECT_EQ(duration(&curious), duration(&patient));
  EXPECT_GT(duration(&patient), 100u);
}

// Address first, data first, both; a host that lets the answer wait; part of a word.
TEST(Registers, TakeAddressAndDataInAnyOrder) {
  RandomSource random(92, 0);
  Accelerator machine;
  Dut<Vaccelerator_tiny>& dut = machine.dut();
  uint32_t expected = 0;
  for (int run = 0; run < 300; ++run) {
    const int address_at = random.IntBetween(0, 5), data_at = random.IntBetween(0, 5);
    const int answer_at = random.IntBetween(0, 12);
    const uint32_t value = static_cast<uint32_t>(random.Next());
    const uint32_t strobe = random.OneIn(2) ? 15 : static_cast<uint32_t>(random.Between(0, 15));
    bool address = false, data = false, answered = false;
    for (int cycle = 0; !answered; ++cycle) {
      dut->s_awvalid_i = !address && cycle >= address_at;
      dut->s_awaddr_i = INTAGLIO_SEED;
      dut->s_wvalid_i = !data && cycle >= data_at;
      dut->s_wdata_i = value;
      dut->s_wstrb_i = static_cast<CData>(strobe);
      dut->s_bready_i = cycle >= answer_at;
      dut.Settle();
      address |= dut->s_awvalid_i && dut->s_awready_o;
      data |= dut->s_wvalid_i && dut->s_wready_o;
      answered = dut->s_bvalid_o && dut->s_bready_i;
      if (dut->s_bvalid_o) {
        ASSERT_TRUE(address && data);
        ASSERT_EQ(dut->s_bresp_o, strobe == 15 ? kAxiOkay : kAxiSlaveError);
      }
      machine.Step();
      ASSERT_LT(cycle, 40);
    }
    dut->s_awvalid_i = 0;
    dut->s_wvalid_i = 0;
    if (strobe == 15) expected = value;
    ASSERT_EQ(machine.Get(INTAGLIO_SEED), expected);
  }
}

}  // namespace
}  // namespace itg
