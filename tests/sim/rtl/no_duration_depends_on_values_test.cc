// SPDX-License-Identifier: Apache-2.0
//
// Does every command that the hardware has, fused or not, take the same cycles whatever is in its
// tensors?

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <utility>
#include <vector>

#include "sim/plan/schedule.h"
#include "tests/sim/rtl/support/tiny.h"
#include "tests/sim/support/every_kind.h"
#include "tests/sim/support/small_programs.h"

namespace itg {
namespace {

// A mask is set or not; a winner and a label are one of the first two.
bool IsFlag(Role role) {
  return role == Role::kMask || role == Role::kIndex || role == Role::kLabel;
}

// Cycles of each command with every tensor set by `value`.
template <typename Value>
std::vector<uint64_t> Durations(const Program& program, const Value& value) {
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  std::vector<uint64_t> cycles;
  for (size_t command = 0; command < program.commands.size(); ++command) {
    for (size_t id = 0; id < program.buffers.size(); ++id) {
      Tensor tensor = MakeTensor(program.buffers[id]);
      const int64_t most = (int64_t{1} << (program.buffers[id].bits - 1)) - 1;
      for (int64_t i = 0; i < tensor.size(); ++i) {
        tensor.Set(i, IsFlag(program.buffers[id].role) ? value(1) & 1 : value(most));
      }
      machine->Write(static_cast<BufferId>(id), tensor);
    }
    const Retired retired = machine->Execute(command);
    cycles.push_back(retired.end_cycle - retired.start_cycle);
  }
  return cycles;
}

// A kind of command that the hardware learns must be added there.
TEST(Duration, IsTestedOfEveryCommandTheHardwareHas) {
  std::set<std::pair<Opcode, Post>> tested;
  for (const Command& command : EveryKind(Rounding::kNearest).commands) {
    tested.emplace(command.opcode, command.post);
  }
  for (int opcode = 0; opcode < kOpcodeCount; ++opcode) {
    for (int post = 0; post < kPostCount; ++post) {
      const auto kind = std::make_pair(static_cast<Opcode>(opcode), static_cast<Post>(post));
      const bool has = HasHardware(kind.first, kind.second);
      EXPECT_EQ(tested.count(kind), has ? 1u : 0u) << Name(kind.first) << "+" << Name(kind.second);
    }
  }
}

class Duration : public testing::TestWithParam<Rounding> {};

TEST_P(Duration, DependsOnNoValue) {
  const Program program = EveryKind(GetParam());
  const std::vector<uint64_t> zeros = Durations(program, [](int64_t) { return int64_t{0}; });
  EXPECT_EQ(Durations(program, [](int64_t most) { return most; }), zeros);
  EXPECT_EQ(Durations(program, [](int64_t most) { return -most; }), zeros);
  std::mt19937_64 random(1);
  const auto drawn = [&](int64_t most) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(2 * most + 1)) - most;
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Durations(program, drawn), zeros);
}

INSTANTIATE_TEST_SUITE_P(Rounding, Duration,
                         testing::Values(Rounding::kNearest, Rounding::kStochastic,
                                         Rounding::kPseudoStochastic));

}  // namespace
}  // namespace itg
