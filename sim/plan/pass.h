// SPDX-License-Identifier: Apache-2.0
//
// The second pass of a command as its descriptor tells it: what it reads and writes beside the
// operands of a product, and along which taps.

#pragma once

#include <vector>

#include "model/program/program.h"
#include "sim/hw/hw_config.h"
#include "sim/plan/descriptor.h"

namespace itg {

struct Placement;

// Throws Error when `hw` cannot run the second pass of `command`.
void CheckPass(const Program& program, const Command& command, const HwConfig& hw);

// Fills the fields of the second pass: shape, addresses, widths, nest x. Those of a command that is
// no product are complete then, but for its opcode, post-operation and tensor id.
void EncodePass(const Program& program, const Command& command,
                const std::vector<Placement>& buffers, Descriptor* descriptor);

}  // namespace itg
