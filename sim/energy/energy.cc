// SPDX-License-Identifier: Apache-2.0
#include "sim/energy/energy.h"

#include <cmath>

#include "sim/config/json_object.h"

namespace itg {
namespace {

constexpr double kFemto = 1e-3;  // picojoules
constexpr double kRoundingAdds = 3;

double Count(uint64_t events) { return static_cast<double>(events); }

// The power law through (x0, y0) and (x1, y1).
double PowerLaw(double x0, double y0, double x1, double y1, double x) {
  return y0 * std::pow(x / x0, std::log(y1 / y0) / std::log(x1 / x0));
}

double Add(const EnergyTable& table, const HwConfig& hw) {
  return kFemto * table.add_int32_fj * hw.acc_bits / 32;
}

}  // namespace

EnergyTable EnergyTable::FromJson(const std::string& text, const std::string& source) {
  constexpr int64_t kMost = 1000000000;  // a microjoule an operation
  const nlohmann::json json = ParseJson(text, source);
  const JsonObject object(json, source, "",
                          {"name", "source", "multiply_int8_fj", "add_int32_fj", "sram_8kib_fj",
                           "sram_32kib_fj", "sram_1mib_fj", "dram_fj"},
                          {});
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
  return table;
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

}  // namespace itg
