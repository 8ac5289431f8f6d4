// SPDX-License-Identifier: Apache-2.0
#include "sim/power/sta_power.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "model/error.h"
#include "sim/synth/boolean_function.h"

namespace itg {
namespace {

constexpr const char* kClock = "ck";

std::string NetName(int net) {
  return net < 2 ? fmt::format("1'b{}", net) : fmt::format("n{}", net);
}

// Pins of the library's flip-flop.
struct FlopPins {
  explicit FlopPins(const LibertyCell& cell) : name(cell.name) {
    data = BooleanFunction(cell.state->next_state).inputs().at(0);
    clock = BooleanFunction(cell.state->clocked_on).inputs().at(0);
    for (const LibertyPin& pin : cell.pins) {
      if (pin.function.empty()) continue;
      const BooleanFunction function(pin.function);
      if (function.inputs().at(0) == cell.state->q) output = pin.name;
    }
  }
  std::string name, data, clock, output;
};

void AddInput(int net, const FlopPins& flop, const std::string& clock, std::string* body) {
  *body += fmt::format("input p{0};\nwire n{0};\n{1} i{0} (.{2}(p{0}), .{3}({4}), .{5}(n{0}));\n",
                       net, flop.name, flop.data, flop.clock, clock, flop.output);
}

std::string Structure(const GateNetlist& netlist, const Liberty& liberty, int clock) {
  const FlopPins flop(*liberty.Find(liberty.flip_flop));
  std::string head = kClock, body = std::string("input ") + kClock + ";\n";
  std::vector<bool> declared(static_cast<size_t>(netlist.nets), false);
  if (clock >= 2) {
    declared[static_cast<size_t>(clock)] = true;
  }
  for (const auto& [name, port] : netlist.ports) {
    for (const int net : port.nets) {
      if (net < 2 || declared[static_cast<size_t>(net)]) continue;
      declared[static_cast<size_t>(net)] = true;
      head += fmt::format(", {}{}", port.input ? "p" : "n", net);
      if (port.input) AddInput(net, flop, kClock, &body);
      if (!port.input) body += fmt::format("output n{};\n", net);
    }
  }
  for (int net = 2; net < netlist.nets; ++net) {
    if (!declared[static_cast<size_t>(net)]) body += "wire " + NetName(net) + ";\n";
  }
  for (size_t i = 0; i < netlist.cells.size(); ++i) {
    const NetlistCell& cell = netlist.cells[i];
    body += fmt::format("{} c{} (", cell.type, i);
    const char* comma = "";
    for (const auto& [pin, nets] : cell.pins) {
      if (nets.size() != 1) throw Error(netlist.source + ": cell " + cell.name + " is no gate");
      const std::string net = nets[0] == clock && clock >= 2 ? kClock : NetName(nets[0]);
      body += fmt::format("{}.{}({})", comma, pin, net);
      comma = ", ";
    }
    body += ");\n";
  }
  return "module top (" + head + ");\n" + body + "endmodule\n";
}

// Every pin of every net: setting a driver does not reach the pins that it drives.
std::string PinRates(const GateNetlist& netlist, const NetRates& rates) {
  std::string text;
  for (size_t i = 0; i < netlist.cells.size(); ++i) {
    for (const auto& [pin, nets] : netlist.cells[i].pins) {
      text += fmt::format("c{} {} {:.9g}\n", i, pin, rates[static_cast<size_t>(nets[0])]);
    }
  }
  return text;
}

// The first design_power must come before any rate of a pin: it would overwrite them.
std::string Script(const PowerQuestion& question, size_t cells, size_t rates) {
  std::string text =
      "read_liberty \"" + question.liberty->source + "\"\nread_verilog power.v\nlink_design top\n";
  text +=
      fmt::format("create_clock -name clk -period {} [get_ports {}]\n", question.period_ns, kClock);
  text += R"(set_power_activity -input -activity 0 -duty 0.5
set corner [sta::cmd_corner]
sta::design_power $corner
proc rates {file} {
  set f [open $file]
  while {[gets $f line] >= 0} {
    lassign $line cell pin rate
    set p [sta::find_pin $cell/$pin]
    if {$p eq "NULL"} { puts "Error: no pin $cell/$pin"; continue }
    sta::set_power_pin_activity $p $rate 0.5
  }
  close $f
}
proc power {cells} {
  global corner
  set internal 0; set switching 0; set leakage 0
  for {set i 0} {$i < $cells} {incr i} {
    lassign [sta::instance_power [sta::find_instance c$i] $corner] a b c
    set internal [expr {$internal + $a}]
    set switching [expr {$switching + $b}]
    set leakage [expr {$leakage + $c}]
  }
  puts "ITG_POWER $internal $switching $leakage"
}
)";
  for (size_t i = 0; i < rates; ++i) {
    text += fmt::format("rates rates_{}\npower {}\n", i, cells);
  }
  return text + "puts " + kStaDone + "\nexit\n";
}

}  // namespace

