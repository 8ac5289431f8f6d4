// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/platform_options.h"

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

constexpr int64_t kMostCycles = 1'000'000'000;

Competition ReadCompetition(const nlohmann::json& json, const std::string& file) {
  const JsonObject object(json, file, "competitor", {"interval"},
                          {"burst_bytes", "write_percent", "in_flight", "window_bytes", "seed"});
  Competition wanted;
  wanted.interval = static_cast<uint64_t>(object.Integer("interval", 0, kMostCycles));
  wanted.burst_bytes =
      static_cast<uint32_t>(object.Integer("burst_bytes", 4, 4096, wanted.burst_bytes));
  wanted.write_percent =
      static_cast<uint32_t>(object.Integer("write_percent", 0, 100, wanted.write_percent));
  wanted.in_flight = static_cast<size_t>(
      object.Integer("in_flight", 1, 1024, static_cast<int64_t>(wanted.in_flight)));
  wanted.window_bytes = static_cast<uint64_t>(
      object.Integer("window_bytes", 4096, 1 << 30, static_cast<int64_t>(wanted.window_bytes)));
  wanted.seed = static_cast<uint32_t>(object.Integer("seed", 0, UINT32_MAX, wanted.seed));
  if ((wanted.burst_bytes & (wanted.burst_bytes - 1)) != 0) {
    object.Refuse("burst_bytes", "a power of two");
  }
  if (wanted.window_bytes % wanted.burst_bytes != 0) {
    object.Refuse("window_bytes", "a multiple of burst_bytes");
  }
  return wanted;
}

}  // namespace

PlatformOptions PlatformOptions::FromFile(const std::string& file) {
  const nlohmann::json json = ParseJson(ReadFile(file), file);
  const JsonObject object(
      json, file, "", {},
      {"quantum", "synchronise", "latency_spread", "seed", "interrupt_delay", "competitor"});
  PlatformOptions options;
  options.quantum = static_cast<uint64_t>(
      object.Integer("quantum", 0, kMostCycles, static_cast<int64_t>(options.quantum)));
  options.synchronise = object.Bool("synchronise", options.synchronise);
  options.latency_spread = static_cast<uint64_t>(object.Integer("latency_spread", 0, 1'000'000, 0));
  options.seed = static_cast<uint32_t>(object.Integer("seed", 0, UINT32_MAX, options.seed));
  options.interrupt_delay =
      static_cast<uint64_t>(object.Integer("interrupt_delay", 0, kMostCycles, 0));
  options.competes = object.Has("competitor");
  if (options.competes) options.competition = ReadCompetition(object.At("competitor"), file);
  return options;
}

void PlatformOptions::Check(const HwConfig& hw) const {
  if (!competes || competition.burst_bytes % static_cast<uint32_t>(hw.bus_bytes) == 0) return;
  throw Error("competitor.burst_bytes = " + std::to_string(competition.burst_bytes) +
              ": expected a multiple of the " + std::to_string(hw.bus_bytes) + " bytes of " +
              hw.source + "'s bus");
}

}  // namespace itg
