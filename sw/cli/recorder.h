// SPDX-License-Identifier: Apache-2.0
//
// Watches a training: progress on the terminal; metrics, statistics and checkpoints in a folder.
// Of several processes the first alone writes; the others take part in what is summed.

#pragma once

#include <memory>
#include <string>

#include "sw/checkpoint/checkpoint.h"
#include "sw/cli/progress.h"
#include "sw/metrics/metrics_log.h"
#include "sw/metrics/statistics.h"

namespace itg {

struct RecorderOptions {
  std::string folder;     // empty: nothing is written
  RunMachine machine;     // for the checkpoints
  std::string data;       // DataDigest, for the checkpoints
  Comparison comparison;  // of the run that is continued
  LogPosition log;        // where it stood
};

class Recorder final : public TrainObserver {
 public:
  // Opens the log and, for a new run, saves its start, so that a run can be continued from whenever
  // it ends. `machine` says what was compared.
  Recorder(Session* session, const Machine* machine, const RecorderOptions& options);

  void OnStep(const StepInfo& info) override;
  void OnEpoch(const EpochResult& result) override;
  bool Stop() override { return progress_.Stop(); }
  bool Measures(int64_t done) const override;
  void BeforeStep() override { probe_->BeforeStep(); }
  void AfterStep() override;
  bool Saves(int64_t done) const override;
  void Save(const TrainResult& result) override;

  Comparison comparison() const;  // of the whole run

 private:
  const TrainConfig& config() const { return session_->config(); }

  Session* session_;
  const Machine* machine_;
  RecorderOptions options_;
  Progress progress_;
  std::unique_ptr<MetricsLog> log_;
  std::unique_ptr<StatisticsProbe> probe_;
  double seconds_ = 0;  // of training, as of the last step
};

}  // namespace itg
