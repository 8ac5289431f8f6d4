// SPDX-License-Identifier: Apache-2.0
//
// Every tensor of one training step, in program order.

#pragma once

#include <string>
#include <vector>

#include "model/tensor/tensor.h"
#include "sw/train/session.h"

namespace itg {

struct Captured {
  std::string name;     // of the buffer; "fc1.weight.before" for weights before the step
  std::string command;  // that wrote it; "" for what the host wrote
  Tensor tensor;
};

// Trains the steps before `step` (counted from 0), so that it is the next one. Throws Error when
// the training has no such step or is past it.
void AdvanceTo(int64_t step, Session* session);

// Executes the next step command by command. First the weights before the step, the input and the
// labels, then what each command writes, read directly after the command.
std::vector<Captured> CaptureStep(Session* session);

}  // namespace itg
