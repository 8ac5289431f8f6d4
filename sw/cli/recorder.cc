// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/recorder.h"

#include "sw/machines/machines.h"

namespace itg {

Recorder::Recorder(Session* session, const Machine* machine, const RecorderOptions& options)
    : session_(session),
      machine_(machine),
      options_(options),
      progress_(session->config().epochs(), session->first()) {
  if (options.folder.empty()) return;
  if (config().stats_steps > 0) probe_ = std::make_unique<StatisticsProbe>(session);
  if (!session->first()) return;
  log_ = std::make_unique<MetricsLog>(options.folder, options.log, config().log_steps);
  if (session->epoch() < 0 && session->steps_done() == 0) Save({});
}

void Recorder::OnStep(const StepInfo& info) {
  seconds_ = info.seconds;
  progress_.OnStep(info);
  if (log_) log_->OnStep(info);
}

void Recorder::OnEpoch(const EpochResult& result) {
  progress_.OnEpoch(result);
  if (log_) log_->OnEpoch(result, result.epoch * session_->steps_per_epoch(), seconds_);
}

bool Recorder::Measures(int64_t done) const {
  return probe_ && (done + 1) % config().stats_steps == 0;
}

void Recorder::AfterStep() {
  const std::vector<TensorStatistics> all = probe_->AfterStep();
  if (!log_) return;
  const int64_t done = session_->steps_done();
  nlohmann::ordered_json line = {{"step", done}, {"epoch", session_->epoch() + 1}};
  Event event = MetricsLog::MakeEvent(done);
  for (const TensorStatistics& tensor : all) {
    line["tensors"][tensor.name] = ToJson(tensor);
    event.Add(tensor.name, ToHistogram(tensor));
    event.Add(tensor.name + "/exponent", tensor.exponent);
    event.Add(tensor.name + "/saturations", static_cast<double>(tensor.saturations));
    event.Add(tensor.name + "/effective_bits", tensor.effective_bits());
  }
  log_->OnStatistics(line, event);
}

bool Recorder::Saves(int64_t done) const {
  return !options_.folder.empty() && config().checkpoint_steps > 0 &&
         done % config().checkpoint_steps == 0;
}

void Recorder::Save(const TrainResult& result) {
  if (!log_) return;
  Checkpoint checkpoint = Capture(*session_, result);
  checkpoint.machine = options_.machine;
  checkpoint.data = options_.data;
  checkpoint.comparison = comparison();
  checkpoint.log = log_->Sync();
  WriteCheckpoint(checkpoint, options_.folder);
}

Comparison Recorder::comparison() const {
  Comparison total = ComparisonOf(*machine_);
  total.commands += options_.comparison.commands;
  total.elements += options_.comparison.elements;
  return total;
}

}  // namespace itg
