// SPDX-License-Identifier: Apache-2.0
//
// Prints rtl/itg_pkg.sv from the command table and the descriptor layout, so that each exists once.
// A test compares its output with the committed file.

#include <cctype>
#include <iostream>
#include <string>

#include "model/program/command.h"
#include "sim/plan/descriptor.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

// "requantise_relu", "pseudo-stochastic" -> "RequantiseRelu", "PseudoStochastic"
std::string CamelCase(const std::string& name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c == '_' || c == '-') {
      upper = true;
    } else {
      out += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
      upper = false;
    }
  }
  return out;
}

void PrintConstant(const std::string& name, int bits, int value) {
  std::cout << "  localparam logic [" << bits - 1 << ":0] " << name << " = " << bits << "'d"
            << value << ";\n";
}

void PrintNumber(const std::string& name, int value) {
  std::cout << "  localparam int unsigned " << name << " = " << value << ";\n";
}

void PrintEncodings() {
  std::cout << "\n  // Commands: model/program/command.h\n";
  for (int i = 0; i < kOpcodeCount; ++i) {
    PrintConstant("Op" + CamelCase(Name(static_cast<Opcode>(i))), Info(Field::kOpcode).bits, i);
  }
  for (int i = 0; i < kPostCount; ++i) {
    PrintConstant("Post" + CamelCase(Name(static_cast<Post>(i))), Info(Field::kPost).bits, i);
  }
  std::cout << "\n  // Rounding modes: model/arith/round.h\n";
  for (int i = 0; i < kRoundingCount; ++i) {
    PrintConstant("Round" + CamelCase(Name(static_cast<Rounding>(i))), 2, i);
  }
  std::cout << "\n  // What a lane does after rounding: itg_vector\n";
  const char* lanes[] = {"LaneNone", "LaneRelu", "LaneMask", "LaneSubtract"};
  for (int i = 0; i < 4; ++i) PrintConstant(lanes[i], 2, i);
  std::cout << "\n  // Requesters of the memory's read port, the first goes first\n";
  const char* readers[] = {"ReadSequencer", "ReadLoader", "ReadX", "ReadY", "ReadSide"};
  for (int i = 0; i < 5; ++i) PrintConstant(readers[i], 3, i);
  PrintNumber("Readers", 5);
  PrintNumber("Writers", 4);
}

void PrintCounters() {
  std::cout << "\n  // Event counters and exported parameters: sim/rtl/plugin_api.h\n";
  PrintNumber("CounterW", 64);
  PrintNumber("Counters", kPluginCounters);
  for (int i = 0; i < kPluginCounters; ++i) {
    PrintNumber("Count" + CamelCase(kPluginCounterNames[i]), i);
  }
  PrintNumber("Parameters", kPluginParameters);
}

void PrintActivity() {
  std::cout << "\n  // States of the sequencer, what an observer sees: sim/rtl/plugin_api.h\n";
  for (int i = 0; i < kSequencerStates; ++i) {
    PrintConstant("State" + CamelCase(kSequencerStateNames[i]), 4, i);
  }
  PrintNumber("ActivityState", kActivityState);
  PrintNumber("ActivityEvents", kActivityEvents);
  PrintNumber("ActivityW", kActivityBits);
}

// Packed structs list the most significant bits first.
void PrintFields(Field first, Field end) {
  for (int word = Info(static_cast<Field>(static_cast<int>(end) - 1)).word;
       word >= Info(first).word; --word) {
    for (int i = static_cast<int>(end) - 1; i >= static_cast<int>(first); --i) {
      const FieldInfo info = Info(static_cast<Field>(i));
      if (info.word != word) continue;
      std::cout << "    logic " << (info.is_signed ? "signed " : "") << "[" << info.bits - 1
                << ":0] " << info.name << ";"
                << (*info.meaning != '\0' ? std::string("  // ") + info.meaning : "") << "\n";
    }
  }
}

void PrintStruct(const std::string& comment, const std::string& name, Field first, Field end) {
  std::cout << "\n  // " << comment << "\n  typedef struct packed {\n";
  PrintFields(first, end);
  std::cout << "  } " << name << ";\n";
}

void PrintCommand() {
  PrintStruct("Where an operand lies: sim/plan/descriptor.h", "nest_t", Field::kNestA,
              Field::kNestB);
  PrintStruct("Which parts of it exist", "window_t", Field::kWindow, Field::kWindowX);
  std::cout << "\n  // A command as fetched from memory\n  typedef struct packed {\n"
            << "    window_t x_window;  // of nest x\n"
            << "    window_t window;  // of nest a or b\n"
            << "    nest_t x;  // input of the second pass\n"
            << "    nest_t b;  // operands of a product\n"
            << "    nest_t a;\n";
  PrintFields(Field::kOpcode, Field::kNestA);
  std::cout << "  } cmd_t;\n";
}

// Decoded by itg_decode; the order has no meaning.
constexpr char kControl[] = R"(
  // What a command asks of the data path: itg_decode
  typedef struct packed {
    logic illegal;
    logic product;          // runs on the array
    logic a_by_row;         // K runs down the rows of a (or of b) as stored
    logic b_by_row;
    logic x_memory;         // the second pass reads its input from memory,
    logic [1:0] x_size;     // log2 of the bytes of an element there
    logic windowed;         // along the taps of nest x
    logic adds;             // x + y, operand b
    logic sums;             // the taps of a line are summed
    logic selects;          // where y is the tap's position
    logic maxes;            // the largest of the taps of a line
    logic drops;            // dropout
    logic loss;             // cross-entropy of x with the labels of operand b
    logic rounds;
    logic gradient;         // the shift comes from mu,
    logic by_four;          // or is 4
    logic [1:0] lane_op;    // Lane*
    logic reads_mask;
    logic reads_weight;
    logic master;           // it is a 16-bit master weight
    logic writes_mask;
    logic writes_index;
    logic writes_exponent;
    logic [1:0] out_size;   // log2 of the bytes of an element of the output
  } ctrl_t;

  // A run of a nest: itg_taps
  typedef struct packed {
    logic [31:0] addr;  // of its first byte, relative to the operand
    logic zero;         // outside the window: nobody reads it
    logic line_last;    // last tap of its line
    logic last;         // of all
  } run_t;

  // A tap on its way through the second pass: itg_tap_walk
  typedef struct packed {
    logic first;            // of its line
    logic exists;           // inside the image
    logic keeps;            // and counts
    logic last;             // of its line
    logic emits;            // the line is complete and has a result
    logic [7:0] position;   // in the window, in raster order
  } tap_t;
  localparam int unsigned TapW = 13;
)";

void PrintPackage() {
  std::cout << "// SPDX-License-Identifier: Apache-2.0\n"
            << "//\n"
            << "// Encodings and types that several modules share. Printed by the build target\n"
            << "// itg_print_package from the C++ tables named below: edit those.\n\n"
            << "package itg_pkg;\n\n"
            << "  // Bits of a dimension of a tensor\n";
  PrintNumber("DimW", kPluginDimBits);
  std::cout << "\n  // Of a descriptor in memory, and of the part of it that has a meaning\n";
  PrintNumber("DescriptorBytes", kDescriptorBytes);
  PrintNumber("DescriptorWords", kDescriptorWords);
  PrintEncodings();
  PrintCounters();
  PrintActivity();
  PrintCommand();
  std::cout << kControl << "\nendpackage\n";
}

}  // namespace
}  // namespace itg

int main() { itg::PrintPackage(); }
