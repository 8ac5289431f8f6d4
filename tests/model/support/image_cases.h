// SPDX-License-Identifier: Apache-2.0
//
// Random convolutions and pools with corner values crossed in, as one-command programs on the
// golden machine.

#pragma once

#include <algorithm>
#include <string>

#include "tests/model/support/dumb_ops.h"
#include "tests/model/support/programs.h"

namespace itg {

struct ImageCase {
  Shape image;   // [N][H][W][C]
  Shape result;  // [N][OH][OW][O]
  Window window;
  int act = 8, weight = 8, error = 8, acc = 32;

  Shape filters() const { return {result[3], window.kernel_h, window.kernel_w, image[3]}; }
  std::string text() const {
    return ToString(image) + " " + ToString(result) + " kernel " + std::to_string(window.kernel_h) +
           "x" + std::to_string(window.kernel_w) + " stride " + std::to_string(window.stride) +
           " padding " + std::to_string(window.padding) + " act " + std::to_string(act) +
           " weight " + std::to_string(weight) + " error " + std::to_string(error) + " acc " +
           std::to_string(acc);
  }
};

inline int AnyWidth(Engine* engine) {
  return Uniform(engine, 0, 1) == 0 ? 8 : static_cast<int>(Uniform(engine, 2, 16));
}

// `pool`: as many channels out as in, padding below the kernel.
inline ImageCase RandomImageCase(Engine* engine, bool pool, int64_t largest = 9) {
  const auto any = [engine](int64_t low, int64_t high) {
    return static_cast<int>(Uniform(engine, low, high));
  };
  ImageCase x;
  Window& w = x.window;
  do {
    w = {any(1, 4), any(1, 4), any(1, 3), any(0, 2)};
    if (any(0, 2) == 0) w = {3, 3, any(1, 2), 1};
    if (pool) w.padding = std::min({w.padding, w.kernel_h - 1, w.kernel_w - 1});
    x.image = {any(1, 3), any(1, largest), any(1, largest), any(1, 9)};
    if (any(0, 5) == 0) x.image = {1, 1, 1, any(1, 5)};
    const int64_t channels = pool ? x.image[3] : any(1, 9);
    x.result = WindowedShape(x.image, w, channels);
  } while (x.result[1] < 1 || x.result[2] < 1);
  x.act = AnyWidth(engine);
  x.weight = AnyWidth(engine);
  x.error = AnyWidth(engine);
  const int accs[] = {8, 20, 32, 48};
  x.acc = accs[any(0, 3)];
  return x;
}

struct Outcome {
  Tensor out, index;
  Retired retired;
};

// Runs one command: contents of a, b and index are given, `out_role` tells the kind of the result.
class OneCommand {
 public:
  explicit OneCommand(int acc_bits) { program_.acc_bits = acc_bits; }
  BufferId Add(const char* name, Role role, int bits, const Shape& shape) {
    return AddBuffer(&program_, name, role, bits, shape);
  }
  BufferId With(const char* name, Role role, int bits, const Tensor& tensor) {
    const BufferId id = Add(name, role, bits, tensor.shape());
    program_.initial.emplace_back(id, tensor);
    return id;
  }
  Command& Make(Opcode opcode, const Operands& operands, const Window& window,
                Post post = Post::kNone) {
    AddCommand(&program_, opcode, post, operands);
    program_.commands.back().window = window;
    return program_.commands.back();
  }
  Outcome Run(KernelChoice kernel = KernelChoice::kAuto) const {
    const std::unique_ptr<Machine> machine = MakeGoldenMachine(kernel);
    machine->Load(program_);
    Outcome outcome;
    outcome.retired = machine->Execute(0);
    const Command& command = program_.commands[0];
    outcome.out = machine->Read(command.out);
    if (command.index != kNoBuffer) outcome.index = machine->Read(command.index);
    return outcome;
  }

 private:
  Program program_;
};

// `outcome` holds `exact` modulo 2^acc_bits, has the exponent and counted the sums that do not fit.
inline void ExpectSums(const Outcome& outcome, const Exact& exact, int acc_bits, int exponent) {
  Exact expected;
  uint64_t overflows = 0;
  for (const int64_t sum : exact) {
    expected.push_back(DumbWrap(sum, acc_bits));
    overflows += expected.back() != sum ? 1 : 0;
  }
  ASSERT_EQ(Values(outcome.out), expected);
  ASSERT_EQ(outcome.out.exponent(), exponent);
  ASSERT_EQ(outcome.retired.acc_overflows, overflows);
}

}  // namespace itg
