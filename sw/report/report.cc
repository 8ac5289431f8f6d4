// SPDX-License-Identifier: Apache-2.0
#include "sw/report/report.h"

#include <filesystem>

#include "sim/energy/fp32_energy.h"
#include "sw/data/file.h"
#include "sw/machines/machines.h"
#include "sw/report/costs.h"
#include "sw/report/revision.h"
#include "sw/report/sha256.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

double PerSecond(double events, double seconds) { return seconds > 0 ? events / seconds : 0; }

Json Accuracy(const TrainResult& result) {
  if (result.epochs.empty()) return {{"test", nullptr}, {"train", nullptr}};
  return {{"test", result.epochs.back().accuracy_test},
          {"train", result.epochs.back().accuracy_train}};
}

Json Epochs(const TrainResult& result) {
  Json epochs = Json::array();
  for (const EpochResult& epoch : result.epochs) {
    epochs.push_back({{"epoch", epoch.epoch}});
    if (epoch.learning_rate > 0) {
      epochs.back()["learning_rate"] = epoch.learning_rate;
    } else {
      epochs.back()["mu"] = epoch.mu;
    }
    epochs.back().update({{"loss", epoch.loss},
                          {"accuracy_train", epoch.accuracy_train},
                          {"loss_test", epoch.loss_test},
                          {"accuracy_test", epoch.accuracy_test}});
  }
  return epochs;
}

Json Terms(const CycleTerms& terms) {
  Json json = Json::object();
  for (size_t i = 0; i < kCycleTermFields.size(); ++i) {
    json[kCycleTermNames[i]] = terms.*kCycleTermFields[i];
  }
  return json;
}

Json Cycles(const Costs& costs) {
  Json phases = Json::object();
  for (int phase = 0; phase < kPhaseCount; ++phase) {
    phases[Name(static_cast<Phase>(phase))] = costs.phase_cycles[static_cast<size_t>(phase)];
  }
  phases["evaluation"] = costs.evaluation_cycles;
  Json commands = Json::object();
  for (const auto& [kind, cycles] : costs.command_cycles) commands[kind] = cycles;
  Json scale_sim = Json::object();
  for (const auto& [opcode, cycles] : costs.scale_sim) scale_sim[Name(opcode)] = ToJson(cycles);
  return {{"total", costs.total_cycles()},
          {"training", costs.training_cycles},
          {"evaluation", costs.evaluation_cycles},
          {"by_phase", phases},
          {"by_term", Terms(costs.terms)},
          {"by_command", commands},
          {"scale_sim", scale_sim}};
}

// Useful multiplications over what the array could have done in all cycles.
double ArrayUse(uint64_t macs, uint64_t cycles, const HwConfig& hw) {
  const double slots = static_cast<double>(cycles) * hw.rows * hw.cols;
  return slots > 0 ? static_cast<double>(macs) / slots : 0;
}

Json ArrayJson(const Costs& costs, const HwConfig& hw) {
  return {{"use", ArrayUse(costs.training.macs, costs.training_cycles, hw)},
          {"use_evaluation", ArrayUse(costs.evaluation.macs, costs.evaluation_cycles, hw)},
          {"macs", costs.training.macs},
          {"array_cycles", costs.training.array_cycles}};
}

// With a derived table also what its published energies would say.
Json EnergyJson(const Costs& costs, const EnergyTable& table, const HwConfig& hw) {
  const Energy energy = EnergyOf(costs.events, table, hw);
  Json json = {{"total", energy.total()}};
  json.update(EnergyComponents(energy, table));
  json["table"] = {{"name", table.name}, {"source", table.source}};
  if (const std::optional<Energy> fp32 = Fp32EnergyOf(costs.events, table, hw)) {
    json["fp32"] = {{"total", fp32->total()}};
    json["fp32"].update(EnergyComponents(*fp32, table));
  }
  if (!table.derived) return json;
  Counters all = costs.training;
  all += costs.evaluation;
  json["published"] = {{"total", EnergyOf(all, table, hw).total()}};
  return json;
}

