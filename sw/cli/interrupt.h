// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C, and the request to end (SIGTERM) of batch systems and mpirun: the first one asks the
// program to stop cleanly, the second one kills it.

#pragma once

namespace itg {

void CatchInterrupt();
bool Interrupted();
// 128 + signal, as a shell has it; that of Ctrl-C where another of the processes was stopped.
int InterruptedExitCode();

}  // namespace itg
