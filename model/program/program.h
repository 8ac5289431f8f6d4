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
  kLabel,   // int32 class numbers; read by the cross-entropy alone
  kIndex,   // 16 bits: where in its window (raster order) the winner of a max-pool was
  kMaster,  // 16-bit weights that updates accumulate in
};

const char* Name(Role role);

inline constexpr int kIndexBits = 16;
inline constexpr int kMasterBits = 16;

struct Buffer {
  std::string name;  // unique, "fc1.weight": the name `dump` and mismatch reports use
  Role role = Role::kActivation;
  int bits = 8;  // width of an element; fixed: 1 mask, AccW accumulator, 32 label, 16 index, master
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

// The narrowest storage of its elements, but at least 32 bits for accumulators.
ElementType StorageOf(const Buffer& buffer);
// A zero tensor with the shape and storage of `buffer`.
Tensor MakeTensor(const Buffer& buffer);

// Width of the error a cross-entropy command prepares: that of `out`, or when `out` receives the
// accumulators, of the error that the kRoundLoss reading them produces. 0 when there is none.
int LossErrorBits(const Program& program, const Command& command);

// Checks that `tensor` can be the contents of `buffer`: shape, storage and every element in the
// range of its width. Throws Error that names the buffer and the first bad element.
void CheckContents(const Buffer& buffer, const Tensor& tensor);

// Smallest mu: no shift can get larger below it.
inline constexpr int kMinMu = -64;
// Can `mu` replace that of every command? kMinMu <= mu <= gradient_bits - 1 of each command that
// rounds a gradient. Throws Error that names the command.
void CheckMu(const Program& program, int mu);

// Checks the buffer table, the initial tensors and every command against the table: legal opcode
// and post, operands present, windows, roles, shapes and widths consistent, mu in its range. An
// output is never an input as well, but for the weights of an update. Throws Error that names the
// command and the buffer.
void Validate(const Program& program);

}  // namespace itg