Json MemoryJson(const Counters& counters, const HwConfig& hw) {
  const uint64_t beat = static_cast<uint64_t>(hw.bus_bytes);
  return {{"read_bytes", counters.memory_reads * beat},
          {"written_bytes", counters.memory_writes * beat},
          {"scratchpad_reads", counters.scratchpad_reads},
          {"scratchpad_writes", counters.scratchpad_writes},
          {"accumulator_reads", counters.accumulator_reads},
          {"accumulator_writes", counters.accumulator_writes}};
}

void AddNoHardware(Json* report) {
  Json& json = *report;
  json["cycles"] = {{"total", nullptr}};
  json["array"] = {{"use", nullptr}};
  json["energy_pj"] = {{"total", nullptr}};
  json["memory"] = nullptr;
  json["on_chip_bytes"] = nullptr;
}

void AddHardware(const ReportInput& input, const Costs& costs, Json* report) {
  if (input.hw == nullptr) return AddNoHardware(report);
  Json& json = *report;
  json["cycles"] = Cycles(costs);
  json["array"] = ArrayJson(costs, *input.hw);
  json["energy_pj"] = EnergyJson(costs, input.energy, *input.hw);
  Counters all = costs.training;
  all += costs.evaluation;
  json["memory"] = MemoryJson(all, *input.hw);
  json["on_chip_bytes"] = input.hw->on_chip_bytes();
}

Json CommandJson(const CommandCost& cost, const ReportInput& input) {
  const uint64_t beat = static_cast<uint64_t>(input.hw->bus_bytes);
  const Energy energy = EnergyOf(cost.events, input.energy, *input.hw);
  Json json = {{"phase", Name(cost.phase)},
               {"cycles", cost.cycles},
               {"terms", Terms(cost.terms)},
               {"macs", cost.counters.macs},
               {"array_cycles", cost.counters.array_cycles},
               {"array_use", ArrayUse(cost.counters.macs, cost.cycles, *input.hw)},
               {"read_bytes", cost.counters.memory_reads * beat},
               {"written_bytes", cost.counters.memory_writes * beat},
               {"energy_pj", energy.total()},
               {"energy_pj_by_component", EnergyComponents(energy, input.energy)}};
  if (const std::optional<Energy> fp32 = Fp32EnergyOf(cost.events, input.energy, *input.hw)) {
    json["energy_pj_fp32_by_component"] = EnergyComponents(*fp32, input.energy);
  }
  if (cost.scale_sim) json["scale_sim"] = ToJson(*cost.scale_sim);
  return json;
}

// Only golden counts overflows: null where it did not run.
Json Layers(const ReportInput& input, const Costs& costs) {
  const bool counted = !RunsRtl(input.machine) || input.comparison.commands > 0;
  Json layers = Json::object();
  for (const auto& [layer, events] : costs.layers) {
    layers[layer] = {{"saturations", events.saturations}, {"acc_overflows", nullptr}};
    if (counted) layers[layer]["acc_overflows"] = events.acc_overflows;
    if (input.hw == nullptr) continue;
    for (const auto& [kind, cost] : events.commands) {
      layers[layer]["commands"][kind] = CommandJson(cost, input);
    }
  }
  return layers;
}

// Of a Session or a FloatSession.
template <typename SessionT>
Json Simulation(const SessionT& session, const TrainResult& result, const Costs& costs) {
  const int64_t batch = session.config().batch;
  const double seconds = result.training_seconds;
  const double steps = static_cast<double>(result.steps);
  const double macs = steps * static_cast<double>(TrainingMacs(session.network(), batch));
  const double images = steps * static_cast<double>(batch);
  return {{"seconds", seconds},
          {"evaluation_seconds", result.evaluation_seconds},
          {"recording_seconds", result.recording_seconds},
          {"processes", session.shards()},
          {"steps", result.steps},
          {"cycles_per_second", PerSecond(static_cast<double>(costs.training_cycles), seconds)},
          {"macs_per_second", PerSecond(macs, seconds)},
          {"images_per_second", PerSecond(images, seconds)}};
}

