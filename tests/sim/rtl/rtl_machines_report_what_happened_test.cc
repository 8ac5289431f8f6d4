// SPDX-License-Identifier: Apache-2.0
//
// Does the RTL machine notice what goes wrong, and count what it does?

#include <gtest/gtest.h>

#include <string>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {
namespace {

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
  EXPECT_EQ(counters.array_cycles, 4u * 6);          // 2 x 2 tiles of 4 x 4, K = 6
  EXPECT_EQ(counters.scratchpad_reads, 2u * 4 * 6);  // both operands in each of them
  EXPECT_EQ(counters.accumulator_writes % 10, 0u);   // 5 rows of 2 words, once for each chunk
  EXPECT_EQ(counters.rounded, 35u);
  // Descriptor 16 beats of 4 bytes, 2 exponents, the operands: every row of 6 bytes touches 2
  // beats.
  EXPECT_EQ(counters.memory_reads, 16u + 2 + 2 * (5 + 7));
  // 35 bytes in 9 beats, 10 words of mask in 10 bytes: 3 beats, and the exponent.
  EXPECT_EQ(counters.memory_writes, 9u + 3 + 1);
  EXPECT_EQ(retired.start_cycle, 0u);
  EXPECT_GT(retired.end_cycle, counters.array_cycles);
}

TEST(RtlMachine, TakesTheSameCyclesForOtherValues) {
  Program program = TwoProducts();
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(program);
  const Retired first = machine->Execute(0);
  machine->Write(kX, MakeTensor(program[kX]));
  const Retired zeros = machine->Execute(0);
  EXPECT_EQ(zeros.end_cycle - zeros.start_cycle, first.end_cycle - first.start_cycle);
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
