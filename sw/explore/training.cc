// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/training.h"

#include <algorithm>
#include <map>
#include <optional>

#include "model/machine/golden_machine.h"
#include "sw/metrics/statistics.h"
#include "sw/report/sha256.h"
#include "sw/train/train.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// What was seen of a tensor in all sampled steps.
struct Seen {
  int64_t elements = 0;
  int64_t saturations = 0;
  int effective_bits = 0;
};

class RangeObserver final : public TrainObserver {
 public:
  RangeObserver(Session* session, int64_t range_steps)
      : session_(session),
        samples_(std::min(range_steps, session->steps_per_epoch())),
        first_((session->config().epochs() - 1) * session->steps_per_epoch()) {
    if (samples_ > 0) probe_.emplace(session);
  }

  void OnStep(const StepInfo& info) override { static_cast<void>(info); }
  void OnEpoch(const EpochResult& result) override { static_cast<void>(result); }
  bool Stop() override { return false; }

  // The last step of each of `samples_` equal parts of the last epoch.
  bool Measures(int64_t done) const override {
    const int64_t step = done - first_;
    if (step < 0 || samples_ == 0) return false;
    const int64_t steps = session_->steps_per_epoch();
    return (step + 1) * samples_ / steps != step * samples_ / steps;
  }
  void BeforeStep() override { probe_->BeforeStep(); }
  void AfterStep() override {
    for (const TensorStatistics& tensor : probe_->AfterStep()) {
      Seen& seen = seen_[tensor.name];
      for (size_t i = 0; i < TensorStatistics::kLengths; ++i) {
        seen.elements += tensor.negative[i] + tensor.positive[i];
      }
      seen.saturations += tensor.saturations;
      seen.effective_bits = std::max(seen.effective_bits, tensor.effective_bits());
    }
  }

  Json Ranges() const;

 private:
  Session* session_;
  int64_t samples_;
  int64_t first_;  // steps before the last epoch
  std::optional<StatisticsProbe> probe_;
  std::map<std::string, Seen> seen_;
};

Json RangeObserver::Ranges() const {
  Json ranges = Json::array();
  const Program program = session_->UnfusedTraining();
  for (const auto& [name, seen] : seen_) {
    const Buffer& buffer = program[program.Find(name)];
    ranges.push_back(
        {{"layer", name.substr(0, name.rfind('.'))},
         {"tensor", name},
         {"role", Name(buffer.role)},
         {"bits", buffer.bits},
         {"used_bits", seen.effective_bits + 1},
         {"saturation", static_cast<double>(seen.saturations) /
                            static_cast<double>(std::max<int64_t>(seen.elements, 1))}});
  }
  return ranges;
}

}  // namespace

Json TrainPoint(const TrainConfig& config, const Dataset& data, int64_t range_steps) {
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  machine->OmitDigests();
  Session session(config, data, machine.get());
  RangeObserver observer(&session, range_steps);
  const TrainResult result = Train(&session, &observer);
  Json epochs = Json::array();
  for (const EpochResult& epoch : result.epochs) {
    epochs.push_back({{"epoch", epoch.epoch},
                      {"loss", epoch.loss},
                      {"train_accuracy", 100 * epoch.accuracy_train},
                      {"test_accuracy", 100 * epoch.accuracy_test}});
  }
  return {{"seed", config.seed},
          {"accuracy", epochs.back()["test_accuracy"]},
          {"digest", Sha256(session.weights())},
          {"epochs", epochs},
          {"ranges", observer.Ranges()}};
}

}  // namespace itg
