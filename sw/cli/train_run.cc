// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/train_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sw/checkpoint/same_run.h"
#include "sw/cli/energy_option.h"
#include "sw/cli/interrupt.h"
#include "sw/cli/trace.h"
#include "sw/cli/train_float.h"
#include "sw/data/file.h"
#include "sw/nn/network_file.h"
#include "sw/report/report.h"

namespace itg {
namespace {

// The keys of the configuration that have options of their own, as --set would give them.
void AddOverrides(TrainOptions* options) {
  const auto add = [options](const char* key, const std::optional<int64_t>& value) {
    if (value) options->run.overrides.push_back(std::string(key) + "=" + std::to_string(*value));
  };
  add("checkpoint_steps", options->checkpoint_every);
  add("log_steps", options->log_every);
  add("stats_steps", options->stats);
}

void CheckFolders(const TrainOptions& options) {
  if (options.resume.empty()) return;
  std::error_code absent;
  if (!options.out.empty() && options.out != options.resume &&
      !std::filesystem::equivalent(options.out, options.resume, absent)) {
    throw Error("--out " + options.out + ": a run is continued in its own folder, " +
                options.resume);
  }
  if (std::filesystem::is_regular_file(options.resume)) {
    throw Error("--resume " + options.resume + ": expected the folder of a run");
  }
}

// Prints `difference` and how to see it in a waveform: in a folder of its own, since that of a run
// which is not at its end is not overwritten. A continued run saves over what it continued, so no
// line would come to the same cycles.
void ExplainDifference(const Difference& difference, const TrainOptions& options) {
  fmt::print(stderr, "{}\n", difference.what());
  if (!options.resume.empty()) return;
  fmt::print(stderr, "replay it with a waveform: intaglio train {}{} --trace {}\n",
             options.run.CommandLine(),
             options.out.empty() ? "" : " --out " + Quoted(options.out + "/replay"),
             TraceRange(difference.tested));
}

}  // namespace

void Publish(const nlohmann::ordered_json& report, const std::string& folder) {
  // Printed first: a disk that is full must not take the result along. `main` checks both.
  std::fputs(ReportText(report).c_str(), stdout);
  std::fflush(stdout);
  if (!folder.empty()) WriteReport(report, folder);
}

TrainRun::TrainRun(const TrainOptions& options, std::shared_ptr<Reducer> reducer)
    : options_(options), reducer_(std::move(reducer)) {
  if (options_.float_twin && reducer_ != nullptr) {
    throw Error("--float-twin: a training in floating point is not shared, expected one process");
  }
  AddOverrides(&options_);
  CheckFolders(options_);
  if (!options_.resume.empty()) options_.out = options_.resume;
  LoadCheckpoint();
  ChooseMachine();
  hw_ = options_.run.Hardware();
  config_ = Config();
  LoadEnergy(options_.energy);
  data_ = LoadDataset(config_.data);
  ParseNetwork(config_.network, config_.source, data_.train.image_shape(), data_.classes);
  const bool first = reducer_ == nullptr || reducer_->shard() == 0;
  recording_.folder = options_.out;
  recording_.machine = {options_.run.machine, options_.run.hw, options_.check, options_.energy,
                        hw_ ? nlohmann::json(HardwareJson(*hw_)) : nlohmann::json()};
  if (!options_.out.empty()) recording_.data = DataDigest(data_);
  if (checkpoint_) CheckSameRun(*checkpoint_, config_, recording_.data, recording_.machine);
  if (first) folder_ = std::make_unique<OutputFolder>(options_.out);
  MakeMachines();
  const Team team{reducer_.get(), evaluator_.get()};
  session_ = std::make_unique<Session>(config_, data_, machine_.get(), team);
  RefuseWhatDoesNotFit();
  if (!checkpoint_) return;
  Restore(*checkpoint_, session_.get());
  recording_.comparison = checkpoint_->comparison;
  recording_.log = checkpoint_->log;
}

void TrainRun::LoadCheckpoint() {
  const std::string path = NewestCheckpoint(options_.out);
  const bool exists = !options_.out.empty() && std::filesystem::exists(path);
  if (!options_.resume.empty() && exists) {
    checkpoint_ = ReadCheckpoint(path);
  } else if (!options_.resume.empty() && options_.run.config.empty()) {
    throw Error("--resume " + options_.resume + ": no " + kCheckpointFile +
                " there; with --config the run starts");
  } else if (exists) {
    RefuseUnfinished();
  }
  if (options_.run.config.empty() && !checkpoint_) {
    throw Error("train: needs --config, or --resume with the folder of a run");
  }
}

// A run that is not at its end is not overwritten by mistake.
void TrainRun::RefuseUnfinished() const {
  const Checkpoint present = ReadCheckpoint(NewestCheckpoint(options_.out));
  const nlohmann::ordered_json& epochs = present.configuration.at("epochs");
  if (epochs == present.progress.epochs.size()) return;
  throw Error(
      fmt::format("--out {0}: holds a run that stopped after {1} of {2} epochs: continue it "
                  "with --resume {0}, or remove {0}/{3}",
                  options_.out, present.progress.epochs.size(), epochs.dump(), kCheckpointFile));
}

// Without a configuration of its own a continued run takes all from its checkpoint.
void TrainRun::ChooseMachine() {
  if (checkpoint_ && options_.run.config.empty()) {
    const RunMachine& saved = checkpoint_->machine;
    if (options_.run.machine.empty()) options_.run.machine = saved.machine;
    if (options_.run.hw.empty()) options_.run.hw = saved.hw;
    if (options_.energy.empty()) options_.energy = saved.energy;
    options_.check = options_.check || saved.check;
  }
  if (options_.run.machine.empty()) options_.run.machine = "golden";
}

TrainConfig TrainRun::Config() const {
  if (!options_.run.config.empty()) return options_.run.Config(hw_);
  nlohmann::json saved = checkpoint_->configuration;
  const std::string source = saved.value("source", checkpoint_->path);
  saved.erase("source");
  return options_.run.Config(saved, source, hw_);
}

void TrainRun::MakeMachines() {
  MachineOptions& machine = machine_options_;
  machine = options_.run.Machine(hw_);
  machine.check = options_.check;
  SetTrace(options_.trace, options_.out, &machine);
  timeline_ = std::make_unique<RunTimeline>(options_.timeline, &machine);
  if (reducer_ == nullptr) {
    machine_ = MakeMachine(machine);
    return;
  }
  if (options_.run.machine != "golden") {
    throw Error("--machine " + options_.run.machine + ": only golden can be shared by processes");
  }
  MakeMachine(machine);  // refuses what golden does not have
  machine_ = MakeGoldenMachine(KernelChoice::kAuto, reducer_);
  evaluator_ = MakeGoldenMachine();
}

// A machine refuses a program that it cannot hold when it is loaded: before anything is written,
// and not after the first epoch.
void TrainRun::RefuseWhatDoesNotFit() {
  session_->training().Load();
  if (options_.run.machine == "golden") return;  // holds whatever was legal
  for (const int64_t batch :
       {std::min(data_.test.count, kEvaluationBatch), data_.test.count % kEvaluationBatch}) {
    if (batch > 0) session_->EvaluationPass(batch)->runner().Load();
  }
}

// What is left of an earlier run in the folder would be taken for one of this run.
void TrainRun::StartOver() const {
  if (options_.out.empty() || checkpoint_) return;
  for (const char* name : {kCheckpointFile, kPreviousFile}) {
    std::error_code absent;
    std::filesystem::remove(options_.out + "/" + name, absent);
  }
}

int TrainRun::Train() {
  CatchInterrupt();
  if (session_->first()) StartOver();
  try {
    Recorder recorder(session_.get(), machine_.get(), recording_);
    const int exit_code = TrainWatched(&recorder);
    fmt::print("{}{}", FinishTrace(machine_options_), timeline_->Finish());
    return exit_code;
  } catch (const Difference& difference) {
    fmt::print("{}", timeline_->Finish());
    ExplainDifference(difference, options_);
    fmt::print("{}", FinishTrace(machine_options_));
    if (options_.trace.empty()) Replay(difference);
    return kExitDifference;
  }
}

void TrainRun::Replay(const Difference& difference) {
  ReplayDifference(
      difference, machine_options_, options_.replay, options_.out,
      [this](const MachineOptions& options) { Repeat(options); }, stderr);
}

void TrainRun::Repeat(const MachineOptions& options) {
  const std::unique_ptr<Machine> machine = MakeMachine(options);
  Session session(config_, data_, machine.get());
  TrainResult from;
  if (checkpoint_) {
    Restore(*checkpoint_, &session);
    from = checkpoint_->progress;
  }
  Progress progress(config_.epochs(), /*shown=*/true);
  itg::Train(&session, &progress, std::move(from));
}

int TrainRun::TrainWatched(Recorder* recorder) {
  TrainResult from;
  if (checkpoint_) from = checkpoint_->progress;
  const TrainResult result = itg::Train(session_.get(), recorder, std::move(from));
  const Comparison comparison = recorder->comparison();
  if (options_.check && comparison.commands == 0) throw Error("--check: nothing was compared");
  if (session_->first()) return Finish(result, comparison);
  return result.interrupted ? InterruptedExitCode() : kExitFine;
}

int TrainRun::Finish(const TrainResult& result, const Comparison& comparison) {
  nlohmann::ordered_json report = Report(result, comparison);
  bool interrupted = result.interrupted;
  if (options_.float_twin && !interrupted) interrupted = !TrainFloatTwin(config_, data_, &report);
  Publish(report, options_.out);
  if (result.interrupted) TellHowToContinue();
  return interrupted ? InterruptedExitCode() : kExitFine;
}

void TrainRun::TellHowToContinue() const {
  if (options_.out.empty()) {
    fmt::print(stderr, "stopped; without --out nothing was saved to continue from\n");
    return;
  }
  fmt::print(stderr, "stopped; continue with: {}intaglio train --resume {}\n",
             session_->shards() > 1 ? fmt::format("mpirun -n {} ", session_->shards()) : "",
             options_.out);
}

nlohmann::ordered_json TrainRun::Report(const TrainResult& result,
                                        const Comparison& comparison) const {
  ReportInput input;
  input.session = session_.get();
  input.result = &result;
  input.machine = options_.run.machine;
  input.hw = options_.run.machine == "golden" ? nullptr : &*hw_;
  input.energy = LoadEnergy(options_.energy);
  input.comparison = comparison;
  input.host = HostWork(options_.run.machine);
  return MakeReport(input);
}

}  // namespace itg