std::vector<CellPower> MeasurePower(const SynthTools& tools, const GateNetlist& netlist,
                                    const std::vector<NetRates>& rates,
                                    const PowerQuestion& question) {
  const std::string& folder = question.folder;
  const int clock = question.clock.empty() ? 0 : netlist.Port(question.clock).at(0);
  WriteText(folder + "/power.v", Structure(netlist, *question.liberty, clock));
  for (size_t i = 0; i < rates.size(); ++i) {
    WriteText(folder + "/rates_" + std::to_string(i), PinRates(netlist, rates[i]));
  }
  WriteText(folder + "/power.tcl", Script(question, netlist.cells.size(), rates.size()));
  std::istringstream lines(RunSta(tools, "power.tcl", folder, folder + "/power.log"));
  std::vector<CellPower> powers;
  for (std::string line; std::getline(lines, line);) {
    CellPower power;
    std::string mark;
    std::istringstream words(line);
    if (words >> mark && mark == "ITG_POWER" &&
        words >> power.internal >> power.switching >> power.leakage) {
      powers.push_back(power);
    }
  }
  if (powers.size() != rates.size()) throw Error(folder + "/power.log: not what was asked for");
  return powers;
}

double InputEnergy(const GateNetlist& netlist, const Liberty& liberty, const NetRates& rates,
                   const std::string& clock) {
  std::vector<bool> input(static_cast<size_t>(netlist.nets), false);
  for (const auto& [name, port] : netlist.ports) {
    if (!port.input || name == clock) continue;
    for (const int net : port.nets) input[static_cast<size_t>(net)] = net >= 2;
  }
  double energy = 0;
  for (const NetlistCell& cell : netlist.cells) {
    const LibertyCell* const kind = liberty.Find(cell.type);
    for (const auto& [pin, nets] : cell.pins) {
      if (kind == nullptr || nets.size() != 1 || !input[static_cast<size_t>(nets[0])]) continue;
      const LibertyPin* const load = kind->Find(pin);
      if (load != nullptr) energy += load->capacitance * rates[static_cast<size_t>(nets[0])];
    }
  }
  return energy / 2 * liberty.voltage * liberty.voltage * 1e15;
}

double ClockPinFj(const Liberty& library) {
  const LibertyCell& flop = *library.Find(library.flip_flop);
  for (const LibertyPin& pin : flop.pins) {
    if (pin.is_clock) return pin.capacitance * library.voltage * library.voltage * 1e15;
  }
  return 0;
}

int64_t CountRegisters(const GateNetlist& netlist, const Liberty& liberty) {
  return std::count_if(netlist.cells.begin(), netlist.cells.end(), [&](const NetlistCell& cell) {
    const LibertyCell* const kind = liberty.Find(cell.type);
    return kind != nullptr && kind->state.has_value();
  });
}

}  // namespace itg
