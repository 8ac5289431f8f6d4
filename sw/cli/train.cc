// SPDX-License-Identifier: Apache-2.0
//
// intaglio train
#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <system_error>

#include "model/error.h"
#include "sw/cli/cli.h"
#include "sw/cli/interrupt.h"
#include "sw/cli/progress.h"
#include "sw/cli/run_options.h"
#include "sw/cli/trace.h"
#include "sw/data/embedded.h"
#include "sw/data/file.h"
#include "sw/nn/network_file.h"
#include "sw/report/report.h"

namespace itg {
namespace {

struct TrainOptions {
  RunOptions run;
  bool check = false;
  std::string out;
  std::string trace;
  std::string energy;
};

EnergyTable LoadEnergy(const std::string& file) {
  constexpr const char* kShipped = "sim/energy/horowitz_45nm.json";
  if (file.empty()) return EnergyTable::FromJson(std::string(Embedded(kShipped)), kShipped);
  return EnergyTable::FromJson(ReadFile(file), file);
}

// Prints `difference` and how to see it in a waveform.
void ExplainDifference(const Difference& difference, const TrainOptions& options) {
  fmt::print(stderr, "{}\nreplay it with a waveform: intaglio train {} --trace {}{}\n",
             difference.what(), options.run.CommandLine(), TraceRange(difference.tested),
             options.out.empty() ? "" : " --out " + options.out);
}

nlohmann::ordered_json Report(const TrainOptions& options, const Session& session,
                              const TrainResult& result, const Machine& machine,
                              const HwConfig* hw) {
  ReportInput input;
  input.session = &session;
  input.result = &result;
  input.machine = options.run.machine;
  input.hw = hw;
  input.energy = LoadEnergy(options.energy);
  input.comparison = ComparisonOf(machine);
  input.host = HostWork(session.training().program(), options.run.machine);
  return MakeReport(input);
}

int TrainOn(Machine* machine, const TrainOptions& options, const TrainConfig& config,
            const Dataset& data, const HwConfig* hw) {
  Session session(config, data, machine);
  Progress progress(config.epochs());
  CatchInterrupt();
  const TrainResult result = Train(&session, &progress);
  if (options.check && ComparisonOf(*machine).commands == 0) {
    throw Error("--check: nothing was compared");
  }
  const nlohmann::ordered_json report = Report(options, session, result, *machine, hw);
  if (!options.out.empty()) WriteReport(report, options.out);
  fmt::print("{}", ReportText(report));
  return result.interrupted ? kExitInterrupted : kExitFine;
}

// The folder of --out; when nothing was written into a folder made for it, it goes again.
class OutputFolder {
 public:
  explicit OutputFolder(const std::string& folder)
      : folder_(folder), made_(!folder.empty() && !std::filesystem::exists(folder)) {
    if (!folder.empty()) MakeWritableFolder(folder);
  }
  ~OutputFolder() {
    std::error_code not_empty;
    if (made_) std::filesystem::remove(folder_, not_empty);
  }
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

 private:
  std::string folder_;
  bool made_;
};

// Everything that can be refused is refused before the machine is made.
int RunTrain(const TrainOptions& options) {
  const std::optional<HwConfig> hw = options.run.Hardware();
  const TrainConfig config = options.run.Config(hw);
  LoadEnergy(options.energy);
  MachineOptions machine_options = options.run.Machine(hw);
  machine_options.check = options.check;
  SetTrace(options.trace, options.out, &machine_options);
  const Dataset data = LoadDataset(config.data);
  ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes);
  const OutputFolder folder(options.out);
  const std::unique_ptr<Machine> machine = MakeMachine(machine_options);
  try {
    const bool rtl = options.run.machine == "rtl";
    return TrainOn(machine.get(), options, config, data, rtl ? &*hw : nullptr);
  } catch (const Difference& difference) {
    ExplainDifference(difference, options);
    return kExitDifference;
  }
}

}  // namespace

void AddTrain(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand("train", "Train a network on a machine");
  const auto options = std::make_shared<TrainOptions>();
  options->run.AddConfig(verb);
  options->run.AddMachine(verb);
  verb->add_flag("--check", options->check, "Compare the RTL with golden after every command");
  verb->add_option("--out", options->out, "Folder for report.json and report.txt");
  verb->add_option("--trace", options->trace, "FIRST:LAST: write an FST waveform of these cycles");
  verb->add_option("--energy", options->energy, "Energy table; default horowitz_45nm");
  verb->callback([options, chosen] { *chosen = [options] { return RunTrain(*options); }; });
}

}  // namespace itg
