// SPDX-License-Identifier: Apache-2.0
//
// A Program is a value: commands over whole tensors, a buffer table, initial tensors, the seed.
// It holds no hardware field, so it replays on any machine and any configuration with the same
// bits. What a configuration adds (tiles, addresses) is a Schedule (sim/plan).

#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/program/command.h"
#include "model/tensor/tensor.h"

namespace itg {

enum class Role : uint8_t {
  kActivation,
  kWeight,
  kError,
  kGradient,
  kAccumulator,
  kMask,
  kLabel,  // int32 class numbers; read by the cross-entropy alone
};

const char* Name(Role role);

struct Buffer {
  std::string name;  // unique, "fc1.weight": the name `dump` and mismatch reports use
  Role role = Role::kActivation;
  int bits = 8;  // width of an element; 1 for a mask, AccW for an accumulator, 32 for labels
  Shape shape;
};

struct Program {
  std::vector<Buffer> buffers;
  std::vector<Command> commands;
  std::vector<std::pair<BufferId, Tensor>> initial;
  uint32_t seed = 0;
  int acc_bits = 32;  // products are summed modulo 2^acc_bits

  BufferId Find(const std::string& name) const;  // kNoBuffer when absent
  const Buffer& operator[](BufferId id) const { return buffers.at(static_cast<size_t>(id)); }
};

// A zero tensor with the shape and storage of `buffer`.
Tensor MakeTensor(const Buffer& buffer);

// Checks every command against the table: legal opcode and post, operands present, roles, shapes
// and widths consistent. Throws Error that names the command and the buffer.
void Validate(const Program& program);

}  // namespace itg
