// SPDX-License-Identifier: Apache-2.0
//
// intaglio power: trains a few steps on the RTL, records what is at the ports of its blocks,
// replays it on their gates.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "model/error.h"
#include "sim/power/block_energy.h"
#include "sim/power/control_energy.h"
#include "sim/power/energy_file.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/synth/synth_tools.h"
#include "sw/cli/energy_option.h"
#include "sw/cli/verbs.h"
#include "sw/data/embedded.h"
#include "sw/data/file.h"
#include "sw/data/load.h"
#include "sw/float/float_operands.h"
#include "sw/float/float_session.h"
#include "sw/train/session.h"

namespace itg {
namespace {

// Speed matters little here, and some products take few cycles.
constexpr WindowOptions kOften = {64, 61, 64};

// So many steps of the training, on a machine that records.
std::shared_ptr<PortWindows> Record(const PowerOptions& options, const HwConfig& hw) {
  const TrainConfig config = options.run.Config(hw);
  const Dataset data = LoadDataset(config.data);
  const auto windows = std::make_shared<PortWindows>(RecordedBlocks(ElaborationText(hw)), kOften);
  MachineOptions machine_options = options.run.Machine(hw);
  machine_options.sink = windows;
  const std::unique_ptr<Machine> machine = MakeMachine(machine_options);
  machine->OmitDigests();
  Session session(config, data, machine.get());
  for (int64_t step = 0; step < options.steps; ++step) {
    const bool epoch_begins = step % session.steps_per_epoch() == 0;
    if (epoch_begins && step != 0) session.TakeWeights();
    if (epoch_begins) session.BeginEpoch();
    session.Step();
  }
  return windows;
}

// What the same training in floating point multiplies in as many steps.
Fp32Streams RecordFloats(const PowerOptions& options, const HwConfig& hw) {
  TrainConfig config = options.run.Config(hw);
  const Dataset data = LoadDataset(config.data);
  FloatSession session(config, data);
  FloatOperandSampler sampler(options.steps);
  session.Watch([&](FloatPass* pass, const FloatWeights& weights) {
    sampler.Take(session.network(), pass, weights);
  });
  for (int64_t step = 0; step < options.steps; ++step) {
    if (step % session.steps_per_epoch() == 0) session.BeginEpoch();
    session.Step();
  }
  return sampler.streams();
}

std::string Row(const BlockEnergy& block, double published_fj) {
  std::string text;
  for (int i = 0; i < kPhaseCount; ++i) {
    const std::optional<PhaseEnergy>& phase = block.phases[static_cast<size_t>(i)];
    if (!phase) continue;
    text +=
        fmt::format("{:<12} {:<9} {:>8} {:>10} {:>12.1f}", block.block, Name(static_cast<Phase>(i)),
                    phase->activity.windows, phase->activity.events, phase->event_fj);
    if (published_fj > 0) text += fmt::format(" {:>12.1f}", published_fj);
    text += "\n";
  }
  return text;
}

double Published(const std::string& block, const EnergyTable& table, const HwConfig& hw) {
  const double add = table.add_int32_fj * hw.acc_bits / 32;
  if (block == "mac_array") return table.multiply_int8_fj * hw.a_bits() * hw.b_bits() / 64 + add;
  if (block == kFp32Array) return table.multiply_fp32_fj + table.add_fp32_fj;
  return block == "round_lanes" ? 3 * add : 0;
}

std::string TableOf(const std::vector<BlockEnergy>& blocks, const EnergyTable& table,
                    const HwConfig& hw) {
  std::string text = fmt::format("{:<12} {:<9} {:>8} {:>10} {:>12} {:>12}\n", "block", "phase",
                                 "windows", "events", "fJ an event", "published");
  for (const BlockEnergy& block : blocks) {
    text += Row(block, Published(block.block, table, hw));
  }
  text += fmt::format("\n{:<12} {:>8} {:>10} {:>18} {:>14}\n", "block", "cells", "registers",
                      "fJ a clocked one", "leakage nW");
  for (const BlockEnergy& block : blocks) {
    text += fmt::format("{:<12} {:>8} {:>10} {:>18.1f} {:>14.3f}\n", block.block, block.cells,
                        block.registers, block.register_fj, block.leakage_w * 1e9);
  }
  return text;
}

// A cell of the part that was measured, with its share of what is around the cells.
std::string CellAreas(const std::vector<BlockEnergy>& blocks, const HwConfig& hw) {
  std::string text = "\n";
  double integer = 0;
  for (const BlockEnergy& block : blocks) {
    const bool is_float = block.block == kFp32Array;
    if (!is_float && block.block != "mac_array") continue;
    const double cells = is_float
                             ? kFp32Side * kFp32Side
                             : std::min(hw.rows, kCornerCells) * std::min(hw.cols, kCornerCells);
    const double area = block.area_um2 / cells;
    if (!is_float) integer = area;
    text += fmt::format("a cell of {:<10} {:>9.0f} um2", block.block, area);
    if (is_float && integer > 0) text += fmt::format(", {:.1f} times", area / integer);
    text += "\n";
  }
  return text;
}

// On `tiny`: what control does in a cycle hardly depends on array and network, and the gates of
// larger hardware would take minutes.
ControlEnergy ControlOfTiny(const std::string& liberty, double register_fj) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  return MeasureControl(hw, liberty, register_fj, [&hw](Machine* machine) {
    const TrainConfig config =
        LoadTrainConfig("digits",
                        {"batch=4", R"(network=[{"linear":8},"relu",{"linear":10}])",
                         "data.train_limit=64", "data.test_limit=16"},
                        &hw);
    const Dataset data = LoadDataset(config.data);
    Session session(config, data, machine);
    session.BeginEpoch();
    session.Step();
  });
}

std::string LineOf(const ControlEnergy& control) {
  return fmt::format(
      "\ncontrol, on tiny: {:.0f} fJ a cycle, of it {:.0f} for the clocks of {} registers if none "
      "were "
      "gated; {} cells, {} cycles\n",
      control.cycle_fj(), control.clock_fj, control.registers, control.cells, control.cycles);
}

}  // namespace

