// SPDX-License-Identifier: Apache-2.0
//
// intaglio cycles --config: a training step as it would be on this hardware and on others, without
// training anything. No value is needed: no duration depends on one.
#include "sw/cli/what_if.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/cycle/predictor.h"
#include "sw/cli/energy_option.h"
#include "sw/config/override.h"
#include "sw/data/file.h"
#include "sw/data/load.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "sw/report/report.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// The training step of `config`.
Program StepOf(const TrainConfig& config) {
  const Dataset data = LoadDataset(config.data);
  LowerOptions options;
  options.batch = config.batch;
  options.fused = config.fused;
  const Network network =
      ParseNetwork(config.network, config.source, data.train.image_shape(), data.classes);
  return LowerTraining(network, config.numbers, options);
}

// "rows=32,cols=32": the hardware with other values of these keys.
HwConfig Changed(const HwConfig& hw, const std::string& changes) {
  nlohmann::json json = HardwareJson(hw);
  json.erase("blocks");
  for (size_t begin = 0; begin <= changes.size();) {
    const size_t end = std::min(changes.find(',', begin), changes.size());
    ApplyOverride(changes.substr(begin, end - begin), &json);
    begin = end + 1;
  }
  return HwConfig::FromJson(json.dump(), "--what-if " + changes);
}

struct Step {
  std::string name;
  HwConfig hw;
  CycleTerms terms;
  Counters counters;
  Energy energy;
  Json commands = Json::array();

  uint64_t cycles() const { return terms.total(); }
  double use() const {
    return static_cast<double>(counters.macs) / (static_cast<double>(cycles()) * hw.rows * hw.cols);
  }
  double megabytes() const {
    return static_cast<double>(counters.memory_reads + counters.memory_writes) * hw.bus_bytes *
           1e-6;
  }
};

Json TermsJson(const CycleTerms& terms) {
  Json json = Json::object();
  for (size_t i = 0; i < kCycleTermFields.size(); ++i) {
    json[kCycleTermNames[i]] = terms.*kCycleTermFields[i];
  }
  return json;
}

Step Predict(const Program& program, const std::string& name, const HwConfig& hw,
             const EnergyTable& table) {
  Step step;
  EventsByPhase events;
  step.name = name;
  step.hw = hw;
  Predictor predictor(hw);
  predictor.Load(Plan(program, hw));
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Prediction& prediction = predictor.Predict(i);
    step.terms += prediction.terms;
    step.counters += prediction.counters;
    const Command& command = program.commands[i];
    AddEvents(command, prediction.counters, prediction.cycles(), &events);
    step.commands.push_back({{"layer", command.layer},
                             {"command", Describe(command)},
                             {"phase", Name(command.phase)},
                             {"cycles", prediction.cycles()},
                             {"terms", TermsJson(prediction.terms)},
                             {"macs", prediction.counters.macs},
                             {"memory_reads", prediction.counters.memory_reads},
                             {"memory_writes", prediction.counters.memory_writes}});
  }
  step.energy = EnergyOf(events, table, hw);
  return step;
}

std::string TableOf(const std::vector<Step>& steps) {
  std::string text = fmt::format("{:<36} {:>14} {:>7} {:>7} {:>10} {:>12}\n", "hardware", "cycles",
                                 "times", "use", "MB moved", "energy uJ");
  for (const Step& step : steps) {
    text += fmt::format("{:<36} {:>14} {:>7.3f} {:>5.1f} % {:>10.3f} {:>12.3f}\n", step.name,
                        step.cycles(),
                        static_cast<double>(step.cycles()) / static_cast<double>(steps[0].cycles()),
                        100 * step.use(), step.megabytes(), step.energy.total() * 1e-6);
  }
  text += "\ncycles by term";
  for (const char* const name : kCycleTermNames) text += fmt::format(" {:>12}", name);
  for (const Step& step : steps) {
    text += fmt::format("\n{:<14.14}", step.name);
    for (const auto field : kCycleTermFields) text += fmt::format(" {:>12}", step.terms.*field);
  }
  return text + "\n";
}

Json JsonOf(const std::vector<Step>& steps) {
  Json json = Json::array();
  for (const Step& step : steps) {
    json.push_back({{"name", step.name},
                    {"hardware", HardwareJson(step.hw)},
                    {"cycles", step.cycles()},
                    {"terms", TermsJson(step.terms)},
                    {"array_use", step.use()},
                    {"megabytes", step.megabytes()},
                    {"energy_pj", step.energy.total()},
                    {"commands", step.commands}});
  }
  return json;
}

}  // namespace

int RunWhatIf(const CyclesOptions& options) {
  const HwConfig hw = HwConfig::FromFile(options.run.hw.empty() ? "base" : options.run.hw);
  std::vector<HwConfig> others;
  for (const std::string& changes : options.what_if) others.push_back(Changed(hw, changes));
  const EnergyTable table = LoadEnergy(options.energy);
  const Program program = StepOf(options.run.Config(hw));
  std::vector<Step> steps = {Predict(program, hw.name, hw, table)};
  for (size_t i = 0; i < others.size(); ++i) {
    steps.push_back(Predict(program, options.what_if[i], others[i], table));
  }
  fmt::print("a training step of {}\n\n{}", options.run.config, TableOf(steps));
  if (!options.out.empty()) WriteFile(options.out, JsonOf(steps).dump(2) + "\n");
  return kExitFine;
}

}  // namespace itg
