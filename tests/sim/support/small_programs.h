// SPDX-License-Identifier: Apache-2.0
//
// Programs small enough to count by hand.

#pragma once

#include <cstdint>
#include <initializer_list>

#include "model/program/program.h"

namespace itg {

// forward with ReLU, then the error back through the mask: 5x6 times 6x7.
struct TwoProducts {
  enum : BufferId { kX, kW, kY, kMask, kE, kEx, kW2 };

  static Program Make() {
    Program program;
    program.buffers = {{"x", Role::kActivation, 8, {5, 6}}, {"w", Role::kWeight, 8, {7, 6}},
                       {"y", Role::kActivation, 8, {5, 7}}, {"mask", Role::kMask, 1, {5, 7}},
                       {"e", Role::kError, 8, {5, 6}},      {"ex", Role::kError, 8, {5, 7}},
                       {"w2", Role::kWeight, 8, {6, 7}}};
    for (const BufferId id : std::initializer_list<BufferId>{kX, kW, kE, kW2}) {
      Tensor tensor = MakeTensor(program[id]);
      for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, (i * 53 + id) % 255 - 127);
      program.initial.emplace_back(id, tensor);
    }
    Command forward;
    forward.post = Post::kRequantiseRelu;
    forward.a = kX;
    forward.b = kW;
    forward.out = kY;
    forward.mask = kMask;
    forward.layer = "fc1";
    Command error;
    error.opcode = Opcode::kError;
    error.post = Post::kRequantiseMask;
    error.a = kE;
    error.b = kW2;
    error.out = kEx;
    error.mask = kMask;
    error.layer = "fc2";
    program.commands = {forward, error};
    return program;
  }
};

// One product, requantised: x [rows][depth] times w [columns][depth] into y [rows][columns].
struct OneProduct {
  enum : BufferId { kX, kW, kY };

  static Program Make(int64_t rows, int64_t columns, int64_t depth) {
    Program program;
    program.buffers = {{"x", Role::kActivation, 8, {rows, depth}},
                       {"w", Role::kWeight, 8, {columns, depth}},
                       {"y", Role::kActivation, 8, {rows, columns}}};
    Command forward;
    forward.post = Post::kRequantise;
    forward.a = kX;
    forward.b = kW;
    forward.out = kY;
    forward.layer = "fc";
    program.commands = {forward};
    return program;
  }
};

}  // namespace itg
