// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/cycle_machine.h"

#include <utility>

#include "sim/cycle/predictor.h"
#include "sim/plan/schedule.h"

namespace itg {
namespace {

class CycleMachine final : public Machine {
 public:
  CycleMachine(const HwConfig& hw, std::unique_ptr<Machine> values,
               std::shared_ptr<ActivityObserver> observer)
      : hw_(hw), predictor_(hw), values_(std::move(values)), observer_(std::move(observer)) {}

  const char* name() const override { return "cycle"; }
  void Load(const Program& program) override {
    predictor_.Load(Plan(program, hw_));
    program_ = program;
    values_->Load(program);
  }
  void SetTrainingStep(uint32_t training_step) override { values_->SetTrainingStep(training_step); }
  void SetMu(int mu) override { values_->SetMu(mu); }
  void Write(BufferId buffer, const Tensor& tensor) override { values_->Write(buffer, tensor); }
  Tensor Read(BufferId buffer) const override { return values_->Read(buffer); }
  void OmitDigests() override { values_->OmitDigests(); }

  Retired Execute(size_t index) override {
    Retired retired = values_->Execute(index);
    const bool watched = observer_ != nullptr && observer_->Begin(index, program_.commands[index]);
    const Prediction prediction =
        watched ? predictor_.Show(index, observer_.get()) : predictor_.Predict(index);
    retired.counters = prediction.counters;
    retired.terms = prediction.terms;
    retired.start_cycle = cycle_;
    cycle_ += prediction.cycles();
    retired.end_cycle = cycle_;
    if (watched) observer_->End(retired);
    return retired;
  }

 private:
  HwConfig hw_;
  Predictor predictor_;
  std::unique_ptr<Machine> values_;
  std::shared_ptr<ActivityObserver> observer_;
  Program program_;
  uint64_t cycle_ = 0;
};

}  // namespace

std::unique_ptr<Machine> MakeCycleMachine(const HwConfig& hw, std::unique_ptr<Machine> values,
                                          std::shared_ptr<ActivityObserver> observer) {
  return std::make_unique<CycleMachine>(hw, std::move(values), std::move(observer));
}

}  // namespace itg
