// SPDX-License-Identifier: Apache-2.0
//
// Checks the commands whose output has the shape of their input: rounding, ReLU, dropout, add,
// update, loss.

#include <algorithm>

#include "model/arith/bits.h"
#include "model/program/command_check.h"

namespace itg {

void CommandCheck::CheckElementwise() const {
  NeedShape("out", Out(), A().shape);
  switch (command_.opcode) {
    case Opcode::kRequantise:
      NeedRole("a", A(), Role::kAccumulator);
      if (Out().role != Role::kError) NeedRole("out", Out(), Role::kActivation);
      return;
    case Opcode::kRelu:
    case Opcode::kDropout:
      NeedRole("a", A(), Role::kActivation);
      NeedRole("out", Out(), Role::kActivation);
      return NeedBitsOfA();
    case Opcode::kReluBackward:
    case Opcode::kDropoutBackward:
      NeedRole("a", A(), Role::kError);
      NeedRole("out", Out(), Role::kError);
      return NeedBitsOfA();
    case Opcode::kAdd:
      return CheckAdd();
    case Opcode::kRoundGradient:
    case Opcode::kApplyUpdate:
      return CheckUpdate();
    default:
      return CheckLoss();
  }
}

void CommandCheck::CheckAdd() const {
  if (A().role != Role::kError) NeedRole("a", A(), Role::kActivation);
  NeedRole("b", B(), A().role);
  NeedShape("b", B(), A().shape);
  NeedOutRole(A().role);
  const Role needed = command_.post == Post::kRequantiseRelu   ? Role::kActivation
                      : command_.post == Post::kRequantiseMask ? Role::kError
                                                               : A().role;
  NeedRole("a", A(), needed);
  CheckRange(where_ + "acc_bits", program_.acc_bits, std::max(A().bits, B().bits) + 1, kMaxAccBits);
}

void CommandCheck::CheckUpdate() const {
  if (command_.opcode == Opcode::kApplyUpdate) {
    NeedRole("a", A(), Role::kGradient);
    return NeedRole("out", Out(), Role::kWeight);
  }
  NeedRole("a", A(), Role::kAccumulator);
  NeedRole("out", Out(), Role::kGradient);
  CheckRange(where_ + "gradient_bits", command_.gradient_bits, Out().bits, Out().bits);
}

void CommandCheck::CheckLoss() const {
  if (command_.opcode == Opcode::kRoundLoss) {
    NeedRole("a", A(), Role::kAccumulator);
    return NeedRole("out", Out(), Role::kError);
  }
  NeedRole("a", A(), Role::kActivation);
  NeedRole("b", B(), Role::kLabel);
  NeedOutRole(Role::kError);
  NeedDimensions("a", A(), 2);
  NeedShape("b", B(), {A().shape[0]});
  CheckLossWidths();
}

void CommandCheck::CheckLossWidths() const {
  const int bits = LossErrorBits(program_, command_);
  if (bits == 0) Fail("no round_loss reads " + Out().name + ": the width of the error is unknown");
  for (const Command& reader : program_.commands) {
    if (reader.opcode == Opcode::kRoundLoss && reader.a == command_.out &&
        program_[reader.out].bits != bits) {
      Fail("two round_loss of different widths read " + Out().name);
    }
  }
  // All errors but the target's would vanish.
  CheckRange(where_ + "number of classes in " + A().name, A().shape[1], 1,
             int64_t{1} << (bits - 1 + 3));
  // |G| <= 2^(B_err+4), either sign.
  CheckRange(where_ + "acc_bits", program_.acc_bits, bits + 5, kMaxAccBits);
}

}  // namespace itg
