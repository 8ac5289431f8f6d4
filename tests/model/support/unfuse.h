// SPDX-License-Identifier: Apache-2.0
//
// A Program with every fused command written as its parts, in the words of the command table. The
// buffers of the original keep their numbers; those between the parts are added behind them.

#pragma once

#include <string>

#include "model/program/program.h"
#include "model/program/window.h"

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
        const BufferId gradient =
            Between(out_[command.out].shape, Role::kGradient, command.gradient_bits);
        Part(command, Opcode::kRoundGradient, Product(command), gradient, kNoBuffer);
        Part(command, Opcode::kApplyUpdate, gradient, command.out, kNoBuffer).master =
            command.master;
        return;
      }
      case Post::kRoundLoss:
        Part(command, Opcode::kRoundLoss, Product(command), command.out, kNoBuffer);
        return;
      case Post::kRequantiseReluPool:
        Pooled(command);
        return;
    }
  }
  const Program& program() const { return out_; }

 private:
  BufferId Between(const Shape& shape, Role role, int bits) {
    const std::string name = "between" + std::to_string(out_.buffers.size());
    out_.buffers.push_back({name, role, bits, shape});
    return static_cast<BufferId>(out_.buffers.size() - 1);
  }
  Command& Part(const Command& whole, Opcode opcode, BufferId a, BufferId out, BufferId mask) {
    Command part = whole;
    part.opcode = opcode;
    part.post = Post::kNone;
    part.a = a;
    part.b = kNoBuffer;
    part.out = out;
    part.mask = mask;
    part.index = kNoBuffer;
    part.master = kNoBuffer;
    part.window = {};
    part.pool = {};
    out_.commands.push_back(part);
    return out_.commands.back();
  }
  // The command without what follows it: its accumulators.
  BufferId Product(const Command& command) {
    Shape shape = out_[command.out].shape;
    if (command.post == Post::kRequantiseReluPool) {
      shape = WindowedShape(out_[command.a].shape, command.window, out_[command.b].shape[0]);
    }
    Command part = command;
    part.post = Post::kNone;
    part.mask = kNoBuffer;
    part.master = kNoBuffer;
    part.pool = {};
    if (!ReadsIndex(command)) part.index = kNoBuffer;
    part.out = Between(shape, Role::kAccumulator, out_.acc_bits);
    out_.commands.push_back(part);
    return part.out;
  }
  void Masked(const Command& command, Opcode last) {
    const Buffer out = out_[command.out];
    const BufferId narrow = Between(out.shape, out.role, out.bits);
    Part(command, Opcode::kRequantise, Product(command), narrow, kNoBuffer);
    Part(command, last, narrow, command.out, command.mask);
  }
  // The mask of the pooled values is what a ReLU of them writes; it leaves them as they are.
  void Pooled(const Command& command) {
    const Buffer out = out_[command.out];
    const BufferId sums = Product(command);
    const Shape shape = out_[sums].shape;
    const BufferId narrow = Between(shape, out.role, out.bits);
    const BufferId rectified = Between(shape, out.role, out.bits);
    const BufferId mask = Between(shape, Role::kMask, 1);
    const BufferId pooled = Between(out.shape, out.role, out.bits);
    Part(command, Opcode::kRequantise, sums, narrow, kNoBuffer);
    Part(command, Opcode::kRelu, narrow, rectified, mask);
    Command& pool = Part(command, Opcode::kMaxPool, rectified, pooled, kNoBuffer);
    pool.window = command.pool;
    pool.index = command.index;
    Part(command, Opcode::kRelu, pooled, command.out, command.mask);
  }

  Program out_;
};

inline Program Unfused(const Program& program) {
  Unfuser unfuser(program);
  for (const Command& command : program.commands) unfuser.Add(command);
  return unfuser.program();
}

}  // namespace itg
