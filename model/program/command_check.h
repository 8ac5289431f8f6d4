// SPDX-License-Identifier: Apache-2.0
//
// The part of Validate() that reads one command: form and operands in command_check.cc, what they
// mean in one file a family of commands. Internal to model/program.

#pragma once

#include <string>

#include "model/error.h"
#include "model/program/program.h"
#include "model/program/window.h"

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
  void CheckForm() const;
  void CheckMeaning() const;
  void CheckMu(int mu) const;

 private:
  [[noreturn]] void Fail(const std::string& what) const { throw Error(where_ + what); }

  const Buffer& A() const { return program_[command_.a]; }
  const Buffer& B() const { return program_[command_.b]; }
  const Buffer& Out() const { return program_[command_.out]; }

  void CheckEnums() const;
  void CheckOperands() const;
  void CheckOperand(const char* name, BufferId id, bool wanted) const;
  void CheckWindows() const;
  void CheckWindow(const char* name, const Window& window, bool wanted) const;
  void CheckSideOutputs() const;  // mask, index, master: roles and shapes

  // The families.
  void CheckProduct() const;
  void CheckLinearShapes() const;
  void CheckConvolutionShapes() const;
  void CheckPool() const;
  void CheckElementwise() const;
  void CheckAdd() const;
  void CheckUpdate() const;
  void CheckLoss() const;
  void CheckLossWidths() const;

  void NeedRole(const char* operand, const Buffer& buffer, Role role) const;
  // The role of `out` is `narrow`, or accumulator when nothing follows.
  void NeedOutRole(Role narrow) const;
  void NeedShape(const char* operand, const Buffer& buffer, const Shape& shape) const;
  void NeedDimensions(const char* operand, const Buffer& buffer, size_t dimensions) const;
  void NeedBitsOfA() const;  // of `out`: elements pass unchanged

  const Program& program_;
  const Command& command_;
  const std::string where_;
};

}  // namespace itg
