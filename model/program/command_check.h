// SPDX-License-Identifier: Apache-2.0
//
// The part of Validate() that reads one command. Internal to model/program.

#pragma once

#include <string>

#include "model/error.h"
#include "model/program/program.h"

namespace itg {

// Throws Error "<what> is <value>, allowed <low>..<high>" outside of the range.
void CheckRange(const std::string& what, int64_t value, int64_t low, int64_t high);

// One command under examination: each check names the command and the buffer.
class CommandCheck {
 public:
  CommandCheck(const Program& program, size_t index)
      : program_(program),
        command_(program.commands[index]),
        where_("command " + std::to_string(index) + " (" + Describe(command_) + "): ") {}

  // Of every command first: the checks below may look at the operands of any command.
  void CheckForm() const {
    CheckEnums();
    CheckOperands();
  }
  void CheckMeaning() const {
    CheckRoles();
    CheckShapes();
    CheckWidths();
  }

 private:
  [[noreturn]] void Fail(const std::string& what) const { throw Error(where_ + what); }

  const Buffer& A() const { return program_[command_.a]; }
  const Buffer& B() const { return program_[command_.b]; }
  const Buffer& Out() const { return program_[command_.out]; }
  const Buffer& Mask() const { return program_[command_.mask]; }
  bool HasB() const {
    return IsProduct(command_.opcode) || command_.opcode == Opcode::kCrossEntropy;
  }
  bool HasMask() const { return ReadsMask(command_) || WritesMask(command_); }

  void CheckEnums() const;
  void CheckOperands() const;
  void CheckOperand(const char* name, BufferId id, bool wanted) const;
  void CheckRoles() const;
  void CheckOutRole() const;
  void NeedRole(const char* operand, const Buffer& buffer, Role role) const;
  void CheckShapes() const;
  void NeedShape(const char* operand, const Buffer& buffer, const Shape& shape) const;
  void CheckProductShapes() const;
  void CheckWidths() const;
  void CheckLoss() const;

  const Program& program_;
  const Command& command_;
  const std::string where_;
};

}  // namespace itg
