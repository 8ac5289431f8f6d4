// SPDX-License-Identifier: Apache-2.0
//
// Checks one command against the table of model/program/command.h.

#include "model/program/command_check.h"

#include "model/arith/bits.h"
#include "model/error.h"

namespace itg {

void CheckRange(const std::string& what, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return;
  throw Error(what + " is " + std::to_string(value) + ", allowed " + std::to_string(low) + ".." +
              std::to_string(high));
}

void CommandCheck::CheckEnums() const {
  if (static_cast<int>(command_.opcode) >= kOpcodeCount) Fail("illegal opcode");
  if (static_cast<int>(command_.post) >= kPostCount) Fail("illegal post-operation");
  if (!IsLegal(command_.opcode, command_.post)) {
    Fail(std::string(Name(command_.post)) + " cannot follow " + Name(command_.opcode));
  }
  if (static_cast<int>(command_.rounding) >= kRoundingCount) Fail("illegal rounding mode");
  if (static_cast<int>(command_.phase) >= kPhaseCount) Fail("illegal phase");
}

void CommandCheck::CheckOperand(const char* name, BufferId id, bool wanted) const {
  if (!wanted) {
    if (id != kNoBuffer) Fail(std::string("operand ") + name + " must be absent");
    return;
  }
  if (id < 0 || static_cast<size_t>(id) >= program_.buffers.size()) {
    Fail(std::string("operand ") + name + " is buffer " + std::to_string(id) + " of " +
         std::to_string(program_.buffers.size()));
  }
}

void CommandCheck::CheckOperands() const {
  CheckOperand("a", command_.a, true);
  CheckOperand("b", command_.b, HasB());
  CheckOperand("out", command_.out, true);
  CheckOperand("mask", command_.mask, HasMask());
  if (command_.out == command_.a || command_.out == command_.b) {
    Fail("out " + Out().name + " is an input as well");
  }
}

void CommandCheck::NeedRole(const char* operand, const Buffer& buffer, Role role) const {
  if (buffer.role == role) return;
  Fail(std::string(operand) + " " + buffer.name + " has role " + Name(buffer.role) + ", needs " +
       Name(role));
}

void CommandCheck::CheckOutRole() const {
  Role role = Role::kAccumulator;
  switch (command_.post) {
    case Post::kNone:
      break;
    case Post::kUpdate:
      role = Role::kWeight;
      break;
    case Post::kRequantise:
    case Post::kRequantiseRelu:
    case Post::kRequantiseMask:
      role = command_.opcode == Opcode::kForward ? Role::kActivation : Role::kError;
      break;
    case Post::kRoundLoss:
      role = Role::kError;
      break;
  }
  NeedRole("out", Out(), role);
}

void CommandCheck::CheckRoles() const {
  if (HasMask()) NeedRole("mask", Mask(), Role::kMask);
  switch (command_.opcode) {
    case Opcode::kForward:
      NeedRole("a", A(), Role::kActivation);
      NeedRole("b", B(), Role::kWeight);
      return CheckOutRole();
    case Opcode::kError:
      NeedRole("a", A(), Role::kError);
      NeedRole("b", B(), Role::kWeight);
      return CheckOutRole();
    case Opcode::kGradient:
      NeedRole("a", A(), Role::kError);
      NeedRole("b", B(), Role::kActivation);
      return CheckOutRole();
    case Opcode::kCrossEntropy:
      NeedRole("a", A(), Role::kActivation);
      NeedRole("b", B(), Role::kLabel);
      return CheckOutRole();
    case Opcode::kRequantise:
      NeedRole("a", A(), Role::kAccumulator);
      if (Out().role != Role::kError) NeedRole("out", Out(), Role::kActivation);
      return;
    case Opcode::kRelu:
      NeedRole("a", A(), Role::kActivation);
      return NeedRole("out", Out(), Role::kActivation);
    case Opcode::kReluBackward:
      NeedRole("a", A(), Role::kError);
      return NeedRole("out", Out(), Role::kError);
    case Opcode::kRoundGradient:
      NeedRole("a", A(), Role::kAccumulator);
      return NeedRole("out", Out(), Role::kGradient);
    case Opcode::kApplyUpdate:
      NeedRole("a", A(), Role::kGradient);
      return NeedRole("out", Out(), Role::kWeight);
    case Opcode::kRoundLoss:
      NeedRole("a", A(), Role::kAccumulator);
      return NeedRole("out", Out(), Role::kError);
  }
}

void CommandCheck::NeedShape(const char* operand, const Buffer& buffer, const Shape& shape) const {
  if (buffer.shape == shape) return;
  Fail(std::string(operand) + " " + buffer.name + " has shape " + ToString(buffer.shape) +
       ", needs " + ToString(shape));
}

void CommandCheck::CheckProductShapes() const {
  for (const Buffer* buffer : {&A(), &B(), &Out()}) {
    if (buffer->shape.size() != 2) {
      Fail(buffer->name + " has shape " + ToString(buffer->shape) + ", needs two dimensions");
    }
  }
  const Shape& a = A().shape;
  const Shape& b = B().shape;
  switch (command_.opcode) {
    case Opcode::kForward:
      NeedShape("b", B(), {b[0], a[1]});
      return NeedShape("out", Out(), {a[0], b[0]});
    case Opcode::kError:
      NeedShape("b", B(), {a[1], b[1]});
      return NeedShape("out", Out(), {a[0], b[1]});
    default:
      NeedShape("b", B(), {a[0], b[1]});
      return NeedShape("out", Out(), {a[1], b[1]});
  }
}

void CommandCheck::CheckShapes() const {
  if (IsProduct(command_.opcode)) {
    CheckProductShapes();
  } else {
    NeedShape("out", Out(), A().shape);
  }
  if (HasMask()) NeedShape("mask", Mask(), Out().shape);
  if (command_.opcode == Opcode::kCrossEntropy) {
    if (A().shape.size() != 2) {
      Fail("a " + A().name + " has shape " + ToString(A().shape) + ", needs two dimensions");
    }
    NeedShape("b", B(), {A().shape[0]});
  }
}

void CommandCheck::CheckWidths() const {
  switch (command_.opcode) {
    case Opcode::kRelu:
    case Opcode::kReluBackward:
      if (A().bits != Out().bits) {
        Fail("out " + Out().name + " has " + std::to_string(Out().bits) + " bits, a " + A().name +
             " has " + std::to_string(A().bits));
      }
      return;
    case Opcode::kGradient:
      if (command_.post != Post::kUpdate) return;
      [[fallthrough]];
    case Opcode::kRoundGradient:
      return CheckMu(where_, command_.mu, program_.gradient_bits);
    case Opcode::kCrossEntropy:
      return CheckLoss();
    default:
      return;
  }
}

void CommandCheck::CheckLoss() const {
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
