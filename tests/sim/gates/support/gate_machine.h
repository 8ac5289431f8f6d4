// SPDX-License-Identifier: Apache-2.0
//
// An accelerator as gates of a library, and copies of it in 63 lanes with a fault each.

#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/cycle/cycle_machine.h"
#include "sim/gates/gate_accelerator.h"
#include "sim/gates/gate_composition.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/synth/synth_tools.h"

namespace itg {

struct GateMachine {
  explicit GateMachine(const HwConfig& config)
      : hw(config),
        netlist(GatesOf(Synthesise(hw, {}, [](const std::string&) {}))),
        library(MakeGateLibrary(Liberty::Read(LibraryFile("")))) {}

  // Long enough for each command of the tests; a broken gate can stop it for ever.
  static constexpr uint64_t kWatchdog = 100'000;

  // `runner` empty: makes one. It becomes the machine's.
  std::unique_ptr<Machine> Make(std::unique_ptr<GateRunner> runner = nullptr) const {
    if (runner == nullptr) runner = MakeGateRunner(hw, netlist, library);
    RtlOptions options;
    options.watchdog_cycles = kWatchdog;
    return MakeRtlMachine(hw, options, "gates", std::move(runner));
  }

  // What the gates have to equal: golden's bits, the RTL's cycles and counters.
  std::unique_ptr<Machine> Expected() const { return MakeCycleMachine(hw, MakeGoldenMachine()); }

  // Cells below a part of the hierarchy that drive something.
  std::vector<size_t> CellsOf(const std::string& path) const {
    std::vector<size_t> cells;
    for (size_t i = 0; i < netlist.cells.size(); ++i) {
      const NetlistCell& cell = netlist.cells[i];
      const bool is_gate = library.count(cell.type) != 0;
      if (is_gate && cell.name.find(path) != std::string::npos) cells.push_back(i);
    }
    return cells;
  }

  HwConfig hw;
  GateNetlist netlist;
  GateLibrary library;
};

inline constexpr size_t kFaults = 63;  // lane 0 has none

// The output of a cell is always 0 or always 1, from the end of the reset on.
struct StuckOutput {
  size_t cell;
  bool value;
};

// Takes the outputs through gates that do nothing until Break() tells them.
class StuckOutputs {
 public:
  StuckOutputs(const std::vector<StuckOutput>& faults, const GateMachine& machine)
      : faults_(faults), netlist_(machine.netlist) {
    if (faults.size() > kFaults) throw Error("more faults than lanes");
    for (const StuckOutput& fault : faults) Insert(fault, machine.library);
  }

  const GateNetlist& netlist() const { return netlist_; }

  // Fault i into lane i + 1.
  void Break(GateSimulation* simulation) const {
    for (size_t i = 0; i < faults_.size(); ++i) {
      simulation->Set(switches_[i], uint64_t{1} << (i + 1));
    }
  }

 private:
  // Behind the output: a NAND or a NOR with a constant-until-broken input, and an inverter.
  void Insert(const StuckOutput& fault, const GateLibrary& library) {
    const std::string& type = netlist_.cells[fault.cell].type;
    const std::string pin = library.at(type).outputs.begin()->first;
    int& place = netlist_.cells[fault.cell].pins.at(pin).at(0);
    const int net = place;
    const int raw = netlist_.nets++, middle = netlist_.nets++, on = netlist_.nets++;
    place = raw;
    switches_.push_back(on);
    if (fault.value) {  // raw OR on
      netlist_.cells.push_back({"f", "NOR2X1", {{"A", {raw}}, {"B", {on}}, {"Y", {middle}}}});
    } else {  // raw AND NOT on
      const int off = netlist_.nets++;
      netlist_.cells.push_back({"f", "INVX1", {{"A", {on}}, {"Y", {off}}}});
      netlist_.cells.push_back({"f", "NAND2X1", {{"A", {raw}}, {"B", {off}}, {"Y", {middle}}}});
    }
    netlist_.cells.push_back({"f", "INVX1", {{"A", {middle}}, {"Y", {net}}}});
  }

  std::vector<StuckOutput> faults_;
  GateNetlist netlist_;
  std::vector<int> switches_;
};

}  // namespace itg
