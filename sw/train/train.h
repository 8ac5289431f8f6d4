// SPDX-License-Identifier: Apache-2.0
//
// The training loop: every epoch of a session, watched by an observer.

#pragma once

#include <cstdint>
#include <vector>

#include "sw/train/session.h"

namespace itg {

// The state after a training step.
struct StepInfo {
  int epoch = 0;        // counts from 1
  int64_t step = 0;     // done in this epoch
  int64_t steps = 0;    // in an epoch
  double progress = 0;  // fraction of the whole training that is done
  Score score;          // of this epoch so far
  uint64_t cycles = 0;  // of all training steps so far; 0 without hardware
  double seconds = 0;   // wall time of all training steps so far
};

struct EpochResult {
  int epoch = 0;  // counts from 1
  int mu = 0;
  double loss = 0;            // mean over the batches of the epoch, each before its update
  double accuracy_train = 0;  // fraction, over the same batches
  double accuracy_test = 0;   // fraction, after the epoch
};

struct TrainResult {
  std::vector<EpochResult> epochs;  // the whole ones
  bool interrupted = false;
  double training_seconds = 0;    // wall time of the training steps with their host work
  double evaluation_seconds = 0;  // wall time of the test set evaluations
  int64_t steps = 0;
};

class TrainObserver {
 public:
  virtual ~TrainObserver() = default;
  virtual void OnStep(const StepInfo& info) = 0;
  virtual void OnEpoch(const EpochResult& result) = 0;
  virtual bool Stop() = 0;  // asked after every step: true ends the training
};

TrainResult Train(Session* session, TrainObserver* observer);

}  // namespace itg
