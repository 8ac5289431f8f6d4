// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/flow.h"

#include <algorithm>

#include "model/error.h"
#include "sim/synth/boolean_function.h"

namespace itg {
namespace {

double InputCapacitance(const LibertyCell& cell) {
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInput) return pin.capacitance;
  }
  return 0;
}

// The smallest inverter with at least `times` the input capacitance of the smallest of all; the
// largest when none has.
const LibertyCell& Driver(const Liberty& library, double times) {
  const BooleanFunction inverter("!A");
  const double wanted = times * InputCapacitance(*library.Find(library.inverter));
  const LibertyCell* best = library.Find(library.inverter);
  for (const LibertyCell& cell : library.cells) {
    if (cell.dont_use || cell.state.has_value() || cell.pins.size() < 2) continue;
    const auto output = std::find_if(cell.pins.begin(), cell.pins.end(), [](const LibertyPin& p) {
      return !p.function.empty() && p.three_state.empty();
    });
    if (output == cell.pins.end()) continue;
    if (!BooleanFunction(output->function).IsPermutationOf(inverter)) continue;
    const double drive = InputCapacitance(cell);
    const double now = InputCapacitance(*best);
    if (now < wanted ? drive > now : drive >= wanted && drive < now) best = &cell;
  }
  return *best;
}

// The pin that shows the state as it is.
std::string OutputOfState(const LibertyCell& cell) {
  for (const LibertyPin& pin : cell.pins) {
    if (pin.function.empty()) continue;
    const BooleanFunction function(pin.function);
    if (function.inputs()[0] == cell.state->q && function.IsPermutationOf(BooleanFunction("A"))) {
      return pin.name;
    }
  }
  throw Error("cell " + cell.name + ": no output shows its state");  // Liberty::Read has seen one
}

}  // namespace

std::string AbcConstraints(const Liberty& library) {
  constexpr double kDriver = 4;
  constexpr double kLoads = 3;
  const double load = kLoads * InputCapacitance(*library.Find(library.inverter)) * 1e15;  // in fF
  return "set_driving_cell " + Driver(library, kDriver).name + "\nset_load " +
         std::to_string(load) + " [all_outputs]\n";
}

std::string LatchMap(const Liberty& library) {
  const LibertyCell& latch = *library.Find(library.latch);
  const LibertyState& state = *latch.state;
  const std::string ports = "." + BooleanFunction(state.next_state).inputs()[0] + "(D), ." +
                            OutputOfState(latch) + "(Q), ." +
                            BooleanFunction(state.clocked_on).inputs()[0];
  const std::string head =
      " (input E, input D, output Q);\n  wire N;\n  \\$_NOT_ n (.A(E), .Y(N));\n  " + latch.name +
      " cell (" + ports;
  return "module \\$_DLATCH_P_" + head + "(E));\nendmodule\n" +  //
         "module \\$_DLATCH_N_" + head + "(N));\nendmodule\n";
}

std::string MapScript(const std::string& top, const std::vector<std::string>& kept,
                      const Liberty& library) {
  const std::string file = "\"" + library.source + "\"";
  std::string script = "read_rtlil block.il\n";
  for (const std::string& module : kept) script += "blackbox " + module + "\n";
  script += "hierarchy -check -top " + top + "\n";
  // Without alumacc: it would merge a product with the sum behind it and extend every partial
  // product to the sum's width, which makes a cell of the array half as large again.
  script += "synth -noalumacc -noabc -flatten -top " + top + "\n";
  script += "techmap -map latches.v\n";
  script += "read_liberty -lib -ignore_miss_func " + file + "\n";
  script += "dfflibmap -liberty " + file + "\n";
  // -D and the constraints make abc size cells and buffer nets; the goal itself is out of reach.
  script += "abc -D 1 -constr constraints -liberty " + file + "\n";
  // OpenSTA reads no concatenations and no x.
  script += "setundef -zero\nsplitnets\nopt_clean -purge\n";
  script += "check -mapped -noinit\n";
  script += "write_json netlist.json\nwrite_verilog -noattr -noexpr -nohex netlist.v\n";
  return script;
}

}  // namespace itg
