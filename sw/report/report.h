// SPDX-License-Identifier: Apache-2.0
//
// The report of a training run: DIR/report.json and the same as text. docs/report.md documents
// every key; `report_version` changes when one changes its meaning.

#pragma once

#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/energy/energy.h"
#include "sim/hw/hw_config.h"
#include "sim/lockstep/lockstep.h"
#include "sim/relate/scale_sim.h"
#include "sw/float/float_session.h"
#include "sw/train/train.h"

namespace itg {

inline constexpr int kReportVersion = 1;

struct ReportInput {
  const Session* session = nullptr;
  const TrainResult* result = nullptr;
  std::string machine;           // as --machine names them
  const HwConfig* hw = nullptr;  // null: no hardware, so no cycles and no energy
  EnergyTable energy;
  Comparison comparison;
  std::vector<std::string> host;  // what ran on the host
};

nlohmann::ordered_json HardwareJson(const HwConfig& hw);
nlohmann::ordered_json ToJson(const ScaleSimCycles& cycles);
// Picojoules by component; clocks, control and leakage are in derived tables alone.
nlohmann::ordered_json EnergyComponents(const Energy& energy, const EnergyTable& table);

nlohmann::ordered_json MakeReport(const ReportInput& input);

// The report of a training in floating point: no machine, no cycles, no digest of the weights.
nlohmann::ordered_json MakeFloatReport(const FloatSession& session, const TrainResult& result);

// Adds what `twin`, the same training in floating point, reached to the report of an integer one.
void AddFloatTwin(const TrainResult& twin, nlohmann::ordered_json* report);

// The report for people.
std::string ReportText(const nlohmann::ordered_json& report);

// Writes report.json and report.txt into `folder`, each whole or not at all.
void WriteReport(const nlohmann::ordered_json& report, const std::string& folder);

}  // namespace itg
