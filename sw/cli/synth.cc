// SPDX-License-Identifier: Apache-2.0
//
// intaglio synth: what a hardware configuration costs in gates.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/synth/scaling.h"
#include "sim/synth/synthesis.h"
#include "sw/cli/verbs.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

void PrintParts(const Synthesis& synthesis) {
  fmt::print("{:<26} {:>10} {:>14} {:>12} {:>7}\n", "part", "cells", "area um2", "leakage nW",
             "share");
  for (const PartCost& part : synthesis.Parts()) {
    fmt::print("{:<26} {:>10} {:>14.0f} {:>12.1f} {:>6.1f}%\n", part.part, part.cells,
               part.area_um2, part.leakage_w * 1e9, 100 * part.area_um2 / synthesis.area_um2);
  }
  fmt::print("{:<26} {:>10} {:>14.0f} {:>12.1f} {:>6.1f}%\n\n", "all", synthesis.cells,
             synthesis.area_um2, synthesis.leakage_w * 1e9, 100.0);
}

void Print(const Synthesis& synthesis) {
  fmt::print("{}: {}; memories: {} (a model)\n\n", synthesis.hardware, synthesis.technology,
             synthesis.memory_model);
  PrintParts(synthesis);
  fmt::print("longest path {:.3f} ns, clock {:.1f} MHz\n", synthesis.longest_path_ns,
             synthesis.clock_mhz);
  fmt::print("  from {} ({})\n  to   {} ({})\n", synthesis.start, synthesis.start_part,
             synthesis.end, synthesis.end_part);
}

void PrintScaling(const Scaling& scaling) {
  fmt::print(
      "scaled from 0.18 um, 1.8 V to {} nm, {} V: area x {:.4g}, delay x {:.4g}, energy x "
      "{:.4g}; leakage is not scaled\n  {}\n",
      scaling.nm, scaling.voltage, scaling.area, scaling.delay, scaling.energy, Scaling::Source());
}

// Before minutes of work, not behind them.
void MakeFolder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw Error(folder + ": cannot be created: " + error.message());
  if (access(folder.c_str(), W_OK) != 0) throw Error(folder + ": cannot be written");
}

void WriteOut(const std::string& folder, const Synthesis& synthesis, const nlohmann::json& json) {
  std::error_code error;
  for (const BlockCost& block : synthesis.blocks) {
    if (block.is_memory) continue;
    fs::copy_file(block.netlist, fs::path(folder) / (block.module + ".v"),
                  fs::copy_options::overwrite_existing, error);
    if (error) throw Error(folder + ": " + block.module + ".v: " + error.message());
  }
  const std::string file = (fs::path(folder) / "synthesis.json").string();
  std::ofstream out(file);
  out << json.dump(1) << "\n";
  out.close();
  if (!out) throw Error(file + ": cannot be written");
}

}  // namespace

int RunSynth(const SynthOptions& options) {
  const HwConfig hw = HwConfig::FromFile(options.hw);
  std::optional<Scaling> scaling;
  if (options.scale_to != 0) scaling = ScalingTo(options.scale_to);
  SynthesisOptions choice;
  choice.liberty = options.liberty;
  choice.block = options.block;
  choice.jobs = options.jobs > 0 ? options.jobs
                                 : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
  if (!options.out.empty()) MakeFolder(options.out);
  Synthesis synthesis = Synthesise(hw, choice, [](const std::string& line) {
    fmt::print(stderr, "{}\n", line);
    std::fflush(stderr);
  });
  if (scaling.has_value()) synthesis = Scaled(synthesis, *scaling);
  Print(synthesis);
  nlohmann::json json = ToJson(synthesis);
  if (scaling.has_value()) {
    PrintScaling(*scaling);
    json["scaled"] = {{"nm", scaling->nm},         {"voltage", scaling->voltage},
                      {"area", scaling->area},     {"delay", scaling->delay},
                      {"energy", scaling->energy}, {"source", Scaling::Source()}};
  }
  if (!options.out.empty()) WriteOut(options.out, synthesis, json);
  return kExitFine;
}

}  // namespace itg
