// SPDX-License-Identifier: Apache-2.0
//
// Is the cycle machine the golden machine in all values, and does it tell of each command what
// happens on the hardware, whenever and how often it is asked?

#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "model/machine/golden_machine.h"
#include "sim/activity/terms.h"
#include "sim/cycle/cycle_machine.h"
#include "sim/cycle/predictor.h"
#include "tests/sim/support/every_kind.h"
#include "tests/sim/support/small_programs.h"

namespace itg {
namespace {

// Executes nothing: no duration depends on values.
class NoValues final : public Machine {
 public:
  const char* name() const override { return "no values"; }
  void Load(const Program& /*program*/) override {}
  void SetTrainingStep(uint32_t /*training_step*/) override {}
  void SetMu(int /*mu*/) override {}
  void Write(BufferId /*buffer*/, const Tensor& /*tensor*/) override {}
  Tensor Read(BufferId /*buffer*/) const override { return {}; }
  Retired Execute(size_t index) override {
    Retired retired;
    retired.command = index;
    return retired;
  }
};

std::unique_ptr<Machine> Cycle(std::shared_ptr<ActivityObserver> observer = nullptr) {
  return MakeCycleMachine(HwConfig::FromFile("tiny"), std::make_unique<NoValues>(),
                          std::move(observer));
}

TEST(CycleMachine, HasGoldenValues) {
  const Program program = TwoProducts::Make();
  const std::unique_ptr<Machine> golden = MakeGoldenMachine();
  const std::unique_ptr<Machine> cycle =
      MakeCycleMachine(HwConfig::FromFile("tiny"), MakeGoldenMachine());
  for (Machine* machine : {cycle.get(), golden.get()}) {
    machine->Load(program);
    machine->SetTrainingStep(7);
  }
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Retired a = cycle->Execute(i), b = golden->Execute(i);
    EXPECT_EQ(a.digest, b.digest);
    EXPECT_EQ(a.saturations, b.saturations);
    EXPECT_EQ(a.command, i);
  }
  for (size_t id = 0; id < program.buffers.size(); ++id) {
    EXPECT_EQ(cycle->Read(static_cast<BufferId>(id)), golden->Read(static_cast<BufferId>(id)));
  }
}

TEST(CycleMachine, RunsCommandsOneBehindTheOther) {
  const std::unique_ptr<Machine> machine = Cycle();
  uint64_t cycle = 0;
  for (int load = 0; load < 2; ++load) {
    machine->Load(TwoProducts::Make());
    for (size_t i = 0; i < 2; ++i) {
      const Retired retired = machine->Execute(i);
      EXPECT_EQ(retired.start_cycle, cycle);
      EXPECT_EQ(retired.end_cycle - retired.start_cycle, retired.terms.total());
      EXPECT_GT(retired.terms.stream, 0U);
      cycle = retired.end_cycle;
    }
  }
}

// The order in which commands are asked for changes nothing where the memory owes nobody anything.
TEST(CycleMachine, KnowsACommandWheneverItIsAsked) {
  const Program program = EveryKind(Rounding::kNearest);
  const std::unique_ptr<Machine> forth = Cycle(), back = Cycle();
  forth->Load(program);
  back->Load(program);
  std::vector<CycleTerms> terms;
  for (size_t i = 0; i < program.commands.size(); ++i) terms.push_back(forth->Execute(i).terms);
  for (size_t i = program.commands.size(); i-- > 0;) {
    EXPECT_TRUE(back->Execute(i).terms == terms[i]) << i;
    EXPECT_TRUE(forth->Execute(i).terms == terms[i]) << i;
  }
}

// A memory of limited bandwidth carries what it owes into the next command: the same command takes
// other cycles behind another.
TEST(CycleMachine, CarriesTheMemorysDebtFromCommandToCommand) {
  HwConfig hw = HwConfig::FromFile("tiny");
  hw.memory_bytes_per_cycle = 7;  // beats of 4
  const Program program = EveryKind(Rounding::kNearest);
  const auto run = [&](Predictor::Effort effort) {
    Predictor predictor(hw, effort);
    predictor.Load(Plan(program, hw));
    std::vector<uint64_t> cycles;
    for (int round = 0; round < 3; ++round) {
      for (size_t i = 0; i < program.commands.size(); ++i) {
        cycles.push_back(predictor.Predict(i).cycles());
      }
    }
    return cycles;
  };
  const std::vector<uint64_t> cycles = run(Predictor::Effort::kSkip);
  EXPECT_EQ(cycles, run(Predictor::Effort::kEveryCycle));
  const size_t count = program.commands.size();
  EXPECT_FALSE(std::equal(cycles.begin(), cycles.begin() + static_cast<int64_t>(count),
                          cycles.begin() + static_cast<int64_t>(count)));
}

// What an observer sees adds up to what is told without one.
TEST(CycleMachine, ShowsAnObserverEveryCycle) {
  struct Terms final : ActivityObserver {
    TermCounter counter;
    uint64_t cycles = 0, ended = 0;
    bool Begin(size_t index, const Command& /*command*/) override { return index % 2 == 0; }
    void Cycle(uint16_t activity) noexcept override {
      counter.Cycle(activity);
      ++cycles;
    }
    void End(const Retired& retired) override {
      EXPECT_TRUE(counter.Finish() == retired.terms);
      EXPECT_EQ(cycles, retired.end_cycle - retired.start_cycle);
      cycles = 0;
      ++ended;
    }
  };
  const auto observer = std::make_shared<Terms>();
  const std::unique_ptr<Machine> watched = Cycle(observer), alone = Cycle();
  const Program program = EveryKind(Rounding::kNearest);
  watched->Load(program);
  alone->Load(program);
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Retired a = watched->Execute(i), b = alone->Execute(i);
    EXPECT_TRUE(a.terms == b.terms && a.counters == b.counters) << i;
  }
  EXPECT_EQ(observer->ended, (program.commands.size() + 1) / 2);
}

}  // namespace
}  // namespace itg
