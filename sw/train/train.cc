// SPDX-License-Identifier: Apache-2.0
#include "sw/train/train.h"

#include <chrono>
#include <utility>

namespace itg {
namespace {

// Adds the wall time of its life to `*seconds`.
class Timer {
 public:
  explicit Timer(double* seconds) : seconds_(seconds), start_(Clock::now()) {}
  ~Timer() { *seconds_ += Elapsed(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  double Elapsed() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;
  double* seconds_;
  Clock::time_point start_;
};

class Loop {
 public:
  Loop(Session* session, TrainObserver* observer, TrainResult from)
      : session_(session), observer_(observer), result_(std::move(from)) {
    result_.interrupted = false;
    total_ = static_cast<double>(session->steps_per_epoch() * session->config().epochs());
  }

  TrainResult Run();

 private:
  void Begin();
  void TrainEpoch();
  void Step();
  void FinishEpoch();
  void Save();
  void AskToStop();  // all processes stop when one does

  Session* session_;
  TrainObserver* observer_;
  TrainResult result_;
  StepInfo info_;
  double total_;  // steps of the whole training
};

TrainResult Loop::Run() {
  const size_t epochs = static_cast<size_t>(session_->config().epochs());
  while (result_.epochs.size() < epochs && !result_.interrupted) {
    TrainEpoch();
    if (!result_.interrupted) FinishEpoch();
    Save();
    if (result_.epochs.size() == epochs) result_.interrupted = false;
  }
  return result_;
}

void Loop::Begin() {
  const Timer timer(&result_.training_seconds);
  session_->BeginEpoch();
  info_ = {};
  info_.epoch = session_->epoch() + 1;
  info_.mu = session_->config().mu.at(static_cast<size_t>(session_->epoch()));
  info_.steps = session_->steps_per_epoch();
  info_.step = result_.steps - session_->epoch() * info_.steps;
}

// Trains to the end of the epoch, or until the observer stops it.
void Loop::TrainEpoch() {
  Begin();
  while (info_.step < info_.steps && !result_.interrupted) {
    const bool measured = observer_->Measures(result_.steps);
    if (measured) {
      const Timer timer(&result_.recording_seconds);
      session_->TakeWeights();
      observer_->BeforeStep();
    }
    Step();
    if (measured) {
      const Timer timer(&result_.recording_seconds);
      session_->TakeWeights();
      observer_->AfterStep();
    }
    if (observer_->Saves(result_.steps) && info_.step < info_.steps && !result_.interrupted) {
      session_->TakeWeights();
      Save();
    }
  }
  const Timer timer(&result_.training_seconds);
  session_->TakeWeights();
}

void Loop::Step() {
  {
    const Timer timer(&result_.training_seconds);
    info_.last = session_->Step();
    Share(session_->reducer(), &info_.last);
    result_.running += info_.last;
    ++result_.steps;
    ++info_.step;
    info_.done = result_.steps;
    info_.score = result_.running;
    info_.progress = static_cast<double>(result_.steps) / total_;
    info_.cycles = session_->training().cycles();
    info_.seconds = result_.training_seconds + timer.Elapsed();
  }
  observer_->OnStep(info_);
  AskToStop();
}

void Loop::AskToStop() {
  result_.interrupted = session_->reducer()->Max(observer_->Stop() ? 1 : 0) != 0;
}

void Loop::FinishEpoch() {
  EpochResult done;
  done.epoch = info_.epoch;
  done.mu = info_.mu;
  done.loss = result_.running.mean_loss();
  done.accuracy_train = result_.running.accuracy();
  {
    const Timer timer(&result_.evaluation_seconds);
    const Score test = session_->Evaluate(session_->data().test);
    done.loss_test = test.mean_loss();
    done.accuracy_test = test.accuracy();
  }
  result_.epochs.push_back(done);
  result_.running = {};
  observer_->OnEpoch(done);
  AskToStop();
}

void Loop::Save() {
  const Timer timer(&result_.recording_seconds);
  session_->GatherStats();
  observer_->Save(result_);
}

}  // namespace

TrainResult Train(Session* session, TrainObserver* observer, TrainResult from) {
  return Loop(session, observer, std::move(from)).Run();
}

}  // namespace itg
