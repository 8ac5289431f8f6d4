// SPDX-License-Identifier: Apache-2.0
//
// intaglio cycles --config: cycles of a training step on this hardware and on others.

#pragma once

#include "sw/cli/verbs.h"

namespace itg {

// Throws Error when a change is no legal hardware, before anything is worked out.
int RunWhatIf(const CyclesOptions& options);

}  // namespace itg
