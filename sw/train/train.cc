// SPDX-License-Identifier: Apache-2.0
#include "sw/train/train.h"

#include <chrono>

namespace itg {
namespace {

using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Trains one epoch; false when the observer stopped it.
bool TrainEpoch(Session* session, TrainObserver* observer, TrainResult* result, Score* score) {
  const Clock::time_point start = Clock::now();
  const double before = result->training_seconds;
  const double total = static_cast<double>(session->steps_per_epoch() * session->config().epochs());
  session->BeginEpoch();
  StepInfo info;
  info.epoch = session->epoch() + 1;
  info.steps = session->steps_per_epoch();
  bool stopped = false;
  while (info.step < info.steps && !stopped) {
    info.score += session->Step();
    ++info.step;
    ++result->steps;
    info.progress = static_cast<double>(result->steps) / total;
    info.cycles = session->training().cycles();
    info.seconds = before + SecondsSince(start);
    observer->OnStep(info);
    stopped = observer->Stop();
  }
  session->EndEpoch();
  result->training_seconds = before + SecondsSince(start);
  *score = info.score;
  return !stopped || info.step == info.steps;
}

}  // namespace

TrainResult Train(Session* session, TrainObserver* observer) {
  TrainResult result;
  for (int epoch = 0; epoch < session->config().epochs() && !result.interrupted; ++epoch) {
    Score score;
    result.interrupted = !TrainEpoch(session, observer, &result, &score);
    if (result.interrupted) break;
    const Clock::time_point start = Clock::now();
    EpochResult done;
    done.epoch = epoch + 1;
    done.mu = session->config().mu.at(static_cast<size_t>(epoch));
    done.loss = score.mean_loss();
    done.accuracy_train = score.accuracy();
    done.accuracy_test = session->Evaluate(session->data().test).accuracy();
    result.evaluation_seconds += SecondsSince(start);
    result.epochs.push_back(done);
    observer->OnEpoch(done);
    result.interrupted = observer->Stop() && epoch + 1 < session->config().epochs();
  }
  return result;
}

}  // namespace itg
