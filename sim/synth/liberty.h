// SPDX-License-Identifier: Apache-2.0
//
// What mapping, timing and power need to know of a standard-cell library (Liberty, *.lib), in SI
// units but for areas. Delays stay with the tools that read the file themselves.

#pragma once

#include <optional>
#include <string>
#include <vector>

namespace itg {

struct LibertyPin {
  enum class Direction { kInput, kOutput, kInout, kInternal };

  std::string name;
  Direction direction = Direction::kInput;
  double capacitance = 0;  // farads
  bool is_clock = false;
  std::string function;     // of an output: a BooleanFunction of inputs and of state; else empty
  std::string three_state;  // when it does not drive; else empty
};

// A flip-flop (clocked_on, next_state) or a latch (enable, data_in); functions of inputs.
struct LibertyState {
  bool is_latch = false;
  std::string q;           // names that functions of outputs use
  std::string qn;          // its inverse
  std::string clocked_on;  // or enable
  std::string next_state;  // or data_in
  std::string clear;       // empty: none
  std::string preset;
};

struct LibertyCell {
  std::string name;
  double area = 0;     // um2
  double leakage = 0;  // watts
  bool dont_use = false;
  std::vector<LibertyPin> pins;
  std::optional<LibertyState> state;

  const LibertyPin* Find(const std::string& pin) const;
};

struct Liberty {
  std::string name;
  std::string source;  // the file
  double voltage = 0;
  double temperature = 25;  // degrees Celsius
  double time_unit = 1e-9;  // seconds
  double capacitance_unit = 1e-12;
  std::vector<LibertyCell> cells;

  // What a design of this project cannot be made without: the smallest cell of each kind.
  std::string inverter;
  std::string nand_or_nor;
  std::string flip_flop;  // D to Q on a rising edge, without clear and preset
  std::string latch;      // transparent while its enable is high

  // Throws Error naming the file, and the line of a fault, the unit that is not understood or the
  // kind of cell that is missing.
  static Liberty Read(const std::string& file);
  static Liberty FromText(const std::string& text, const std::string& source);

  const LibertyCell* Find(const std::string& cell) const;
};

}  // namespace itg
