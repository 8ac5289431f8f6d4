// SPDX-License-Identifier: Apache-2.0
//
// A Program with every fused command written as its parts, in the words of the command table. The
// buffers of the original keep their numbers; those between the parts are added behind them.

#pragma once

#include <string>

#include "model/error.h"
#include "model/program/program.h"

namespace itg {

class Unfuser {
 public:
  explicit Unfuser(const Program& program) : out_(program) { out_.commands.clear(); }

  void Add(const Command& command) {
    switch (command.post) {
      case Post::kNone:
        out_.commands.push_back(command);
        return;
      case Post::kRequantise:
        Part(command, Opcode::kRequantise, Product(command), command.out, kNoBuffer);
        return;
      case Post::kRequantiseRelu:
        Masked(command, Opcode::kRelu);
        return;
      case Post::kRequantiseMask:
        Masked(command, Opcode::kReluBackward);
        return;
      case Post::kUpdate: {
        const BufferId gradient = Between(command, Role::kGradient, command.gradient_bits);
        Part(command, Opcode::kRoundGradient, Product(command), gradient, kNoBuffer);
        Part(command, Opcode::kApplyUpdate, gradient, command.out, kNoBuffer);
        return;
      }
      case Post::kRoundLoss:
        Part(command, Opcode::kRoundLoss, Product(command), command.out, kNoBuffer);
        return;
      case Post::kRequantiseReluPool:
        throw Error("the hardware has no " + Describe(command));
    }
  }
  const Program& program() const { return out_; }

 private:
  BufferId Between(const Command& command, Role role, int bits) {
    const std::string name = "between" + std::to_string(out_.buffers.size());
    out_.buffers.push_back({name, role, bits, out_[command.out].shape});
    return static_cast<BufferId>(out_.buffers.size() - 1);
  }
  void Part(const Command& whole, Opcode opcode, BufferId a, BufferId out, BufferId mask) {
    Command part = whole;
    part.opcode = opcode;
    part.post = Post::kNone;
    part.a = a;
    part.b = kNoBuffer;
    part.out = out;
    part.mask = mask;
    out_.commands.push_back(part);
  }
  // The command without what follows it: its accumulators.
  BufferId Product(const Command& command) {
    Command part = command;
    part.post = Post::kNone;
    part.mask = kNoBuffer;
    part.out = Between(command, Role::kAccumulator, out_.acc_bits);
    out_.commands.push_back(part);
    return part.out;
  }
  void Masked(const Command& command, Opcode last) {
    const Buffer out = out_[command.out];
    const BufferId narrow = Between(command, out.role, out.bits);
    Part(command, Opcode::kRequantise, Product(command), narrow, kNoBuffer);
    Part(command, last, narrow, command.out, command.mask);
  }

  Program out_;
};

inline Program Unfused(const Program& program) {
  Unfuser unfuser(program);
  for (const Command& command : program.commands) unfuser.Add(command);
  return unfuser.program();
}

}  // namespace itg
