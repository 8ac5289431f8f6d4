// SPDX-License-Identifier: Apache-2.0
#include "sim/power/block_energy.h"

#include <filesystem>
#include <utility>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/power/sta_power.h"
#include "sim/synth/mapped_netlist.h"
#include "sim/synth/work_folder.h"

namespace itg {
namespace {

constexpr double kPeriodNs = 20;  // energies do not depend on it
constexpr double kWattNsToFj = 1e6;

NetRates Rates(const BlockActivity& activity) {
  NetRates rates;
  for (const uint64_t toggles : activity.toggles) {
    rates.push_back(activity.cycles == 0
                        ? 0.0
                        : static_cast<double>(toggles) / static_cast<double>(activity.cycles));
  }
  return rates;
}

void CheckOutputs(const BlockActivity& activity, const std::string& block, Phase phase) {
  if (activity.differences == 0 && activity.compared != 0) return;
  throw Error("the gates of " + block + ", " + Name(phase) + ": " +
              std::to_string(activity.differences) + " of " + std::to_string(activity.compared) +
              " bits of outputs are not those of the RTL");
}

}  // namespace

void ChargePhases(const GateNetlist& netlist, const Liberty& library,
                  std::array<std::optional<BlockActivity>, kPhaseCount> activities,
                  BlockEnergy* energy) {
  energy->registers = CountRegisters(netlist, library);
  const std::string clock = netlist.ports.count("clk_i") != 0 ? "clk_i" : "";
  std::vector<NetRates> rates = {NetRates(static_cast<size_t>(netlist.nets), 0.0)};
  std::vector<size_t> phases;
  for (size_t i = 0; i < activities.size(); ++i) {
    if (!activities[i] || activities[i]->events == 0) continue;
    CheckOutputs(*activities[i], energy->block, static_cast<Phase>(i));
    rates.push_back(Rates(*activities[i]));
    phases.push_back(i);
    activities[i]->toggles.clear();
    energy->phases[i] = PhaseEnergy{std::move(*activities[i]), 0};
  }
  const WorkFolder work(std::filesystem::temp_directory_path().string());
  const std::vector<CellPower> powers =
      MeasurePower(FindSynthTools(), netlist, rates, {&library, kPeriodNs, clock, work.path()});
  const double idle_fj = powers[0].dynamic() * kPeriodNs * kWattNsToFj;
  if (energy->registers != 0) {
    energy->register_fj = idle_fj / static_cast<double>(energy->registers) + ClockPinFj(library);
  }
  for (size_t i = 0; i < phases.size(); ++i) {
    PhaseEnergy& phase = *energy->phases[phases[i]];
    const double cycle_fj = powers[i + 1].dynamic() * kPeriodNs * kWattNsToFj - idle_fj +
                            InputEnergy(netlist, library, rates[i + 1], clock);
    phase.event_fj = cycle_fj * static_cast<double>(phase.activity.cycles) /
                     static_cast<double>(phase.activity.events);
  }
}

BlockEnergy MeasureBlock(const PortWindows& windows, size_t block, const HwConfig& hw,
                         const std::string& liberty) {
  const Corner corner(windows.blocks()[block], hw);
  MapRequest request;
  request.module = corner.block().module;
  request.parameters = corner.parameters();
  request.liberty = liberty;
  request.blocks = hw.blocks;
  const MappedNetlist mapped = MapModule(request);
  const std::string file = LibraryFile(liberty);
  const Liberty library = Liberty::Read(file);
  const GateLibrary functions = MakeGateLibrary(library);
  const GateNetlist netlist =
      GateNetlist::FromJson(ReadFile(mapped.json), mapped.module, mapped.json);

  BlockEnergy energy;
  energy.block = corner.block().name;
  energy.cells = mapped.count;
  energy.leakage_w = mapped.leakage_w;
  energy.area_um2 = mapped.area_um2;
  std::array<std::optional<BlockActivity>, kPhaseCount> activities;
  for (size_t i = 0; i < activities.size(); ++i) {
    const std::vector<PortWindow>& recorded = windows.Of(block, static_cast<Phase>(i));
    if (!recorded.empty()) activities[i] = Replay(netlist, functions, corner, recorded);
  }
  ChargePhases(netlist, library, std::move(activities), &energy);
  return energy;
}

}  // namespace itg
