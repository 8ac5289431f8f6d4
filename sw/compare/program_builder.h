// SPDX-License-Identifier: Apache-2.0
//
// Assembles a random Program: buffers with unique names, initial tensors, commands.

#pragma once

#include <string>
#include <vector>

#include "model/program/program.h"
#include "sim/hw/hw_config.h"
#include "sw/compare/random_source.h"

namespace itg {

using Values = std::vector<int64_t>;  // row-major elements of a tensor

class ProgramBuilder {
 public:
  // Element widths are those of `hw`, or anything the hardware allows below them.
  ProgramBuilder(const HwConfig& hw, RandomSource* random, bool narrower);

  int BitsOf(Role role) const;
  int64_t MaxOf(Role role) const { return MaxMagnitude(BitsOf(role)); }

  BufferId Add(Role role, const Shape& shape);
  BufferId Add(Role role, int bits, const Shape& shape);
  // The same with initial elements and an exponent in -20..20 (0 for masks and labels).
  BufferId AddWith(Role role, const Shape& shape, const Values& values);
  BufferId AddWith(Role role, int bits, const Shape& shape, const Values& values);
  // Of a buffer with initial elements.
  int32_t ExponentOf(BufferId id);
  void SetExponent(BufferId id, int32_t exponent);

  // The reference is valid until the next command is added. Random tensor id, a phase and a layer
  // name for the reports; every operand absent.
  Command& AddCommand(Opcode opcode, Post post, Rounding rounding);

  const Program& program() const { return program_; }
  RandomSource& random() { return *random_; }
  const HwConfig& hw() const { return hw_; }

 private:
  Tensor& Initial(BufferId id);

  const HwConfig& hw_;
  RandomSource* random_;
  int activation_bits_;
  int weight_bits_;
  int error_bits_;
  int gradient_bits_;
  Program program_;
};

}  // namespace itg
