// SPDX-License-Identifier: Apache-2.0
#include "sim/rtl/recorded_blocks.h"

#include <algorithm>

#include "model/error.h"

namespace itg {
namespace {

constexpr bool kOutput = false;

int Parameter(const ElaborationValues& parameters, const std::string& name) {
  const auto place = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const auto& parameter) { return parameter.first == name; });
  if (place == parameters.end()) throw Error("no parameter " + name + " of itg_accelerator");
  return std::stoi(place->second);
}

// $clog2
int Log2(int n) {
  int bits = 0;
  while (1 << bits < n) ++bits;
  return bits;
}

// How Verilator stores so many bits.
int StorageBytes(int bits) {
  if (bits <= 8) return 1;
  if (bits <= 16) return 2;
  if (bits <= 32) return 4;
  if (bits <= 64) return 8;
  return (bits + 31) / 32 * 4;
}

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// "(ROOT)->itg_accelerator__DOT__u_core__DOT__..."
std::string Member(const RecordedBlock& block, const std::string& name) {
  return "(ROOT)->itg_accelerator__DOT__" + Replaced(block.instance, ".", "__DOT__") + "__DOT__" +
         name;
}

}  // namespace

int RecordedPort::bytes() const { return StorageBytes(bits); }
int RecordedState::bytes() const { return words * StorageBytes(bits); }

int RecordedBlock::sample_bytes() const {
  int sum = 0;
  for (const RecordedPort& port : ports) sum += port.bytes();
  return sum;
}

int RecordedBlock::state_bytes() const {
  int sum = 0;
  for (const RecordedState& state : states) sum += state.bytes();
  return sum;
}

std::vector<RecordedBlock> RecordedBlocks(const ElaborationValues& parameters) {
  const auto value = [&](const char* name) { return Parameter(parameters, name); };
  const int rows = value("Rows"), cols = value("Cols"), acc = value("AccW");
  const int out = value("OutW"), word = cols * acc;
  const int rounded = value("Masters") != 0 ? 16 : out;
  const std::string post = "u_core.u_datapath.u_second_pass.u_post.";
  return {
      {"mac_array",
       "itg_mac_array",
       "u_core.u_datapath.u_product.u_tiles.u_array",
       "en_i",
       {{"rst_ni", 1},
        {"en_i", 1},
        {"first_i", 1},
        {"last_i", 1},
        {"a_i", rows * value("AW")},
        {"b_i", cols * value("BW")},
        {"drain_i", 1},
        {"drain_row_i", Log2(rows)},
        {"row_o", word, kOutput}},
       {{"acc0_q", rows * cols, acc}, {"acc1_q", rows * cols, acc}, {"bank_q", 1, 1}}},
      {"round_lanes",
       "itg_round_lanes",
       post + "u_round_lanes",
       "valid_i",
       {{"rst_ni", 1},
        {"step_i", 1},
        {"valid_i", 1},
        {"lanes_i", cols},
        {"word_i", word},
        {"index_i", 32},
        {"key_i", 32},
        {"round_i", 1},
        {"drop_i", 1},
        {"zero_i", 1},
        {"shift_i", Log2(acc)},
        {"mode_i", 2},
        {"max_i", rounded - 1},
        {"out_o", cols * rounded, kOutput}},
       {}},
      {"range",
       "itg_range",
       "u_core.u_datapath.u_range",
       "valid_i",
       {{"rst_ni", 1},
        {"clear_i", 1},
        {"query_i", 1},
        {"valid_i", 1},
        {"lanes_i", cols},
        {"word_i", word},
        {"bits_o", Log2(acc + 1), kOutput}},
       {{"seen_q", 1, acc}}},
      {"vector",
       "itg_vector",
       post + "u_sink.u_vector",
       "en_i",
       {{"en_i", 1},
        {"op_i", 2},
        {"lanes_i", cols},
        {"x_i", cols * rounded},
        {"y_i", 8 * cols},
        {"max_i", out - 1},
        {"out_o", 8 * cols, kOutput}},
       {}},
  };
}

std::string RecordedPortsControl(const std::vector<RecordedBlock>& blocks) {
  std::string text = "`verilator_config\n";
  for (const RecordedBlock& block : blocks) {
    const auto add = [&](const std::string& name) {
      text += "public_flat_rd -module \"" + block.module + "\" -var \"" + name + "\"\n";
    };
    for (const RecordedPort& port : block.ports) add(port.name);
    for (const RecordedState& state : block.states) add(state.name);
  }
  return text;
}

std::string RecordedPortsHeader(const std::vector<RecordedBlock>& blocks) {
  std::string text = "#define ITG_RECORDED_BLOCKS(ROOT, BLOCK, PORT, STATE, END)";
  for (const RecordedBlock& block : blocks) {
    const auto add = [&](const char* kind, const std::string& name, int bytes) {
      text += std::string(" \\\n  ") + kind + "(" + Member(block, name) + ", " +
              std::to_string(bytes) + ")";
    };
    add("BLOCK", block.active, block.sample_bytes());
    for (const RecordedPort& port : block.ports) add("PORT", port.name, port.bytes());
    for (const RecordedState& state : block.states) add("STATE", state.name, state.bytes());
    text += " \\\n  END()";
  }
  return text + "\n";
}

}  // namespace itg
