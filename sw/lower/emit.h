// SPDX-License-Identifier: Apache-2.0
//
// What most layers do: a command whose result is rounded into an activation or an error, fused with
// what follows or in its parts. Private to sw/lower.

#pragma once

#include "sw/lower/lowering.h"

namespace itg {

// `command` computes the output of layer `index`; it lacks rounding, post and outputs. Fused, the
// ReLU and max-pool that only read that output are part of it.
void EmitForward(Lowering* lowering, Command command, int64_t index);

// `command` computes what layer `reader` hands back to `tensor`, which it reads; it lacks rounding,
// post and `out`. Emits it, and the addition to what other readers handed back.
void EmitError(Lowering* lowering, Command command, int64_t reader, int64_t tensor);
// The same for a command that does not round (ReLU and dropout).
void EmitUnroundedError(Lowering* lowering, Command command, int64_t reader, int64_t tensor);

// Adds `part`, the error that `reader` handed back to `tensor`, to those of the later readers.
// Nothing to do where it is the only one.
void AddPart(Lowering* lowering, BufferId part, int64_t reader, int64_t tensor);

}  // namespace itg
