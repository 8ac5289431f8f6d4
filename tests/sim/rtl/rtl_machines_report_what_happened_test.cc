// SPDX-License-Identifier: Apache-2.0
//
// Does the RTL machine notice what goes wrong, and count what it does?

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "sim/plan/descriptor.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {
namespace {

constexpr uint64_t kDescriptorBeats = kDescriptorBytes / 4;  // on the bus of tiny

enum : BufferId { kX, kW, kY, kMask, kE, kEx, kW2 };

// forward with ReLU, then the error back through the mask: 5x6 times 6x7.
Program TwoProducts() {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {5, 6}}, {"w", Role::kWeight, 8, {7, 6}},
                     {"y", Role::kActivation, 8, {5, 7}}, {"mask", Role::kMask, 1, {5, 7}},
                     {"e", Role::kError, 8, {5, 6}},      {"ex", Role::kError, 8, {5, 7}}};
  program.buffers.push_back({"w2", Role::kWeight, 8, {6, 7}});
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

std::unique_ptr<Machine> Tiny(const RtlOptions& options = {}) {
  return MakeRtlMachine(HwConfig::FromFile("tiny"), options);
}

TEST(RtlMachine, CountsEveryEvent) {
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(TwoProducts());
  const Retired retired = machine->Execute(0);
  const Counters& counters = retired.counters;
  EXPECT_EQ(counters.macs, 5u * 6 * 7);
  EXPECT_EQ(counters.array_cycles, 4u * 6);             // 2 x 2 tiles of 4 x 4, K = 6
  EXPECT_EQ(counters.scratchpad_reads, 2u * 4 * 6);     // both operands in each of them
  EXPECT_EQ(counters.scratchpad_writes, 2u * (5 + 7));  // the beats of the operands, see below
  EXPECT_EQ(counters.accumulator_writes, 5u * 2);       // 5 rows of 2 words, one chunk of K
  EXPECT_EQ(counters.accumulator_reads, 5u * 2);        // each once by the second pass
  EXPECT_EQ(counters.rounded, 35u);
  // Descriptor, 2 exponents, the operands: every row of 6 bytes touches 2 beats of 4.
  EXPECT_EQ(counters.memory_reads, kDescriptorBeats + 2 + 2 * (5 + 7));
  // 35 bytes in 9 beats, 10 words of mask in 10 bytes: 3 beats, and the exponent.
  EXPECT_EQ(counters.memory_writes, 9u + 3 + 1);
  EXPECT_EQ(retired.start_cycle, 0u);
  EXPECT_GT(retired.end_cycle, counters.array_cycles);
}

// One forward product [5][depth] x [7][depth], requantised.
Program OneProduct(int depth) {
  Program program = TwoProducts();
  program.buffers[kX].shape = {5, depth};
  program.buffers[kW].shape = {7, depth};
  program.initial.clear();
  program.commands.resize(1);
  program.commands[0].post = Post::kRequantise;
  program.commands[0].mask = kNoBuffer;
  return program;
}

// With K = 200 a chunk of 4 takes the fewest cycles: 5 + 7 beats to load and 4 tiles of 4.
TEST(RtlMachine, CountsEveryEventOfSeveralChunks) {
  constexpr uint64_t kDepth = 200, kChunks = kDepth / 4, kTiles = 4, kWords = 5 * 2;
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(OneProduct(kDepth));
  const Counters counters = machine->Execute(0).counters;
  EXPECT_EQ(counters.array_cycles, kTiles * kDepth);
  EXPECT_EQ(counters.scratchpad_reads, 2 * kTiles * kDepth);
  EXPECT_EQ(counters.scratchpad_writes, (5 + 7) * kDepth / 4);
  EXPECT_EQ(counters.accumulator_writes, kChunks * kWords);
  // Every chunk but the first adds to what is there; the second pass reads the sums.
  EXPECT_EQ(counters.accumulator_reads, (kChunks - 1) * kWords + kWords);
  EXPECT_EQ(counters.memory_reads, kDescriptorBeats + 2 + (5 + 7) * kDepth / 4);
  EXPECT_EQ(counters.memory_writes, 9u + 1);
  EXPECT_EQ(counters.rounded, 35u);
}

// The largest sum is 255, so the shift is 1 and 127.5 becomes 128, which 127 is the most of.
TEST(RtlMachine, CountsEverySaturation) {
  Program program = OneProduct(4);
  Tensor x = MakeTensor(program[kX]);
  Tensor w = MakeTensor(program[kW]);
  for (const int64_t row : {0, 1, 2, 4}) {
    for (int64_t k = 0; k < 3; ++k) x.Set(4 * row + k, 1);
  }
  for (int64_t column = 0; column < 7; ++column) {
    const bool saturates = column == 2 || column == 5 || column == 6;
    w.Set(4 * column, saturates ? 127 : 100);
    w.Set(4 * column + 1, saturates ? 127 : 100);
    w.Set(4 * column + 2, 1);
  }
  program.initial = {{kX, x}, {kW, w}};
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  EXPECT_EQ(machine->Execute(0).saturations, 4u * 3);  // rows that are not zero, columns of 255
}

