// SPDX-License-Identifier: Apache-2.0
#include <chrono>

#include "sw/float/float_session.h"

namespace itg {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Trains one epoch; false when the observer stopped it before its end.
bool TrainEpoch(FloatSession* session, TrainObserver* observer, TrainResult* result, Score* score) {
  const Clock::time_point start = Clock::now();
  const double before = result->training_seconds;
  session->BeginEpoch();
  StepInfo info;
  info.epoch = session->epoch() + 1;
  info.steps = session->steps_per_epoch();
  const double total = static_cast<double>(info.steps) * session->config().epochs();
  bool stopped = false;
  while (info.step < info.steps && !stopped) {
    info.last = session->Step();
    info.score += info.last;
    ++info.step;
    info.done = ++result->steps;
    info.progress = static_cast<double>(result->steps) / total;
    info.seconds = before + SecondsSince(start);
    observer->OnStep(info);
    stopped = observer->Stop();
  }
  result->training_seconds = before + SecondsSince(start);
  *score = info.score;
  return !stopped || info.step == info.steps;
}

}  // namespace

TrainResult TrainFloat(FloatSession* session, TrainObserver* observer) {
  TrainResult result;
  for (int epoch = 1; epoch <= session->config().epochs() && !result.interrupted; ++epoch) {
    Score score;
    result.interrupted = !TrainEpoch(session, observer, &result, &score);
    if (result.interrupted) break;
    const Clock::time_point start = Clock::now();
    EpochResult done;
    done.epoch = epoch;
    done.learning_rate = session->learning_rate();
    done.loss = score.mean_loss();
    done.accuracy_train = score.accuracy();
    const Score test = session->Evaluate(session->data().test);
    done.loss_test = test.mean_loss();
    done.accuracy_test = test.accuracy();
    result.evaluation_seconds += SecondsSince(start);
    result.epochs.push_back(done);
    observer->OnEpoch(done);
    result.interrupted = observer->Stop() && epoch < session->config().epochs();
  }
  return result;
}

}  // namespace itg
