// SPDX-License-Identifier: Apache-2.0
#include "sim/power/control_energy.h"

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "model/error.h"
#include "sim/gates/gate_accelerator.h"
#include "sim/gates/gate_composition.h"
#include "sim/power/block_energy.h"
#include "sim/power/sta_power.h"
#include "sim/synth/work_folder.h"

namespace itg {
namespace {

constexpr double kPeriodNs = 50;  // energies do not depend on it
constexpr double kWattNsToFj = 1e6;

// Instances of the blocks that are control.
constexpr const char* kControl[] = {"u_sequencer/", "u_check/",     "u_events/",
                                    "u_loader/",    "u_feeder/",    "u_axi_read/",
                                    "u_axi_write/", "u_registers/", "u_queue/"};

bool IsControl(const std::string& cell) {
  return std::any_of(std::begin(kControl), std::end(kControl), [&cell](const char* instance) {
    return cell.find(instance) != std::string::npos;
  });
}

// The control's cells alone; what others drive are its inputs.
GateNetlist ControlOf(const GateNetlist& whole, const Liberty& library) {
  GateNetlist control;
  control.source = whole.source + ": control";
  control.nets = whole.nets;
  const int clock = whole.Port("clk_i").at(0);
  std::set<int> driven, used;
  for (const NetlistCell& cell : whole.cells) {
    const LibertyCell* const kind = library.Find(cell.type);
    if (kind == nullptr || !IsControl(cell.name)) continue;
    for (const auto& [pin, nets] : cell.pins) {
      const LibertyPin* const port = kind->Find(pin);
      if (port == nullptr) throw Error(whole.source + ": " + cell.type + " has no pin " + pin);
      const bool drives = port->direction == LibertyPin::Direction::kOutput;
      (drives ? driven : used).insert(nets.begin(), nets.end());
    }
    control.cells.push_back(cell);
  }
  control.ports["clk_i"] = {true, {clock}};
  NetlistPort inputs{true, {}};
  for (const int net : used) {
    if (net >= 2 && net != clock && driven.count(net) == 0) inputs.nets.push_back(net);
  }
  control.ports["in"] = std::move(inputs);
  return control;
}

double LeakageOf(const GateNetlist& netlist, const Liberty& library) {
  double leakage = 0;
  for (const NetlistCell& cell : netlist.cells) leakage += library.Find(cell.type)->leakage;
  return leakage;
}

}  // namespace

ControlEnergy MeasureControl(const HwConfig& hw, const std::string& liberty, double register_fj,
                             const std::function<void(Machine*)>& execute) {
  SynthesisOptions synthesis;
  synthesis.liberty = liberty;
  const GateNetlist whole = GatesOf(Synthesise(hw, synthesis, [](const std::string&) {}));
  const Liberty library = Liberty::Read(LibraryFile(liberty));
  std::unique_ptr<GateRunner> runner = MakeGateRunner(hw, whole, MakeGateLibrary(library));
  GateAccelerator& gates = runner->accelerator();
  gates.counts = true;
  const std::unique_ptr<Machine> machine = MakeRtlMachine(hw, {}, "gates", std::move(runner));
  execute(machine.get());

  const GateNetlist control = ControlOf(whole, library);
  NetRates rates;
  for (int net = 0; net < whole.nets; ++net) {
    rates.push_back(static_cast<double>(gates.simulation().toggles(net)) /
                    static_cast<double>(gates.counted));
  }
  const WorkFolder work(std::filesystem::temp_directory_path().string());
  const std::vector<CellPower> powers =
      MeasurePower(FindSynthTools(), control, {NetRates(rates.size(), 0.0), rates},
                   {&library, kPeriodNs, "clk_i", work.path()});
  const double idle_fj = powers[0].dynamic() * kPeriodNs * kWattNsToFj;
  ControlEnergy energy;
  energy.cells = static_cast<int64_t>(control.cells.size());
  energy.registers = CountRegisters(control, library);
  energy.cycles = gates.counted;
  energy.data_fj = powers[1].dynamic() * kPeriodNs * kWattNsToFj - idle_fj +
                   InputEnergy(control, library, rates, "clk_i");
  // Not idle_fj: gated clocks lead to thousands of registers without a tree, and a slope as gentle
  // as theirs would cost each of them a hundred times what it takes.
  energy.clock_fj = static_cast<double>(energy.registers) * register_fj;
  energy.leakage_w = LeakageOf(control, library);
  return energy;
}

}  // namespace itg