// A command of every kind the hardware has, in turn.
Program EveryKind() {
  enum : BufferId { kA, kB, kAcc, kOut, kSign, kErr, kAcc2, kGrad, kErr2, kBuffers };
  Program program;
  program.buffers = {
      {"a", Role::kActivation, 8, {6, 9}},      {"b", Role::kWeight, 8, {7, 9}},
      {"acc", Role::kAccumulator, 32, {6, 7}},  {"out", Role::kActivation, 8, {6, 7}},
      {"sign", Role::kMask, 1, {6, 7}},         {"err", Role::kError, 8, {6, 7}},
      {"acc2", Role::kAccumulator, 32, {7, 9}}, {"grad", Role::kGradient, 8, {7, 9}},
      {"err2", Role::kError, 8, {6, 9}}};
  const auto add = [&](Opcode opcode, Post post, BufferId a, BufferId b, BufferId out,
                       BufferId mask = kNoBuffer) {
    Command command;
    command.opcode = opcode;
    command.post = post;
    command.rounding = Rounding::kStochastic;
    command.mu = 4;
    command.a = a;
    command.b = b;
    command.out = out;
    command.mask = mask;
    command.layer = "fc";
    program.commands.push_back(command);
  };
  add(Opcode::kForward, Post::kNone, kA, kB, kAcc);
  add(Opcode::kForward, Post::kRequantise, kA, kB, kOut);
  add(Opcode::kForward, Post::kRequantiseRelu, kA, kB, kOut, kSign);
  add(Opcode::kRequantise, Post::kNone, kAcc, kNoBuffer, kOut);
  add(Opcode::kRelu, Post::kNone, kOut, kNoBuffer, kOut, kSign);
  add(Opcode::kReluBackward, Post::kNone, kErr, kNoBuffer, kErr, kSign);
  add(Opcode::kError, Post::kRequantise, kErr, kB, kErr2);
  add(Opcode::kGradient, Post::kNone, kErr, kA, kAcc2);
  add(Opcode::kRoundGradient, Post::kNone, kAcc2, kNoBuffer, kGrad);
  add(Opcode::kApplyUpdate, Post::kNone, kGrad, kNoBuffer, kB);
  add(Opcode::kGradient, Post::kUpdate, kErr, kA, kB);
  return program;
}

// Cycles of each command with every tensor set by `value`.
template <typename Value>
std::vector<uint64_t> Durations(const Value& value) {
  const Program program = EveryKind();
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  std::vector<uint64_t> cycles;
  for (size_t command = 0; command < program.commands.size(); ++command) {
    for (size_t id = 0; id < program.buffers.size(); ++id) {
      Tensor tensor = MakeTensor(program.buffers[id]);
      const int64_t most = (int64_t{1} << (program.buffers[id].bits - 1)) - 1;
      for (int64_t i = 0; i < tensor.size(); ++i) {
        tensor.Set(i, program.buffers[id].role == Role::kMask ? value(1) & 1 : value(most));
      }
      machine->Write(static_cast<BufferId>(id), tensor);
    }
    const Retired retired = machine->Execute(command);
    cycles.push_back(retired.end_cycle - retired.start_cycle);
  }
  return cycles;
}

TEST(RtlMachine, NoDurationDependsOnValues) {
  const std::vector<uint64_t> zeros = Durations([](int64_t) { return int64_t{0}; });
  EXPECT_EQ(Durations([](int64_t most) { return most; }), zeros);
  EXPECT_EQ(Durations([](int64_t most) { return -most; }), zeros);
  std::mt19937_64 random(1);
  const auto drawn = [&](int64_t most) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(2 * most + 1)) - most;
  };
  for (int i = 0; i < 3; ++i) EXPECT_EQ(Durations(drawn), zeros);
}

TEST(RtlMachine, AFlippedBitIsFoundWhereItIsRead) {
  const struct {
    BufferId buffer;
    bool exponent;
    size_t command;
    const char* place;
  } faults[] = {{kW, false, 0, "fc1"}, {kX, true, 0, "exponent"}, {kMask, false, 1, "fc2"}};
  for (const auto& fault : faults) {
    Lockstep machines(MakeGoldenMachine(), Tiny());
    machines.Load(TwoProducts());
    try {
      for (size_t command = 0; command < 2; ++command) {
        if (command == fault.command) {
          Tensor tensor = machines.tested().Read(fault.buffer);
          if (fault.exponent)
            tensor.set_exponent(tensor.exponent() ^ 1);
          else
            tensor.Set(3, fault.buffer == kMask ? 1 - tensor.Get(3) : tensor.Get(3) ^ 64);
          machines.tested().Write(fault.buffer, tensor);
        }
        machines.Execute(command);
      }
      ADD_FAILURE() << "not found: " << fault.place;
    } catch (const Difference& difference) {
      const std::string what = difference.what();
      EXPECT_EQ(difference.tested.command, fault.command) << what;
      EXPECT_NE(what.find(fault.place), std::string::npos) << what;
    }
  }
}

TEST(RtlMachine, AMemoryThatNeverAnswersIsAHangNotAResult) {
  RtlOptions options;
  options.stall_percent = 100;
  options.watchdog_cycles = 5000;
  const std::unique_ptr<Machine> machine = Tiny(options);
  machine->Load(TwoProducts());
  try {
    machine->Execute(0);
    ADD_FAILURE() << "it finished";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("5000 cycles"), std::string::npos) << error.what();
  }
}

TEST(RtlMachine, RefusesATensorOfAnotherShape) {
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(TwoProducts());
  EXPECT_THROW(machine->Write(kX, Tensor({6, 5}, ElementType::kInt8)), Error);
}

}  // namespace
}  // namespace itg
