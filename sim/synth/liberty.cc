// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/liberty.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/synth/boolean_function.h"
#include "sim/synth/liberty_text.h"

namespace itg {
namespace {

// Reads values, and names the file, the line of their group and themselves when they are wrong.
class Reader {
 public:
  explicit Reader(std::string source) : source_(std::move(source)) {}

  [[noreturn]] void Refuse(const LibertyGroup& group, const std::string& what) const {
    throw Error(source_ + ":" + std::to_string(group.line) + ": " + what);
  }

  double Number(const LibertyGroup& group, const std::string& name, double otherwise) const {
    const std::string* const text = group.Find(name);
    return text == nullptr ? otherwise : NumberOf(group, name, *text);
  }

  double NumberOf(const LibertyGroup& group, const std::string& name,
                  const std::string& text) const {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end != '\0' || !std::isfinite(value)) {
      Refuse(group, name + " = \"" + text + "\": expected a number");
    }
    return value;
  }

  // "1ns", "10pW": a number and a unit that ends in `base`.
  double Unit(const LibertyGroup& group, const std::string& name, const std::string& base,
              double otherwise) const {
    const std::string* const text = group.Find(name);
    if (text == nullptr) return otherwise;
    char* end = nullptr;
    const double value = std::strtod(text->c_str(), &end);
    const double scale = Scale(end, base);
    if (end == text->c_str() || scale <= 0 || !(value > 0)) {
      Refuse(group, name + " = \"" + *text + "\": expected a number and a unit, as 1n" + base);
    }
    return value * scale;
  }

  // capacitive_load_unit (1, pf)
  double CapacitanceUnit(const LibertyGroup& group) const {
    const LibertyAttribute* const unit = group.FindAttribute("capacitive_load_unit");
    if (unit == nullptr) return 1e-12;
    std::string word = unit->values.size() == 2 ? unit->values[1] : "";
    std::transform(word.begin(), word.end(), word.begin(), [](char c) {
      return static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    });
    const double scale = Scale(word.c_str(), "f");
    if (scale <= 0) Refuse(group, "capacitive_load_unit: expected a number and pf or ff");
    return NumberOf(group, "capacitive_load_unit", unit->values[0]) * scale;
  }

  const std::string& NameOf(const LibertyGroup& group) const {
    if (group.arguments.empty()) Refuse(group, group.kind + " without a name");
    return group.arguments[0];
  }

  // The text of a function, which must be one.
  std::string Function(const LibertyGroup& group, const std::string& name) const {
    const std::string* const text = group.Find(name);
    if (text == nullptr) return "";
    try {
      const BooleanFunction parsed(*text);
    } catch (const Error& error) {
      Refuse(group, name + " = " + error.what());
    }
    return *text;
  }

 private:
  static double Scale(const std::string& unit, const std::string& base) {
    static const std::pair<const char*, double> kPrefixes[] = {
        {"", 1}, {"m", 1e-3}, {"u", 1e-6}, {"n", 1e-9}, {"p", 1e-12}, {"f", 1e-15}};
    for (const auto& [prefix, scale] : kPrefixes) {
      if (unit == prefix + base) return scale;
    }
    return 0;
  }

