// SPDX-License-Identifier: Apache-2.0
//
// What a hardware configuration may be, and what follows from it.

#include "sim/hw/hw_config.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>

#include "model/program/command.h"
#include "sim/config/json_object.h"

namespace itg {
namespace {

bool IsPowerOfTwo(int64_t n) { return n > 0 && (n & (n - 1)) == 0; }

constexpr int64_t kLargestMemory = int64_t{1} << 26;  // bytes: keeps every address in 32 bits

// Memories that cannot hold the least the sequencer needs: two halves of two blocks each in a
// scratchpad, one tile in the accumulator SRAM.
void CheckMemories(const HwConfig& hw, const JsonObject& object) {
  const int64_t step = 2 * hw.lanes();
  const int64_t least = int64_t{4} * hw.lanes() * hw.lanes();
  if (hw.scratchpad_bytes % step != 0 || hw.scratchpad_bytes < least) {
    object.Refuse("scratchpad_bytes", "a multiple of " + std::to_string(step) + " and at least " +
                                          std::to_string(least) + " with " +
                                          std::to_string(hw.lanes()) + " banks");
  }
  if (hw.accumulator_depth() < hw.rows) {
    const int64_t bits = int64_t{hw.rows} * hw.cols * hw.acc_bits;
    object.Refuse("accumulator_bytes", "at least " + std::to_string((bits + 7) / 8) +
                                           ", one tile of " + std::to_string(hw.rows) + "x" +
                                           std::to_string(hw.cols) + " accumulators of " +
                                           std::to_string(hw.acc_bits) + " bits");
  }
}

constexpr Rounding kModes[] = {Rounding::kNearest, Rounding::kStochastic,
                               Rounding::kPseudoStochastic};

[[noreturn]] void RefuseModes(const JsonObject& object, const char* key) {
  std::string names;
  for (const Rounding mode : kModes) names += std::string(" \"") + Name(mode) + "\",";
  object.Refuse(key, "a list of" + names + " each at most once");
}

std::vector<Rounding> RoundingModes(const JsonObject& object, const char* key) {
  const nlohmann::json& list = object.At(key);
  if (!list.is_array() || list.empty()) RefuseModes(object, key);
  std::vector<Rounding> modes;
  for (const nlohmann::json& item : list) {
    const Rounding* const mode = std::find_if(std::begin(kModes), std::end(kModes),
                                              [&](Rounding m) { return item == Name(m); });
    if (mode == std::end(kModes)) RefuseModes(object, key);
    if (std::count(modes.begin(), modes.end(), *mode) != 0) RefuseModes(object, key);
    modes.push_back(*mode);
  }
  return modes;
}

// Files named in a list, each once.
std::vector<std::string> Files(const JsonObject& object, const char* key,
                               const std::string& source) {
  namespace fs = std::filesystem;
  std::vector<std::string> files;
  const nlohmann::json& list = object.At(key);
  if (!list.is_array()) object.Refuse(key, "a list of SystemVerilog files");
  for (const nlohmann::json& item : list) {
    if (!item.is_string()) object.Refuse(key, "a list of SystemVerilog files");
    const fs::path file = fs::path(source).parent_path() / item.get<std::string>();
    std::error_code ignored;
    if (file.extension() != ".sv" || !fs::is_regular_file(file, ignored)) {
      object.Refuse(key, "SystemVerilog files; " + file.string() + " is none");
    }
    files.push_back(fs::absolute(file).lexically_normal().string());
    if (std::count(files.begin(), files.end(), files.back()) != 1) {
      object.Refuse(key, "each file once");
    }
  }
  return files;
}

}  // namespace

HwConfig HwConfig::FromJson(const std::string& text, const std::string& source) {
  const nlohmann::json json = ParseJson(text, source);
  const JsonObject object(
      json, source, "",
      {"name", "rows", "cols", "activation_bits", "weight_bits", "error_bits", "gradient_bits",
       "acc_bits", "scratchpad_bytes", "accumulator_bytes", "bus_bytes", "read_fifo_beats"},
      {"blocks", "burst_beats", "read_bursts", "write_bursts", "rounding", "master_weights",
       "memory_latency", "memory_bytes_per_cycle", "memory_reads"});
  const auto integer = [&object](const char* key, int least, int most) {
    return static_cast<int>(object.Integer(key, least, most));
  };
  HwConfig hw;
  hw.source = source;
  hw.name = object.Text("name");
  hw.rows = integer("rows", 2, 64);
  hw.cols = integer("cols", 2, 64);
  hw.activation_bits = integer("activation_bits", 4, 8);
  hw.weight_bits = integer("weight_bits", 4, 8);
  hw.error_bits = integer("error_bits", 4, 8);
  hw.gradient_bits = integer("gradient_bits", 4, 8);
  hw.acc_bits = integer("acc_bits", 16, 32);
  hw.scratchpad_bytes = object.Integer("scratchpad_bytes", 1, kLargestMemory);
  hw.accumulator_bytes = object.Integer("accumulator_bytes", 1, kLargestMemory);
  hw.bus_bytes = integer("bus_bytes", 4, 64);
  hw.read_fifo_beats = integer("read_fifo_beats", 4, 1024);
  const auto optional = [&](const char* key, int least, int most, int* value) {
    if (object.Has(key)) *value = integer(key, least, most);
  };
  optional("burst_beats", 1, 256, &hw.burst_beats);
  optional("read_bursts", 1, 256, &hw.read_bursts);
  optional("write_bursts", 1, 256, &hw.write_bursts);
  if (object.Has("rounding")) hw.rounding = RoundingModes(object, "rounding");
  if (object.Has("blocks")) hw.blocks = Files(object, "blocks", source);
  hw.master_weights = object.Bool("master_weights", hw.master_weights);
  optional("memory_latency", 1, 4096, &hw.memory_latency);
  optional("memory_bytes_per_cycle", 0, 128, &hw.memory_bytes_per_cycle);
  optional("memory_reads", 0, 1024, &hw.memory_reads);
  if (!IsPowerOfTwo(hw.bus_bytes)) object.Refuse("bus_bytes", "4, 8, 16, 32 or 64");
  if (!IsPowerOfTwo(hw.read_fifo_beats)) {
    object.Refuse("read_fifo_beats", "a power of two 4..1024");
  }
  CheckMemories(hw, object);
  return hw;
}

int HwConfig::lanes() const {
  int lanes = 1;
  while (lanes < std::max({rows, cols, bus_bytes})) lanes *= 2;
  return lanes;
}

int HwConfig::a_bits() const { return std::max(activation_bits, error_bits); }
int HwConfig::b_bits() const { return std::max(weight_bits, activation_bits); }

int HwConfig::out_bits() const {
  return std::max({activation_bits, weight_bits, error_bits, gradient_bits});
}

int64_t HwConfig::scratchpad_depth() const { return scratchpad_bytes / lanes(); }

int64_t HwConfig::accumulator_depth() const {
  return accumulator_bytes * 8 / (int64_t{cols} * acc_bits);
}

int64_t HwConfig::on_chip_bytes() const {
  return 2 * scratchpad_bytes + accumulator_bytes +
         (int64_t{3} * read_fifo_beats + burst_beats) * bus_bytes;
}

}  // namespace itg
