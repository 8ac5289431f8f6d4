// SPDX-License-Identifier: Apache-2.0
//
// Programs for tests, buffer by buffer and command by command.

#pragma once

#include <string>
#include <utility>

#include "model/machine/golden_machine.h"
#include "tests/model/support/tensors.h"

namespace itg {

inline BufferId AddBuffer(Program* program, const std::string& name, Role role, int bits,
                          Shape shape) {
  program->buffers.push_back({name, role, bits, std::move(shape)});
  return static_cast<BufferId>(program->buffers.size() - 1);
}

struct Operands {
  BufferId a = kNoBuffer;
  BufferId b = kNoBuffer;
  BufferId out = kNoBuffer;
  BufferId mask = kNoBuffer;
  BufferId index = kNoBuffer;
  BufferId master = kNoBuffer;
};

inline void AddCommand(Program* program, Opcode opcode, Post post, const Operands& operands,
                       Rounding rounding = Rounding::kNearest, int mu = 3, uint32_t tensor_id = 0,
                       int gradient_bits = 8) {
  Command command;
  command.opcode = opcode;
  command.post = post;
  command.rounding = rounding;
  command.mu = mu;
  command.gradient_bits = gradient_bits;
  command.tensor_id = tensor_id;
  command.a = operands.a;
  command.b = operands.b;
  command.out = operands.out;
  command.mask = operands.mask;
  command.index = operands.index;
  command.master = operands.master;
  program->commands.push_back(command);
}

// Random contents for every buffer a program may read.
inline void FillRandomly(Engine* engine, Program* program) {
  for (size_t id = 0; id < program->buffers.size(); ++id) {
    const Buffer& buffer = program->buffers[id];
    Tensor tensor = MakeTensor(buffer);
    if (buffer.role == Role::kMask) {
      for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, Uniform(engine, 0, 1));
    } else if (buffer.role == Role::kAccumulator) {
      for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, AnyLength(engine, buffer.bits));
    } else if (buffer.role != Role::kLabel && buffer.role != Role::kIndex) {
      tensor = RandomNarrow(engine, buffer.shape, buffer.bits);
    }
    program->initial.emplace_back(static_cast<BufferId>(id), std::move(tensor));
  }
}

}  // namespace itg
