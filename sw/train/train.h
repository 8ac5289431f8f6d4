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
  int mu = 0;           // of this epoch
  int64_t step = 0;     // done in this epoch
  int64_t steps = 0;    // in an epoch
  int64_t done = 0;     // since the start of the training
  double progress = 0;  // fraction of the whole training that is done
  Score last;           // of this step's batch, before its update
  Score score;          // of this epoch so far
  uint64_t cycles = 0;  // of all training steps so far; 0 without hardware
  double seconds = 0;   // wall time of all training steps so far
};

struct EpochResult {
  int epoch = 0;  // counts from 1
  int mu = 0;
  double loss = 0;            // mean over the batches of the epoch, each before its update
  double accuracy_train = 0;  // fraction, over the same batches
  double loss_test = 0;       // mean, after the epoch
  double accuracy_test = 0;   // fraction, after the epoch
  double learning_rate = 0;   // of a training in floating point; 0: integers
};

// How far a training is: with the weights, all it takes to go on.
struct TrainResult {
  std::vector<EpochResult> epochs;  // the whole ones
  int64_t steps = 0;                // done, those of an unfinished epoch included
  Score running;                    // of the unfinished epoch
  bool interrupted = false;
  double training_seconds = 0;    // wall time of the training steps with their host work
  double evaluation_seconds = 0;  // wall time of the test set evaluations
  double recording_seconds = 0;   // wall time of checkpoints and statistics
};

class TrainObserver {
 public:
  virtual ~TrainObserver() = default;
  virtual void OnStep(const StepInfo& info) = 0;
  virtual void OnEpoch(const EpochResult& result) = 0;
  virtual bool Stop() = 0;  // asked after every step: true ends the training

  // Whether the step after `done` is looked at from both sides; both see the session's weights.
  virtual bool Measures(int64_t done) const {
    static_cast<void>(done);
    return false;
  }
  virtual void BeforeStep() {}
  virtual void AfterStep() {}
  // Whether to save after `done` steps, within an epoch.
  virtual bool Saves(int64_t done) const {
    static_cast<void>(done);
    return false;
  }
  // Called then, after every epoch, and when the training is stopped: the session has the weights.
  virtual void Save(const TrainResult& result) { static_cast<void>(result); }
};

// Trains from `from` on: a session that stands there (Session::Resume) gives the result of a
// training that was never stopped. Processes that share the training stop together.
TrainResult Train(Session* session, TrainObserver* observer, TrainResult from = {});

}  // namespace itg
