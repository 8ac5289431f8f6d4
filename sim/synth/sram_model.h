// SPDX-License-Identifier: Apache-2.0
//
// Memories (itg_sram) as macros: their area, time and energy from a model whose constants, each
// with its source, are in sim/synth/sram_180nm.json.
//
// A memory of `words` x `bits` is folded: 2^m words share a row, m as small as brings the rows to
// at most as many as the height of the columns allows for a square, and never more than most_rows
// to a subarray. With rows r, columns c = bits 2^m and s subarrays:
//
//   height   = r cell_height + column_periphery        cell_height = sqrt(cell / cell_aspect)
//   width    = c cell_width + row_periphery            cell_width  = cell / cell_height
//   area     = s (height width + control_area)
//   access   = log2(words) decoder_delay + c word_line_delay
//              + r bit_line_capacitance read_swing / read_current + sense_delay
//              + log2(s) subarray_delay
//   read     = c (word_line_capacitance V^2 + r bit_line_capacitance V read_swing)
//              + bits sense_energy + log2(words) decoder_energy
//   write    = c word_line_capacitance V^2 + bits r bit_line_capacitance V^2
//              + log2(words) decoder_energy
//   leakage  = words bits cell_leakage

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

// sim/synth/sram_180nm.json of ShareDir().
std::string ShippedSramModel();

struct SramModel {
  std::string name;
  std::string technology;
  double voltage = 0;  // V
  double cell_6t = 0;  // um2
  double cell_8t_over_6t = 0;
  double cell_aspect = 0;
  double most_rows = 0;
  double row_periphery = 0;          // um
  double column_periphery = 0;       // um
  double control_area = 0;           // um2
  double bit_line_capacitance = 0;   // fF
  double word_line_capacitance = 0;  // fF
  double read_current = 0;           // uA
  double read_swing = 0;             // V
  double decoder_delay = 0;          // ns
  double word_line_delay = 0;        // ns
  double sense_delay = 0;            // ns
  double subarray_delay = 0;         // ns
  double setup = 0;                  // ns
  double input_capacitance = 0;      // fF
  double sense_energy = 0;           // fJ
  double decoder_energy = 0;         // fJ
  double cell_leakage = 0;           // nW

  // Throws Error naming `source`: a key that is missing or unknown, a constant without a source.
  static SramModel FromJson(const std::string& text, const std::string& source);
  static SramModel Shipped();
};

struct Sram {
  int64_t words = 0;
  int64_t bits = 0;

  int64_t rows = 0;     // of a subarray
  int64_t columns = 0;  // of each subarray
  int64_t subarrays = 0;
  double area_um2 = 0;
  double access_ns = 0;
  double read_pj = 0;  // an access of all bits
  double write_pj = 0;
  double leakage_w = 0;
};

Sram ModelSram(const SramModel& model, int64_t words, int64_t bits);

// A memory under the name it has in a netlist.
struct SramMacro {
  std::string name;
  Sram sram;
};

// A Liberty library of these: with the ports of itg_sram, its reads in one cycle.
std::string SramLiberty(const SramModel& model, const std::vector<SramMacro>& macros);

}  // namespace itg
