// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/interrupt.h"

#include <csignal>

namespace itg {
namespace {

volatile std::sig_atomic_t interrupted = 0;  // a signal handler can reach nothing but a global

extern "C" void OnInterrupt(int signal) {
  interrupted = signal;
  std::signal(signal, SIG_DFL);
}

}  // namespace

void CatchInterrupt() {
  std::signal(SIGINT, OnInterrupt);
  std::signal(SIGTERM, OnInterrupt);
}

bool Interrupted() { return interrupted != 0; }
int InterruptedExitCode() { return 128 + (interrupted == 0 ? SIGINT : interrupted); }

}  // namespace itg
