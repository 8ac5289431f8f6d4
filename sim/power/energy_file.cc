// SPDX-License-Identifier: Apache-2.0
#include "sim/power/energy_file.h"

#include <filesystem>

#include "model/error.h"
#include "sim/config/json.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

const BlockEnergy& At(const DerivedTableInput& input, const std::string& name) {
  for (const BlockEnergy& block : *input.blocks) {
    if (block.block == name) return block;
  }
  throw Error("nothing was measured of block " + name);
}

// Of a phase in which the block did nothing: the mean of the others.
Json ByPhase(const BlockEnergy& block) {
  double sum = 0;
  int seen = 0;
  for (const std::optional<PhaseEnergy>& phase : block.phases) {
    if (!phase) continue;
    sum += phase->event_fj;
    ++seen;
  }
  Json json;
  for (size_t i = 0; i < block.phases.size(); ++i) {
    const double other = seen == 0 ? 0 : sum / seen;
    json[Name(static_cast<Phase>(i))] = block.phases[i] ? block.phases[i]->event_fj : other;
  }
  return json;
}

void AddFp32(const DerivedTableInput& input, Json* derived) {
  for (const BlockEnergy& block : *input.blocks) {
    if (block.block != kFp32Array) continue;
    (*derived)["fp32_mac_fj"] = ByPhase(block);
    (*derived)["fp32_cell_registers"] =
        static_cast<double>(block.registers) / (kFp32Side * kFp32Side);
  }
}

}  // namespace

std::string DerivedTableJson(const DerivedTableInput& input) {
  const HwConfig& hw = *input.hw;
  const BlockEnergy& array = At(input, "mac_array");
  const BlockEnergy& lanes = At(input, "round_lanes");
  const BlockEnergy& range = At(input, "range");
  const BlockEnergy& vector = At(input, "vector");
  const auto of_part = [](int columns, int most) { return std::min(columns, most); };
  const double part_cells = of_part(hw.rows, kCornerCells) * of_part(hw.cols, kCornerCells);
  const double part_lanes = of_part(hw.cols, kCornerLanes);
  const double cells = static_cast<double>(hw.rows) * hw.cols;
  const std::string library = std::filesystem::path(input.library).stem().string();
  Json derived = {{"a_bits", hw.a_bits()},
                  {"b_bits", hw.b_bits()},
                  {"acc_bits", hw.acc_bits},
                  {"mac_fj", ByPhase(array)},
                  {"round_fj", ByPhase(lanes)},
                  {"range_fj", ByPhase(range)},
                  {"vector_fj", ByPhase(vector)},
                  {"register_fj", array.register_fj},
                  {"cell_registers", static_cast<double>(array.registers) / part_cells},
                  {"lane_registers", static_cast<double>(lanes.registers) / part_lanes},
                  {"leakage_w", array.leakage_w * cells / part_cells +
                                    (lanes.leakage_w + range.leakage_w + vector.leakage_w) *
                                        hw.cols / part_lanes},
                  {"clock_mhz", input.clock_mhz}};
  AddFp32(input, &derived);
  if (input.control_fj > 0) derived["control_fj"] = input.control_fj;
  const Json table = {{"name", library + " gates of " + hw.name},
                      {"source", "gates of " + library + " with the operands of " + input.training +
                                     "; memories on the chip by a model, DRAM as published"},
                      {"derived", derived},
                      {"memories", Json::parse(input.memories)},
                      {"published", Json::parse(input.published)}};
  return table.dump(2) + "\n";
}

}  // namespace itg
