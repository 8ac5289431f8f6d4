// SPDX-License-Identifier: Apache-2.0
//
// Checks the form of one command against the table of model/program/command.h, and what all
// families share.

#include "model/program/command_check.h"

#include "model/arith/bits.h"

namespace itg {

void CheckRange(const std::string& what, int64_t value, int64_t low, int64_t high) {
  if (value >= low && value <= high) return;
  throw Error(what + " is " + std::to_string(value) + ", allowed " + std::to_string(low) + ".." +
              std::to_string(high));
}

namespace {

bool IsPool(Opcode opcode) {
  return opcode == Opcode::kMaxPool || opcode == Opcode::kMaxPoolBackward ||
         opcode == Opcode::kAveragePool || opcode == Opcode::kAveragePoolBackward;
}

}  // namespace

void CommandCheck::CheckForm() const {
  CheckEnums();
  CheckOperands();
  CheckWindows();
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
  const Opcode opcode = command_.opcode;
  CheckOperand("a", command_.a, true);
  CheckOperand("b", command_.b,
               IsProduct(opcode) || opcode == Opcode::kCrossEntropy || opcode == Opcode::kAdd);
  CheckOperand("out", command_.out, true);
  CheckOperand("mask", command_.mask, ReadsMask(command_) || WritesMask(command_));
  CheckOperand("index", command_.index, ReadsIndex(command_) || WritesIndex(command_));
  CheckOperand("master", command_.master, Updates(command_) && command_.master != kNoBuffer);
  if (command_.out == command_.a || command_.out == command_.b) {
    Fail("out " + Out().name + " is an input as well");
  }
}

void CommandCheck::CheckWindow(const char* name, const Window& window, bool wanted) const {
  if (!wanted) {
    if (HasWindow(window)) Fail(std::string(name) + " must be absent");
    return;
  }
  const std::string where = where_ + name;
  CheckRange(where + " kernel_h", window.kernel_h, 1, kMaxWindow);
  CheckRange(where + " kernel_w", window.kernel_w, 1, kMaxWindow);
  CheckRange(where + " stride", window.stride, 1, kMaxWindow);
  CheckRange(where + " padding", window.padding, 0, kMaxWindow);
}

void CommandCheck::CheckWindows() const {
  const bool convolution = IsProduct(command_.opcode) && HasWindow(command_.window);
  CheckWindow("window", command_.window, convolution || IsPool(command_.opcode));
  CheckWindow("pool", command_.pool, command_.post == Post::kRequantiseReluPool);
}

void CommandCheck::CheckMeaning() const {
  if (IsProduct(command_.opcode)) {
    CheckProduct();
  } else if (IsPool(command_.opcode)) {
    CheckPool();
  } else {
    CheckElementwise();
  }
  CheckSideOutputs();
  if (RoundsGradient(command_)) {
    CheckRange(where_ + "gradient_bits", command_.gradient_bits, kMinNarrowBits, kMaxNarrowBits);
    CheckMu(command_.mu);
  }
}

void CommandCheck::CheckMu(int mu) const {
  CheckRange(where_ + "mu", mu, kMinMu, command_.gradient_bits - 1);
}

void CommandCheck::CheckSideOutputs() const {
  const auto need = [this](const char* operand, BufferId id, Role role, const Shape& shape) {
    if (id == kNoBuffer) return;
    NeedRole(operand, program_[id], role);
    NeedShape(operand, program_[id], shape);
  };
  need("mask", command_.mask, Role::kMask, Out().shape);
  need("index", command_.index, Role::kIndex, ReadsIndex(command_) ? A().shape : Out().shape);
  need("master", command_.master, Role::kMaster, Out().shape);
}

void CommandCheck::NeedRole(const char* operand, const Buffer& buffer, Role role) const {
  if (buffer.role == role) return;
  Fail(std::string(operand) + " " + buffer.name + " has role " + Name(buffer.role) + ", needs " +
       Name(role));
}

void CommandCheck::NeedOutRole(Role narrow) const {
  NeedRole("out", Out(), command_.post == Post::kNone ? Role::kAccumulator : narrow);
}

void CommandCheck::NeedShape(const char* operand, const Buffer& buffer, const Shape& shape) const {
  if (buffer.shape == shape) return;
  Fail(std::string(operand) + " " + buffer.name + " has shape " + ToString(buffer.shape) +
       ", needs " + ToString(shape));
}

void CommandCheck::NeedDimensions(const char* operand, const Buffer& buffer,
                                  size_t dimensions) const {
  if (buffer.shape.size() == dimensions) return;
  Fail(std::string(operand) + " " + buffer.name + " has shape " + ToString(buffer.shape) +
       ", needs " + (dimensions == 2 ? "two" : "four") + " dimensions");
}

void CommandCheck::NeedBitsOfA() const {
  if (A().bits == Out().bits) return;
  Fail("out " + Out().name + " has " + std::to_string(Out().bits) + " bits, a " + A().name +
       " has " + std::to_string(A().bits));
}

}  // namespace itg
