// SPDX-License-Identifier: Apache-2.0
//
// Ctrl-C, and the request to end (SIGTERM) of batch systems and mpirun: the first one asks the
// program to stop cleanly, the second one kills it.

#pragma once

namespace itg {

void CatchInterrupt();
bool Interrupted();

}  // namespace itg
