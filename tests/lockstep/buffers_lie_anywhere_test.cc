// SPDX-License-Identifier: Apache-2.0
//
// Does it matter where in memory things lie? Random programs whose tensors begin at any byte, cross
// borders of 4 KiB (which no burst may) and end with the memory, in lockstep with the golden model.
// The memory refuses every write to a byte that is not part of an output.

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "model/machine/golden_machine.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/compare/compare.h"
#include "sw/compare/generate.h"

namespace itg {
namespace {

constexpr uint32_t kSeed = 500;
constexpr uint64_t kPrograms = 120;

void ExpectGolden(const HwConfig& hw, RtlOptions options) {
  SCOPED_TRACE(hw.name + ", bus of " + std::to_string(hw.bus_bytes));
  options.scatter = 1000;
  CompareOptions compare;
  compare.programs = kPrograms;
  compare.seed = kSeed;
  const CompareResult result = RunCompare([] { return MakeGoldenMachine(); },
                                          [&] { return MakeRtlMachine(hw, options); }, hw, compare);
  EXPECT_FALSE(result.failure.has_value()) << result.failure->what();
  EXPECT_EQ(result.programs, kPrograms);
  EXPECT_GT(result.comparison.commands, 500u);
}

HwConfig TinyWithBus(int bytes) {
  HwConfig hw = HwConfig::FromFile("tiny");
  if (bytes == hw.bus_bytes) return hw;
  hw.bus_bytes = bytes;
  hw.scratchpad_bytes = int64_t{4} * hw.lanes() * hw.lanes();
  return hw;
}

TEST(Placement, ChangesNoBitOnAnyBus) {
  for (const int bytes : {4, 8, 64}) ExpectGolden(TinyWithBus(bytes), {});
}

TEST(Placement, ChangesNoBitBehindAMemoryThatStalls) {
  RtlOptions options;
  options.stall_percent = 30;
  options.check_assertions = true;
  ExpectGolden(TinyWithBus(4), options);
}

TEST(Placement, ChangesNoBitOfTheShippedConfigurations) {
  ExpectGolden(HwConfig::FromFile("odd"), {});
  ExpectGolden(HwConfig::FromFile("base"), {});
}

// What the programs above meet. Roles that are read in whole beats begin with one.
TEST(Placement, IsAnywhere) {
  const HwConfig hw = TinyWithBus(8);
  const ProgramGenerator generator(hw, kSeed);
  std::map<Role, std::set<uint64_t>> offsets;
  std::map<Role, int> crossing, at_end;
  for (uint64_t i = 0; i < kPrograms; ++i) {
    const Program program = generator.Make(i).program;
    const Schedule schedule = Plan(program, hw, static_cast<uint32_t>(1000 + i));
    std::map<uint64_t, uint64_t> ends = {{schedule.spill.address, schedule.spill.bytes}};
    for (size_t id = 0; id < program.buffers.size(); ++id) {
      const Placement& place = schedule.buffers[id];
      const Role role = program.buffers[id].role;
      const uint64_t end = place.address + place.bytes;
      offsets[role].insert(place.address % 8);
      if (place.address / 4096 != (end - 1) / 4096) ++crossing[role];
      if (end == schedule.memory_bytes) ++at_end[role];
      EXPECT_EQ(place.exponent_address % 8, 0u);
      ends[place.address] = place.bytes;
      ends[place.exponent_address] = 4;
    }
    uint64_t free = 0;  // at least a byte between two of them
    for (const auto& [address, bytes] : ends) {
      if (bytes == 0) continue;
      EXPECT_GT(address, free);
      free = address + bytes;
    }
    EXPECT_LE(free, schedule.memory_bytes);
  }
  for (const Role role : {Role::kActivation, Role::kError, Role::kAccumulator, Role::kWeight}) {
    EXPECT_EQ(offsets[role].size(), 8u) << Name(role);
    EXPECT_GT(crossing[role], 5) << Name(role);
    EXPECT_GT(at_end[role], 2) << Name(role);
  }
  EXPECT_GT(offsets[Role::kIndex].size(), 5u);
  for (const Role role : {Role::kMask, Role::kMaster}) {
    EXPECT_EQ(offsets[role], std::set<uint64_t>{0}) << Name(role);
    EXPECT_GT(crossing[role], 0) << Name(role);
  }
}

}  // namespace
}  // namespace itg
