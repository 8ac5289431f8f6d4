// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_library.h"

#include <optional>

#include "model/error.h"
#include "sim/synth/liberty_text.h"

namespace itg {
namespace {

GateFunction Function(const LibertyGroup& group, const char* attribute, const std::string& where) {
  const std::string* const text = group.Find(attribute);
  if (text == nullptr) throw Error(where + ": needs " + attribute);
  return ParseGateFunction(*text, where + ": " + attribute);
}

// Nothing: an asynchronous set or clear.
std::optional<GateRegister> Register(const LibertyGroup& group, const std::string& where) {
  if (group.Find("clear") != nullptr || group.Find("preset") != nullptr) return std::nullopt;
  GateRegister r;
  r.latch = group.kind == "latch";
  r.clock = Function(group, r.latch ? "enable" : "clocked_on", where);
  r.data = Function(group, r.latch ? "data_in" : "next_state", where);
  if (group.arguments.size() != 2) throw Error(where + ": expected two names of its state");
  r.state = group.arguments[0];
  r.inverted = group.arguments[1];
  return r;
}

std::optional<GateCell> Cell(const LibertyGroup& group, const std::string& where) {
  GateCell cell;
  for (const LibertyGroup& part : group.groups) {
    if (part.kind == "ff" || part.kind == "latch") {
      std::optional<GateRegister> r = Register(part, where);
      if (!r || !cell.registers.empty()) return std::nullopt;
      cell.registers.push_back(*r);
    }
    const std::string* const direction = part.Find("direction");
    if (part.kind != "pin" || direction == nullptr || *direction != "output") continue;
    const std::string* const function = part.Find("function");
    if (function == nullptr || part.Find("three_state") != nullptr) return std::nullopt;
    for (const std::string& pin : part.arguments) {
      cell.outputs[pin] = ParseGateFunction(*function, where + ": " + pin);
    }
  }
  return cell;
}

}  // namespace

GateLibrary ReadGateLibrary(const std::string& text, const std::string& source) {
  GateLibrary library;
  for (const LibertyGroup& group : ParseLiberty(text, source).groups) {
    if (group.kind != "cell" || group.arguments.empty()) continue;
    const std::string& name = group.arguments[0];
    const std::optional<GateCell> cell = Cell(group, source + ": cell " + name);
    if (cell) library[name] = *cell;
  }
  if (library.empty()) throw Error(source + ": no cell whose function is known");
  return library;
}

}  // namespace itg
