// SPDX-License-Identifier: Apache-2.0
//
// A training run of the command line, new or continued: everything that can be refused is refused
// when it is made.

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sw/cli/output_folder.h"
#include "sw/cli/recorder.h"
#include "sw/cli/timeline.h"
#include "sw/cli/verbs.h"

namespace itg {

// Prints the report and writes it into `folder`, unless that is empty.
void Publish(const nlohmann::ordered_json& report, const std::string& folder);

class TrainRun {
 public:
  // `reducer` joins the processes that share the training; nullptr: this one is alone.
  TrainRun(const TrainOptions& options, std::shared_ptr<Reducer> reducer);

  // Trains to the end or until stopped, writes the report and prints it. Returns the exit code.
  int Train();

 private:
  void ChooseMachine();
  void LoadCheckpoint();
  void RefuseUnfinished() const;
  TrainConfig Config() const;
  void MakeMachines();
  void RefuseWhatDoesNotFit();
  void StartOver() const;
  nlohmann::ordered_json Report(const TrainResult& result, const Comparison& comparison) const;
  int TrainWatched(Recorder* recorder);
  // Reports `result`, then the float twin where it is asked for. Returns the exit code.
  int Finish(const TrainResult& result, const Comparison& comparison);
  void TellHowToContinue() const;
  void Replay(const Difference& difference);
  // The training from where this program began it, on a machine made with `options`.
  void Repeat(const MachineOptions& options);

  TrainOptions options_;
  std::shared_ptr<Reducer> reducer_;
  std::optional<Checkpoint> checkpoint_;
  std::optional<HwConfig> hw_;
  TrainConfig config_;
  Dataset data_;
  std::unique_ptr<OutputFolder> folder_;
  MachineOptions machine_options_;
  std::unique_ptr<RunTimeline> timeline_;
  std::unique_ptr<Machine> machine_;
  std::unique_ptr<Machine> evaluator_;
  std::unique_ptr<Session> session_;
  RecorderOptions recording_;
};

}  // namespace itg