  std::string source_;
};

LibertyPin ReadPin(const Reader& reader, const LibertyGroup& group, const std::string& name,
                   double capacitance_unit) {
  LibertyPin pin;
  pin.name = name;
  const std::string* const direction = group.Find("direction");
  const std::string word = direction == nullptr ? "input" : *direction;
  using Direction = LibertyPin::Direction;
  if (word == "output") pin.direction = Direction::kOutput;
  if (word == "inout") pin.direction = Direction::kInout;
  if (word == "internal") pin.direction = Direction::kInternal;
  pin.capacitance = reader.Number(group, "capacitance", 0) * capacitance_unit;
  const std::string* const clock = group.Find("clock");
  pin.is_clock = clock != nullptr && *clock == "true";
  pin.function = reader.Function(group, "function");
  pin.three_state = reader.Function(group, "three_state");
  return pin;
}

LibertyState ReadState(const Reader& reader, const LibertyGroup& group) {
  LibertyState state;
  state.is_latch = group.kind == "latch";
  state.q = reader.NameOf(group);
  if (group.arguments.size() > 1) state.qn = group.arguments[1];
  state.clocked_on = reader.Function(group, state.is_latch ? "enable" : "clocked_on");
  state.next_state = reader.Function(group, state.is_latch ? "data_in" : "next_state");
  state.clear = reader.Function(group, "clear");
  state.preset = reader.Function(group, "preset");
  return state;
}

LibertyCell ReadCell(const Reader& reader, const LibertyGroup& group, double capacitance_unit,
                     double leakage_unit) {
  LibertyCell cell;
  cell.name = reader.NameOf(group);
  cell.area = reader.Number(group, "area", 0);
  cell.leakage = reader.Number(group, "cell_leakage_power", 0) * leakage_unit;
  const std::string* const dont_use = group.Find("dont_use");
  cell.dont_use = dont_use != nullptr && *dont_use == "true";
  for (const LibertyGroup& part : group.groups) {
    if (part.kind == "ff" || part.kind == "latch") cell.state = ReadState(reader, part);
    if (part.kind != "pin") continue;
    reader.NameOf(part);
    for (const std::string& name : part.arguments) {  // pin (A, B): two alike
      cell.pins.push_back(ReadPin(reader, part, name, capacitance_unit));
    }
  }
  return cell;
}

// The one driven output of a cell of gates; nullptr when it has none or several.
const LibertyPin* OneOutput(const LibertyCell& cell) {
  const LibertyPin* output = nullptr;
  for (const LibertyPin& pin : cell.pins) {
    if (pin.direction == LibertyPin::Direction::kInput) continue;
    if (output != nullptr || pin.function.empty() || !pin.three_state.empty()) return nullptr;
    output = &pin;
  }
  return output;
}

bool IsGate(const LibertyCell& cell, const std::string& function) {
  const LibertyPin* const output = OneOutput(cell);
  if (cell.state.has_value() || cell.dont_use || output == nullptr) return false;
  return BooleanFunction(output->function).IsPermutationOf(BooleanFunction(function));
}

bool IsInput(const LibertyCell& cell, const std::string& function) {
  if (function.empty()) return false;
  const BooleanFunction parsed(function);
  if (parsed.inputs().size() != 1 || !parsed.IsPermutationOf(BooleanFunction("A"))) return false;
  const LibertyPin* const pin = cell.Find(parsed.inputs()[0]);
  return pin != nullptr && pin->direction == LibertyPin::Direction::kInput;
}

// A plain flip-flop on a rising edge, or a plain latch that is open while its enable is high.
bool IsPlainState(const LibertyCell& cell, bool latch) {
  if (!cell.state.has_value() || cell.dont_use || cell.state->is_latch != latch) return false;
  const LibertyState& state = *cell.state;
  if (!state.clear.empty() || !state.preset.empty()) return false;
  if (!IsInput(cell, state.clocked_on) || !IsInput(cell, state.next_state)) return false;
  return std::any_of(cell.pins.begin(), cell.pins.end(), [&state](const LibertyPin& pin) {
    return !pin.function.empty() && BooleanFunction(pin.function).inputs()[0] == state.q &&
           BooleanFunction(pin.function).IsPermutationOf(BooleanFunction("A"));
  });
}

template <typename Predicate>
std::string Smallest(const Liberty& library, const std::string& kind, Predicate is) {
  const LibertyCell* smallest = nullptr;
  for (const LibertyCell& cell : library.cells) {
    if (is(cell) && (smallest == nullptr || cell.area < smallest->area)) smallest = &cell;
  }
  if (smallest == nullptr) {
    throw Error(library.source + ": library \"" + library.name + "\" has no " + kind +
                ", which every design here needs");
  }
  return smallest->name;
}

void FindKinds(Liberty* library) {
  library->inverter =
      Smallest(*library, "inverter", [](const LibertyCell& cell) { return IsGate(cell, "!A"); });
  library->nand_or_nor = Smallest(
      *library, "NAND or NOR of two inputs",
      [](const LibertyCell& cell) { return IsGate(cell, "!(A B)") || IsGate(cell, "!(A+B)"); });
  library->flip_flop =
      Smallest(*library, "D flip-flop on a rising clock edge without clear and preset",
               [](const LibertyCell& cell) { return IsPlainState(cell, false); });
  library->latch = Smallest(*library, "transparent latch, open while its enable is high",
                            [](const LibertyCell& cell) { return IsPlainState(cell, true); });
}

}  // namespace

const LibertyPin* LibertyCell::Find(const std::string& pin) const {
  const auto found =
      std::find_if(pins.begin(), pins.end(), [&pin](const LibertyPin& p) { return p.name == pin; });
  return found == pins.end() ? nullptr : &*found;
}

const LibertyCell* Liberty::Find(const std::string& cell) const {
  const auto found = std::find_if(cells.begin(), cells.end(),
                                  [&cell](const LibertyCell& c) { return c.name == cell; });
  return found == cells.end() ? nullptr : &*found;
}

Liberty Liberty::FromText(const std::string& text, const std::string& source) {
  const LibertyGroup root = ParseLiberty(text, source);
  const Reader reader(source);
  if (root.kind != "library") reader.Refuse(root, "a library should begin here: library (name) {");
  Liberty library;
  library.name = reader.NameOf(root);
  library.source = source;
  library.voltage = reader.Number(root, "nom_voltage", 0);
  library.temperature = reader.Number(root, "nom_temperature", library.temperature);
  library.time_unit = reader.Unit(root, "time_unit", "s", library.time_unit);
  library.capacitance_unit = reader.CapacitanceUnit(root);
  const double leakage_unit = reader.Unit(root, "leakage_power_unit", "W", 1e-9);
  if (!(library.voltage > 0)) reader.Refuse(root, "nom_voltage: expected a positive number");
  for (const LibertyGroup& group : root.groups) {
    if (group.kind != "cell") continue;
    library.cells.push_back(ReadCell(reader, group, library.capacitance_unit, leakage_unit));
  }
  FindKinds(&library);
  return library;
}

Liberty Liberty::Read(const std::string& file) { return FromText(ReadFile(file), file); }

}  // namespace itg
