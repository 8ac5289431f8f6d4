// SPDX-License-Identifier: Apache-2.0
#include "sw/topology/measure.h"

#include <fmt/format.h>

#include "model/error.h"
#include "sim/plan/schedule.h"
#include "sw/report/report.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

double ArrayUse(uint64_t macs, uint64_t cycles, const HwConfig& hw) {
  const double slots = static_cast<double>(cycles) * hw.rows * hw.cols;
  return slots > 0 ? static_cast<double>(macs) / slots : 0;
}

struct Total {
  uint64_t cycles = 0;
  uint64_t macs = 0;
  ScaleSimCycles scale_sim;
};

Total TotalOf(const Measurement& measurement) {
  Total total;
  for (const MeasuredLayer& layer : measurement.layers) {
    total.cycles += layer.cycles;
    total.macs += layer.macs();
    total.scale_sim += layer.scale_sim;
  }
  return total;
}

std::string Row(const std::string& name, const std::string& gemm, const Total& cost,
                const HwConfig& hw, size_t width) {
  return fmt::format("{:<{}} {:>24} {:>12} {:>7.1f} % {:>14} {:>14} {:>14}\n", name, width, gemm,
                     cost.cycles, 100 * ArrayUse(cost.macs, cost.cycles, hw), cost.scale_sim.os,
                     cost.scale_sim.ws, cost.scale_sim.is);
}

Json CostJson(const Total& cost, const HwConfig& hw) {
  return {{"macs", cost.macs},
          {"cycles", cost.cycles},
          {"array_use", ArrayUse(cost.macs, cost.cycles, hw)},
          {"scale_sim", ToJson(cost.scale_sim)}};
}

}  // namespace

uint64_t MeasuredLayer::macs() const {
  return static_cast<uint64_t>(layer.gemm.m) * static_cast<uint64_t>(layer.gemm.n) *
         static_cast<uint64_t>(layer.gemm.k);
}

Program ProgramOf(const TopologyLayer& layer, const HwConfig& hw, Post post) {
  const Gemm& gemm = layer.gemm;
  const bool narrow = post != Post::kNone;
  Program program;
  program.acc_bits = hw.acc_bits;
  program.buffers = {{"a", Role::kActivation, hw.activation_bits, {gemm.m, gemm.k}},
                     {"b", Role::kWeight, hw.weight_bits, {gemm.n, gemm.k}},
                     {"out",
                      narrow ? Role::kActivation : Role::kAccumulator,
                      narrow ? hw.activation_bits : hw.acc_bits,
                      {gemm.m, gemm.n}}};
  Command command;
  command.opcode = Opcode::kForward;
  command.post = post;
  command.rounding = hw.rounding.front();
  command.a = 0;
  command.b = 1;
  command.out = 2;
  command.layer = layer.name;
  program.commands = {command};
  return program;
}

void Measure(const std::vector<TopologyLayer>& layers, Machine* machine, Measurement* measurement,
             const std::function<void(size_t)>& progress) {
  const HwConfig& hw = measurement->hw;
  for (const TopologyLayer& layer : layers) {
    try {
      Plan(ProgramOf(layer, hw, measurement->post), hw);
    } catch (const Error& error) {
      throw Error(fmt::format("{}: line {}, {} of {} x {} x {}: {}", measurement->topology,
                              layer.line, layer.name, layer.gemm.m, layer.gemm.n, layer.gemm.k,
                              error.what()));
    }
  }
  machine->OmitDigests();
  for (const TopologyLayer& layer : layers) {
    if (progress) progress(measurement->layers.size());
    machine->Load(ProgramOf(layer, hw, measurement->post));
    const Retired retired = machine->Execute(0);
    measurement->layers.push_back(
        {layer, retired.end_cycle - retired.start_cycle, ScaleSim(layer.gemm, hw.rows, hw.cols)});
  }
}

std::string TableOf(const Measurement& measurement) {
  const HwConfig& hw = measurement.hw;
  size_t width = 5;
  for (const MeasuredLayer& layer : measurement.layers) {
    width = std::max(width, layer.layer.name.size());
  }
  std::string text =
      fmt::format("{} on {} ({} x {}), {}, forward{}\n", measurement.topology, hw.name, hw.rows,
                  hw.cols, measurement.machine,
                  measurement.post == Post::kNone ? "" : std::string("+") + Name(measurement.post));
  text += fmt::format("{:<{}} {:>24} {:>12} {:>9} {:>14} {:>14} {:>14}\n", "layer", width,
                      "M x N x K", "cycles", "array use", "SCALE-Sim os", "ws", "is");
  for (const MeasuredLayer& layer : measurement.layers) {
    const Gemm& gemm = layer.layer.gemm;
    text += Row(layer.layer.name, fmt::format("{} x {} x {}", gemm.m, gemm.n, gemm.k),
                {layer.cycles, layer.macs(), layer.scale_sim}, hw, width);
  }
  return text + Row("total", "", TotalOf(measurement), hw, width);
}

Json JsonOf(const Measurement& measurement) {
  const HwConfig& hw = measurement.hw;
  Json layers = Json::array();
  for (const MeasuredLayer& layer : measurement.layers) {
    const Gemm& gemm = layer.layer.gemm;
    layers.push_back({{"layer", layer.layer.name}, {"m", gemm.m}, {"n", gemm.n}, {"k", gemm.k}});
    layers.back().update(CostJson({layer.cycles, layer.macs(), layer.scale_sim}, hw));
  }
  return {{"topology", measurement.topology},
          {"machine", measurement.machine},
          {"post", Name(measurement.post)},
          {"hardware", HardwareJson(hw)},
          {"layers", layers},
          {"total", CostJson(TotalOf(measurement), hw)}};
}

}  // namespace itg
