// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/confirm.h"

#include <algorithm>
#include <memory>

#include "model/machine/golden_machine.h"
#include "sim/cycle/predictor.h"
#include "sim/lockstep/lockstep.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/train/session.h"

namespace itg {

nlohmann::ordered_json ConfirmPoint(const TrainConfig& config, const Dataset& data,
                                    const HwConfig& hw, int64_t steps) {
  Lockstep machine(MakeGoldenMachine(), MakeRtlMachine(hw, {}));
  Session session(config, data, &machine);
  const Program& program = session.training().program();
  Predictor predictor(hw);
  predictor.Load(Plan(program, hw));
  uint64_t cycle_difference = 0;
  nlohmann::ordered_json result;
  session.BeginEpoch();
  try {
    for (int64_t step = 0; step < std::min(steps, session.steps_per_epoch()); ++step) {
      session.LoadBatch();
      for (size_t i = 0; i < program.commands.size(); ++i) {
        const Retired retired = session.training().Execute(i);
        const uint64_t cycles = retired.end_cycle - retired.start_cycle;
        const uint64_t predicted = predictor.Predict(i).cycles();
        cycle_difference += std::max(cycles, predicted) - std::min(cycles, predicted);
      }
    }
  } catch (const Difference& difference) {
    result["difference"] = difference.what();
  }
  const Comparison comparison = machine.comparison();
  result["commands"] = comparison.commands;
  result["elements"] = comparison.elements;
  result["mismatches"] = result.contains("difference") ? 1 : 0;
  result["cycle_difference"] = cycle_difference;
  return result;
}

}  // namespace itg
