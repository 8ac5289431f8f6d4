// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/predictor.h"

#include <map>
#include <tuple>
#include <utility>

#include "sim/cycle/core.h"

namespace itg {

class Predictor::Impl {
 public:
  Impl(const HwConfig& hw, Effort effort)
      : core_(cycle::Sizes(hw)), skips_(effort == Effort::kSkip) {}

  void Load(const Schedule& schedule) {
    schedule_ = schedule;
    current_.assign(schedule.commands.size(), nullptr);
  }

  const Prediction& Predict(size_t index) {
    const Known*& current = current_.at(index);
    if (current == nullptr || current->before != core_.budget()) {
      current = &Find(schedule_.commands[index]);
    }
    core_.set_budget(current->after);
    return current->prediction;
  }

  Prediction Show(size_t index, ActivityObserver* observer) {
    return Run(schedule_.commands.at(index), observer);
  }

 private:
  // A memory of limited bandwidth may owe, or have left, some bytes of the cycle before.
  struct Known {
    Prediction prediction;
    int before = 0, after = 0;
  };

  // Programs come again, every epoch: by all that a duration can depend on.
  const Known& Find(const ScheduledCommand& command) {
    Descriptor descriptor = command.descriptor;
    for (const Field field : {Field::kMu, Field::kTensorId, Field::kExponentStep}) {
      SetField(&descriptor, field, 0);
    }
    const auto [found, is_new] = known_.try_emplace(
        {descriptor, static_cast<uint32_t>(command.descriptor_address), core_.budget()});
    Known& known = found->second;
    if (is_new) {
      known.before = core_.budget();
      known.prediction = Run(command);
      known.after = core_.budget();
    }
    return known;
  }

  Prediction Run(const ScheduledCommand& command, ActivityObserver* observer = nullptr) {
    const cycle::Control control(command.descriptor);
    core_.Begin(control, static_cast<uint32_t>(command.descriptor_address));
    Prediction prediction;
    prediction.terms = skips_ && observer == nullptr ? core_.Run() : EveryCycle(observer);
    const auto& events = core_.counters();
    Counters& counters = prediction.counters;
    counters.array_cycles = events[kArrayCycles];
    counters.scratchpad_reads = events[kScratchpadReads];
    counters.scratchpad_writes = events[kScratchpadWrites];
    counters.accumulator_reads = events[kAccumulatorReads];
    counters.accumulator_writes = events[kAccumulatorWrites];
    counters.memory_reads = events[kMemoryReads];
    counters.memory_writes = events[kMemoryWrites];
    counters.rounded = events[kRounded];
    if (control.product) {
      counters.macs =
          static_cast<uint64_t>(control.elements) * static_cast<uint64_t>(control.depth);
    }
    return prediction;
  }

  CycleTerms EveryCycle(ActivityObserver* observer) {
    TermCounter terms;
    while (!core_.done()) {
      core_.Step();
      terms.Cycle(core_.activity());
      if (observer != nullptr) observer->Cycle(core_.activity());
    }
    return terms.Finish();
  }

  cycle::Core core_;
  bool skips_;
  Schedule schedule_;
  std::map<std::tuple<Descriptor, uint32_t, int>, Known> known_;
  std::vector<const Known*> current_;  // of each command, null: not asked for yet
};

Predictor::Predictor(const HwConfig& hw, Effort effort)
    : impl_(std::make_unique<Impl>(hw, effort)) {}
Predictor::~Predictor() = default;
void Predictor::Load(const Schedule& schedule) { impl_->Load(schedule); }
const Prediction& Predictor::Predict(size_t index) { return impl_->Predict(index); }
Prediction Predictor::Show(size_t index, ActivityObserver* observer) {
  return impl_->Show(index, observer);
}

}  // namespace itg
