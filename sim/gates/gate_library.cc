// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_library.h"

#include <optional>

namespace itg {
namespace {

std::optional<GateCell> Cell(const LibertyCell& from, const std::string& where) {
  GateCell cell;
  if (from.state) {
    const LibertyState& state = *from.state;
    if (!state.clear.empty() || !state.preset.empty()) return std::nullopt;
    cell.registers.push_back({state.is_latch, ParseGateFunction(state.clocked_on, where),
                              ParseGateFunction(state.next_state, where), state.q, state.qn});
  }
  for (const LibertyPin& pin : from.pins) {
    if (pin.direction != LibertyPin::Direction::kOutput) continue;
    if (pin.function.empty() || !pin.three_state.empty()) return std::nullopt;
    cell.outputs[pin.name] = ParseGateFunction(pin.function, where + ": " + pin.name);
  }
  return cell;
}

}  // namespace

GateLibrary MakeGateLibrary(const Liberty& liberty) {
  GateLibrary library;
  for (const LibertyCell& from : liberty.cells) {
    const std::optional<GateCell> cell = Cell(from, liberty.source + ": cell " + from.name);
    if (cell) library[from.name] = *cell;
  }
  return library;
}

}  // namespace itg
