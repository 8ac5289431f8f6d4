// SPDX-License-Identifier: Apache-2.0
//
// How long the commands of a schedule take on a configuration, and what happens meanwhile: exactly
// what the RTL with a memory that does not stall at random takes and counts. No value of a tensor
// is needed, so a command is worked out once, when it is first asked for.

#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/machine/machine.h"
#include "sim/activity/activity_observer.h"
#include "sim/hw/hw_config.h"
#include "sim/plan/schedule.h"

namespace itg {

struct Prediction {
  CycleTerms terms;
  Counters counters;
  uint64_t cycles() const { return terms.total(); }
};

class Predictor {
 public:
  enum class Effort {
    kSkip,       // what repeats itself, and what can be worked out at once, is skipped
    kEveryCycle  // nothing is: the same numbers, slowly
  };
  explicit Predictor(const HwConfig& hw, Effort effort = Effort::kSkip);
  ~Predictor();

  void Load(const Schedule& schedule);
  // Of command `index`, executed after those that were asked for before.
  const Prediction& Predict(size_t index);
  // The same, cycle by cycle, each told to `observer`.
  Prediction Show(size_t index, ActivityObserver* observer);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace itg
