// SPDX-License-Identifier: Apache-2.0
//
// The cross-entropy commands for machines without hardware for them: the very same operations as
// the golden machine's.

#include <algorithm>

#include "model/arith/random.h"
#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "model/ops/cross_entropy.h"

namespace itg {
namespace {

uint64_t RunLoss(const Program& program, const Command& command, uint32_t training_step,
                 const Tensor& a, const Tensor* b, Tensor* out) {
  if (command.opcode != Opcode::kCrossEntropy && command.opcode != Opcode::kRoundLoss) {
    throw Error("the host executes the loss only, not " + Describe(command));
  }
  const RoundingPlan plan{command.rounding, program[command.out].bits,
                          TensorKey(program.seed, training_step, command.tensor_id), 0};
  Reducer whole_batch;
  if (command.opcode == Opcode::kRoundLoss) return RoundLoss(a, plan, &whole_batch, out);
  const int act_bits = program[command.a].bits;
  const int err_bits = LossErrorBits(program, command);
  if (command.post == Post::kNone) {
    CrossEntropy(a, *b, act_bits, err_bits, out);
    return 0;
  }
  Tensor g(out->shape(), StorageFor(std::max(program.acc_bits, 32)));
  CrossEntropy(a, *b, act_bits, err_bits, &g);
  return RoundLoss(g, plan, &whole_batch, out);
}

}  // namespace

HostOperation LossOnHost() { return RunLoss; }

}  // namespace itg
