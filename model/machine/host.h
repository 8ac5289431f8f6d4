// SPDX-License-Identifier: Apache-2.0
//
// Commands that a machine has no hardware for yet run on the host, and the report says so. The
// machine is handed the function and never links it: a machine that could round on the host by
// accident would prove nothing.

#pragma once

#include <cstdint>
#include <functional>

#include "model/program/program.h"

namespace itg {

// Executes `command`: reads `a` and (where the command has one) `b`, fills `out`, whose shape and
// storage are those of its buffer. Returns the number of saturated elements.
using HostOperation =
    std::function<uint64_t(const Program& program, const Command& command, uint32_t training_step,
                           const Tensor& a, const Tensor* b, Tensor* out)>;

}  // namespace itg
