// SPDX-License-Identifier: Apache-2.0
#include "sim/energy/energy.h"

#include <cmath>
#include <vector>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sim/energy/memory_energy.h"

namespace itg {
namespace {

constexpr double kFemto = 1e-3;  // picojoules
constexpr double kMicro = 1e6;   // of a watt for a microsecond
constexpr double kRoundingAdds = 3;
constexpr double kMostFj = 1e9;  // a microjoule an operation

double Count(uint64_t events) { return static_cast<double>(events); }

// The power law through (x0, y0) and (x1, y1).
double PowerLaw(double x0, double y0, double x1, double y1, double x) {
  return y0 * std::pow(x / x0, std::log(y1 / y0) / std::log(x1 / x0));
}

double Add(const EnergyTable& table, const HwConfig& hw) {
  return kFemto * table.add_int32_fj * hw.acc_bits / 32;
}

EnergyTable PublishedTable(const nlohmann::json& json, const std::string& source,
                           const std::string& prefix) {
  constexpr int64_t kMost = 1000000000;  // a microjoule an operation
  const JsonObject object(json, source, prefix,
                          {"name", "source", "multiply_int8_fj", "add_int32_fj", "sram_8kib_fj",
                           "sram_32kib_fj", "sram_1mib_fj", "dram_fj"},
                          {"multiply_fp32_fj", "add_fp32_fj"});
  EnergyTable table;
  const auto energy = [&object](const char* key) {
    return static_cast<double>(object.Integer(key, 1, kMost));
  };
  table.name = object.Text("name");
  table.source = object.Text("source");
  table.multiply_int8_fj = energy("multiply_int8_fj");
  table.add_int32_fj = energy("add_int32_fj");
  table.sram_8kib_fj = energy("sram_8kib_fj");
  table.sram_32kib_fj = energy("sram_32kib_fj");
  table.sram_1mib_fj = energy("sram_1mib_fj");
  table.dram_fj = energy("dram_fj");
  table.multiply_fp32_fj = static_cast<double>(object.Integer("multiply_fp32_fj", 1, kMost, 0));
  table.add_fp32_fj = static_cast<double>(object.Integer("add_fp32_fj", 1, kMost, 0));
  return table;
}

std::array<double, kPhaseCount> Phases(const JsonObject& parent, const char* key,
                                       const std::string& source) {
  std::vector<std::string> names;
  for (int i = 0; i < kPhaseCount; ++i) names.emplace_back(Name(static_cast<Phase>(i)));
  const JsonObject object(parent.At(key), source, parent.Path(key), names, {});
  std::array<double, kPhaseCount> values = {};
  for (size_t i = 0; i < values.size(); ++i) values[i] = object.Number(names[i], 0, kMostFj);
  return values;
}

DerivedEnergy Derived(const JsonObject& parent, const std::string& source) {
  const JsonObject object(
      parent.At("derived"), source, parent.Path("derived"),
      {"a_bits", "b_bits", "acc_bits", "mac_fj", "round_fj", "range_fj", "vector_fj", "register_fj",
       "cell_registers", "lane_registers", "leakage_w", "clock_mhz"},
      {"control_fj", "fp32_mac_fj", "fp32_cell_registers"});
  DerivedEnergy derived;
  derived.a_bits = static_cast<int>(object.Integer("a_bits", 1, 16));
  derived.b_bits = static_cast<int>(object.Integer("b_bits", 1, 16));
  derived.acc_bits = static_cast<int>(object.Integer("acc_bits", 1, 64));
  derived.mac_fj = Phases(object, "mac_fj", source);
  derived.round_fj = Phases(object, "round_fj", source);
  derived.range_fj = Phases(object, "range_fj", source);
  derived.vector_fj = Phases(object, "vector_fj", source);
  derived.register_fj = object.Number("register_fj", 0, kMostFj);
  derived.cell_registers = object.Number("cell_registers", 0, kMostFj);
  derived.lane_registers = object.Number("lane_registers", 0, kMostFj);
  derived.leakage_w = object.Number("leakage_w", 0, 1000);
  derived.clock_mhz = object.Number("clock_mhz", 1e-3, 1e6);
  if (object.Has("control_fj")) derived.control_fj = object.Number("control_fj", 0, kMostFj);
  if (object.Has("fp32_mac_fj")) {
    derived.fp32_mac_fj = Phases(object, "fp32_mac_fj", source);
    derived.fp32_cell_registers = object.Number("fp32_cell_registers", 1, kMostFj);
  }
  return derived;
}

EnergyTable DerivedTable(const nlohmann::json& json, const std::string& source) {
  const JsonObject object(json, source, "", {"name", "source", "derived", "memories", "published"},
                          {"notes"});
  EnergyTable table = PublishedTable(object.At("published"), source, "published");
  table.name = object.Text("name");
  table.source = object.Text("source");
  table.derived = Derived(object, source);
  table.derived->memories =
      SramModel::FromJson(object.At("memories").dump(), source + ": memories");
  return table;
}

void CheckWidths(const EnergyTable& table, const HwConfig& hw) {
  const DerivedEnergy& derived = *table.derived;
  if (derived.a_bits == hw.a_bits() && derived.b_bits == hw.b_bits() &&
      derived.acc_bits == hw.acc_bits) {
    return;
  }
  throw Error("energy table " + table.name + ": measured with operands of " +
              std::to_string(derived.a_bits) + " and " + std::to_string(derived.b_bits) +
              " bits and sums of " + std::to_string(derived.acc_bits) + ", " + hw.source + " has " +
              std::to_string(hw.a_bits()) + ", " + std::to_string(hw.b_bits()) + " and " +
              std::to_string(hw.acc_bits));
}

}  // namespace

void SetMemories(const Counters& counters, const MemoryEnergy& memories, Energy* energy) {
  energy->scratchpad = memories.scratchpad_read * Count(counters.scratchpad_reads) +
                       memories.scratchpad_write * Count(counters.scratchpad_writes);
  energy->accumulator = memories.accumulator_read * Count(counters.accumulator_reads) +
                        memories.accumulator_write * Count(counters.accumulator_writes);
}

EnergyTable EnergyTable::FromJson(const std::string& text, const std::string& source) {
  const nlohmann::json json = ParseJson(text, source);
  if (json.contains("derived")) return DerivedTable(json, source);
  return PublishedTable(json, source, "");
}

double SramAccess(const EnergyTable& table, double bytes) {
  constexpr double kKib = 1024;
  if (bytes <= 32 * kKib) {
    return kFemto * PowerLaw(8 * kKib, table.sram_8kib_fj, 32 * kKib, table.sram_32kib_fj, bytes);
  }
  return kFemto * PowerLaw(32 * kKib, table.sram_32kib_fj, 1024 * kKib, table.sram_1mib_fj, bytes);
}

Energy EnergyOf(const Counters& counters, const EnergyTable& table, const HwConfig& hw) {
  const double words_a_beat = hw.bus_bytes / 8.0;
  const double cells = static_cast<double>(hw.rows) * hw.cols;
  const double multiply = kFemto * table.multiply_int8_fj * hw.a_bits() * hw.b_bits() / 64;
  const double scratchpad = SramAccess(table, static_cast<double>(hw.scratchpad_bytes));
  const double accumulator = SramAccess(table, static_cast<double>(hw.accumulator_bytes));
  Energy energy;
  energy.mac = Count(counters.array_cycles) * cells * (multiply + Add(table, hw));
  energy.scratchpad = scratchpad * (Count(counters.scratchpad_reads) * hw.lanes() / 8.0 +
                                    Count(counters.scratchpad_writes) * words_a_beat);
  energy.accumulator = accumulator *
                       Count(counters.accumulator_reads + counters.accumulator_writes) * hw.cols *
                       hw.acc_bits / 64.0;
  energy.dram =
      kFemto * table.dram_fj * words_a_beat * Count(counters.memory_reads + counters.memory_writes);
  energy.rounding = Count(counters.rounded) * kRoundingAdds * Add(table, hw);
  return energy;
}

void AddEvents(const Command& command, const Counters& counters, uint64_t cycles,
               EventsByPhase* events) {
  PhaseEvents& own = (*events)[static_cast<size_t>(command.phase)];
  own.counters += counters;
  own.cycles += cycles;
  if (command.post != Post::kUpdate) return;
  own.counters.rounded -= counters.rounded;
  (*events)[static_cast<size_t>(Phase::kUpdate)].counters.rounded += counters.rounded;
}

Energy EnergyOf(const EventsByPhase& events, const EnergyTable& table, const HwConfig& hw) {
  Counters all;
  for (const PhaseEvents& phase : events) all += phase.counters;
  Energy energy = EnergyOf(all, table, hw);
  if (!table.derived) return energy;
  CheckWidths(table, hw);
  const DerivedEnergy& derived = *table.derived;
  const MemoryEnergy memories =
      MemoryEnergyOf(derived.memories, hw, {hw.a_bits(), hw.b_bits(), hw.acc_bits});
  SetMemories(all, memories, &energy);
  energy.mac = energy.rounding = 0;
  const double cells = static_cast<double>(hw.rows) * hw.cols;
  const double leakage_w = derived.leakage_w + memories.leakage_w;
  for (size_t i = 0; i < events.size(); ++i) {
    const Counters& counters = events[i].counters;
    const double array = Count(counters.array_cycles) * cells;
    const double rounded = Count(counters.rounded);
    const double cycles = Count(events[i].cycles);
    energy.mac += kFemto * array * derived.mac_fj[i];
    energy.rounding +=
        kFemto * rounded * (derived.round_fj[i] + derived.range_fj[i] + derived.vector_fj[i]);
    energy.clock += kFemto * derived.register_fj *
                    (array * derived.cell_registers + rounded * derived.lane_registers);
    energy.control += kFemto * derived.control_fj * cycles;
    energy.leakage += kMicro * leakage_w * cycles / derived.clock_mhz;
  }
  return energy;
}

}  // namespace itg