int RunPower(const PowerOptions& options) {
  const HwConfig hw = HwConfig::FromFile(options.run.hw.empty() ? "base" : options.run.hw);
  const EnergyTable published = LoadEnergy("");
  const std::shared_ptr<PortWindows> windows = Record(options, hw);
  std::vector<BlockEnergy> blocks;
  for (size_t i = 0; i < windows->blocks().size(); ++i) {
    fmt::print(stderr, "gates of {}\n", windows->blocks()[i].name);
    blocks.push_back(MeasureBlock(*windows, i, hw, options.liberty));
  }
  fmt::print(stderr, "gates of {}\n", kFp32Array);
  blocks.push_back(MeasureFp32Array(RecordFloats(options, hw), options.liberty));
  fmt::print(stderr, "gates of control\n");
  const ControlEnergy control = ControlOfTiny(options.liberty, blocks.front().register_fj);
  fmt::print("{} on {}, {} steps; published: {}\n\n{}{}{}", options.run.config, hw.name,
             options.steps, published.name, TableOf(blocks, published, hw), CellAreas(blocks, hw),
             LineOf(control));
  if (options.out.empty()) return kExitFine;
  MakeWritableFolder(options.out);
  DerivedTableInput input;
  input.blocks = &blocks;
  input.hw = &hw;
  input.training = fmt::format("{}, {} steps", options.run.config, options.steps);
  input.library = LibraryFile(options.liberty);
  input.clock_mhz = options.clock_mhz;
  input.published = std::string(Embedded("sim/energy/horowitz_45nm.json"));
  input.control_fj = control.cycle_fj();
  input.memories = ReadFile(ShippedSramModel());
  const std::string file = options.out + "/energy.json";
  WriteFile(file, DerivedTableJson(input));
  fmt::print("\n{}: a table for --energy\n", file);
  return kExitFine;
}

}  // namespace itg
