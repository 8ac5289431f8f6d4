// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "sw/cli/interrupt.h"

namespace itg {
namespace {

constexpr std::chrono::milliseconds kRedraw(100);
constexpr std::chrono::milliseconds kPlain(5000);
constexpr const char* kClearLine = "\r\033[K";

}  // namespace

Progress::Progress(int epochs, bool shown)
    : epochs_(epochs),
      shown_(shown),
      terminal_(isatty(STDERR_FILENO) != 0),
      next_(Clock::now() + (terminal_ ? kRedraw : kPlain)) {}

void Progress::OnStep(const StepInfo& info) {
  const Clock::time_point now = Clock::now();
  if (!shown_ || now < next_) return;
  next_ = now + (terminal_ ? kRedraw : kPlain);
  if (terminal_) {
    fmt::print(stderr, "{}{}", kClearLine, Line(info));
  } else {
    fmt::print(stderr, "{}\n", Line(info));
  }
  std::fflush(stderr);
}

void Progress::OnEpoch(const EpochResult& result) {
  if (!shown_) return;
  const std::string rate = result.learning_rate > 0
                               ? fmt::format("float rate {:g}", result.learning_rate)
                               : fmt::format("mu {}", result.mu);
  fmt::print(stderr, "{}epoch {}/{} {} loss {:.4f} train {:.2f} % test {:.2f} %\n",
             terminal_ ? kClearLine : "", result.epoch, epochs_, rate, result.loss,
             100 * result.accuracy_train, 100 * result.accuracy_test);
}

bool Progress::Stop() { return Interrupted(); }

std::string Progress::Line(const StepInfo& info) const {
  std::string line =
      fmt::format("epoch {}/{} step {}/{} loss {:.4f} accuracy {:.2f} %", info.epoch, epochs_,
                  info.step, info.steps, info.score.mean_loss(), 100 * info.score.accuracy());
  if (info.cycles > 0) {
    line +=
        fmt::format(" {:.2f} M cycles/s", static_cast<double>(info.cycles) / info.seconds * 1e-6);
  }
  const int left = static_cast<int>(info.seconds * (1 - info.progress) / info.progress);
  return line + fmt::format(" ETA {}:{:02}", left / 60, left % 60);
}

}  // namespace itg
