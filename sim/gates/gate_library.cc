// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_library.h"

#include <optional>

namespace itg {
namespace {

std::optional<GateCell> Cell(const LibertyCell& from) {
  GateCell cell;
  if (from.state) {
    const LibertyState& state = *from.state;
    if (!state.clear.empty() || !state.preset.empty()) return std::nullopt;
    cell.registers.push_back({state.is_latch, BooleanFunction(state.clocked_on),
                              BooleanFunction(state.next_state), state.q, state.qn});
  }
  for (const LibertyPin& pin : from.pins) {
    if (pin.direction != LibertyPin::Direction::kOutput) continue;
    if (pin.function.empty() || !pin.three_state.empty()) return std::nullopt;
    cell.outputs.emplace(pin.name, BooleanFunction(pin.function));
  }
  return cell;
}

}  // namespace

GateLibrary MakeGateLibrary(const Liberty& liberty) {
  GateLibrary library;
  for (const LibertyCell& from : liberty.cells) {
    const std::optional<GateCell> cell = Cell(from);
    if (cell) library[from.name] = *cell;
  }
  return library;
}

}  // namespace itg
