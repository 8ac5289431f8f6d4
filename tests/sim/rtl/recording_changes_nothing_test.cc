// SPDX-License-Identifier: Apache-2.0
//
// Does a machine that records the ports of its blocks execute the same, in the same cycles? Are the
// windows those of the blocks: do recorded operands make the recorded sums?

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/power/port_windows.h"
#include "sim/rtl/hw_plugin.h"
#include "tests/sim/rtl/support/tiny.h"
#include "tests/sim/support/every_kind.h"

namespace itg {
namespace {

constexpr int kSize = 4;  // of tiny's array
constexpr WindowOptions kOften = {32, 5, 16};

struct Recorded {
  explicit Recorded(const Program& program, const WindowOptions& options = kOften)
      : windows(std::make_shared<PortWindows>(
            RecordedBlocks(ElaborationText(HwConfig::FromFile("tiny"))), options)) {
    RtlOptions rtl;
    rtl.sink = windows;
    const std::unique_ptr<Machine> machine = Tiny(rtl);
    machine->Load(program);
    for (size_t i = 0; i < program.commands.size(); ++i) retired.push_back(machine->Execute(i));
  }
  std::shared_ptr<PortWindows> windows;
  std::vector<Retired> retired;
};

TEST(Recording, ChangesNeitherBitsNorCycles) {
  const Program program = EveryKind(Rounding::kStochastic);
  const Recorded recorded(program);
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Retired expected = machine->Execute(i);
    const Retired& got = recorded.retired[i];
    ASSERT_EQ(got.digest, expected.digest) << i;
    ASSERT_EQ(got.saturations, expected.saturations) << i;
    ASSERT_EQ(got.start_cycle, expected.start_cycle) << i;
    ASSERT_EQ(got.end_cycle, expected.end_cycle) << i;
    ASSERT_EQ(got.counters, expected.counters) << i;
  }
}

TEST(Recording, GivesTheSameWindowsAgainAndNoMoreThanAsked) {
  const Program program = EveryKind(Rounding::kNearest);
  const WindowOptions few = {32, 1, 3};
  const Recorded first(program, few), second(program, few);
  uint64_t more = 0;
  for (size_t block = 0; block < first.windows->blocks().size(); ++block) {
    size_t windows = 0;
    for (int i = 0; i < kPhaseCount; ++i) {
      const Phase phase = static_cast<Phase>(i);
      const std::vector<PortWindow>& kept = first.windows->Of(block, phase);
      EXPECT_EQ(kept, second.windows->Of(block, phase));
      EXPECT_LE(kept.size(), few.most);
      for (const PortWindow& window : kept) EXPECT_LE(window.cycles, few.cycles);
      windows += kept.size();
      more += first.windows->Seen(block, phase) > few.most ? 1 : 0;
    }
    EXPECT_GT(windows, 0u) << first.windows->blocks()[block].name;
  }
  EXPECT_GT(more, 0u);  // else nothing had to be left out
}

// The array from its recorded state and operands on, in the words of itg_mac_array.
class ArrayModel {
 public:
  ArrayModel(const RecordedBlock& block, const PortWindow& window) : window_(window) {
    for (const RecordedPort& port : block.ports)
      ports_.emplace(port.name, SampleReader(block, port.name));
    const uint8_t* state = window.state.data();
    for (auto& bank : acc_) {
      for (uint32_t& sum : bank) {
        std::memcpy(&sum, state, sizeof sum);
        state += sizeof sum;
      }
    }
    bank_ = *state;
  }

  // Compares what came out, then moves on. Returns how many sums were compared.
  int Cycle(uint32_t cycle) {
    const int compared = known_ ? Compare(cycle) : 0;
    if (Number("drain_i", cycle) != 0) {
      row_ = Number("drain_row_i", cycle);
      for (size_t col = 0; col < kSize; ++col) out_[col] = acc_[1 - bank_][kSize * row_ + col];
      known_ = true;
    }
    if (Number("en_i", cycle) == 0) return compared;
    const uint64_t a = Number("a_i", cycle), b = Number("b_i", cycle);
    for (size_t i = 0; i < kSize * kSize; ++i) {
      const int32_t product =
          static_cast<int8_t>(a >> 8 * (i / kSize)) * static_cast<int8_t>(b >> 8 * (i % kSize));
      uint32_t& sum = acc_[bank_][i];
      sum = (Number("first_i", cycle) != 0 ? 0 : sum) + static_cast<uint32_t>(product);
    }
    if (Number("last_i", cycle) != 0) bank_ = 1 - bank_;
    return compared;
  }

 private:
  uint64_t Number(const char* port, uint32_t cycle) const {
    return ports_.at(port).Number(window_, cycle);
  }
  int Compare(uint32_t cycle) const {
    for (int bit = 0; bit < 32 * kSize; ++bit) {
      const bool expected = (out_[bit / 32] >> bit % 32 & 1) != 0;
      EXPECT_EQ(ports_.at("row_o").Bit(window_, cycle, bit), expected) << cycle << " " << bit;
    }
    return kSize;
  }

  const PortWindow& window_;
  std::map<std::string, SampleReader> ports_;
  uint32_t acc_[2][kSize * kSize] = {};
  uint32_t out_[kSize] = {};
  size_t row_ = 0;
  size_t bank_ = 0;
  bool known_ = false;
};

TEST(Recording, HasOperandsThatMakeTheRecordedSums) {
  const Recorded recorded(EveryKind(Rounding::kNearest));
  int compared = 0;
  for (const Phase phase : {Phase::kForward, Phase::kError, Phase::kGradient}) {
    for (const PortWindow& window : recorded.windows->Of(0, phase)) {
      ArrayModel model(recorded.windows->blocks()[0], window);
      for (uint32_t cycle = 0; cycle < window.cycles; ++cycle) compared += model.Cycle(cycle);
    }
  }
  EXPECT_GT(compared, 100);
}

}  // namespace
}  // namespace itg
