// SPDX-License-Identifier: Apache-2.0
//
// Training progress on standard error: one redrawn line on a terminal, a plain line every few
// seconds otherwise; and one line an epoch.

#pragma once

#include <chrono>
#include <string>

#include "sw/train/train.h"

namespace itg {

class Progress final : public TrainObserver {
 public:
  // `shown`: whether anything is printed; of several processes one prints.
  Progress(int epochs, bool shown);
  void OnStep(const StepInfo& info) override;
  void OnEpoch(const EpochResult& result) override;
  bool Stop() override;  // Ctrl-C

 private:
  using Clock = std::chrono::steady_clock;
  std::string Line(const StepInfo& info) const;

  int epochs_;
  bool shown_;
  bool terminal_;
  Clock::time_point next_;  // no line before
};

}  // namespace itg