// What every report begins with.
template <typename SessionT>
Json Training(const SessionT& session, const TrainResult& result, const Json& machine,
              const HwConfig* hw) {
  Json report;
  report["report_version"] = kReportVersion;
  report["version"] = Version();
  report["git_revision"] = Revision();
  report["arithmetic"] = session.config().is_float ? "float" : "integer";
  report["machine"] = machine;
  report["seed"] = session.config().seed;
  report["configuration"] = ToJson(session.config());
  report["hardware"] = hw == nullptr ? Json(nullptr) : HardwareJson(*hw);
  report["data"] = {{"name", session.data().name},
                    {"train_images", session.data().train.count},
                    {"test_images", session.data().test.count},
                    {"classes", session.data().classes},
                    {"mean", session.data().mean},
                    {"deviation", session.data().deviation}};
  report["interrupted"] = result.interrupted;
  report["accuracy"] = Accuracy(result);
  report["epochs"] = Epochs(result);
  return report;
}

}  // namespace

Json EnergyComponents(const Energy& energy, const EnergyTable& table) {
  Json json = {{"mac", energy.mac},
               {"scratchpad", energy.scratchpad},
               {"accumulator", energy.accumulator},
               {"dram", energy.dram},
               {"rounding", energy.rounding}};
  if (!table.derived) return json;
  json["clock"] = energy.clock;
  json["control"] = energy.control;
  json["leakage"] = energy.leakage;
  return json;
}

Json ToJson(const ScaleSimCycles& cycles) {
  return {{"os", cycles.os}, {"ws", cycles.ws}, {"is", cycles.is}};
}

Json HardwareJson(const HwConfig& hw) {
  Json blocks = Json::array();
  for (const std::string& file : hw.blocks) {
    blocks.push_back(std::filesystem::path(file).filename().string());
  }
  Json rounding = Json::array();
  for (const Rounding mode : hw.rounding) rounding.push_back(Name(mode));
  return {{"name", hw.name},
          {"rows", hw.rows},
          {"cols", hw.cols},
          {"activation_bits", hw.activation_bits},
          {"weight_bits", hw.weight_bits},
          {"error_bits", hw.error_bits},
          {"gradient_bits", hw.gradient_bits},
          {"acc_bits", hw.acc_bits},
          {"scratchpad_bytes", hw.scratchpad_bytes},
          {"accumulator_bytes", hw.accumulator_bytes},
          {"bus_bytes", hw.bus_bytes},
          {"read_fifo_beats", hw.read_fifo_beats},
          {"burst_beats", hw.burst_beats},
          {"read_bursts", hw.read_bursts},
          {"write_bursts", hw.write_bursts},
          {"rounding", rounding},
          {"master_weights", hw.master_weights},
          {"blocks", blocks},
          {"memory_latency", hw.memory_latency},
          {"memory_bytes_per_cycle", hw.memory_bytes_per_cycle},
          {"memory_reads", hw.memory_reads}};
}

Json MakeReport(const ReportInput& input) {
  const Session& session = *input.session;
  const Costs costs = CostsOf(session, input.hw);
  Json report = Training(session, *input.result, input.machine, input.hw);
  report["compare"] = {{"commands", input.comparison.commands},
                       {"elements", input.comparison.elements},
                       {"mismatches", input.comparison.mismatches}};
  AddHardware(input, costs, &report);
  report["layers"] = Layers(input, costs);
  report["weights"] = {{"sha256", Sha256(session.weights())}};
  report["simulation"] = Simulation(session, *input.result, costs);
  report["host"] = input.host;
  return report;
}

Json MakeFloatReport(const FloatSession& session, const TrainResult& result) {
  Json report = Training(session, result, nullptr, nullptr);
  AddNoHardware(&report);
  report["simulation"] = Simulation(session, result, {});
  report["host"] = {"the whole training, in fp32"};
  return report;
}

void AddFloatTwin(const TrainResult& twin, Json* report) {
  const Json accuracy = Accuracy(twin);
  const Json epochs = Epochs(twin);
  (*report)["accuracy"]["float_test"] = accuracy["test"];
  (*report)["accuracy"]["float_train"] = accuracy["train"];
  for (size_t i = 0; i < epochs.size(); ++i) (*report)["epochs"][i]["float"] = epochs[i];
  (*report)["simulation"]["float_seconds"] = twin.training_seconds;
  if (twin.interrupted) (*report)["interrupted"] = true;
}

void WriteReport(const Json& report, const std::string& folder) {
  WriteFile(folder + "/report.json", report.dump(2) + "\n");
  WriteFile(folder + "/report.txt", ReportText(report));
}

}  // namespace itg
