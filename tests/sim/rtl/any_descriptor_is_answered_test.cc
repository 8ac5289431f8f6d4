// SPDX-License-Identifier: Apache-2.0
//
// Does the accelerator survive every descriptor? Commands of all kinds with flipped bits and odd
// fields, and descriptors of random bits: what sim/plan/legal.h calls illegal is refused and writes
// nothing, everything else comes to an end or meets the end of the memory; none makes the watchdog
// wait. After each of them a known program computes what the golden model does.

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <random>

#include "model/machine/golden_machine.h"
#include "sim/plan/legal.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/rtl/waiting.h"
#include "tests/sim/support/every_kind.h"
#include "tests/support/queued_program.h"
#include "tests/support/random_commands.h"

#ifndef ITG_FUZZ_CASES
#define ITG_FUZZ_CASES 6000
#define ITG_FUZZ_ASSERTIONS false
#endif

namespace itg {
namespace {

constexpr uint32_t kDescriptor = 1 << 14;  // where the random one lies, behind everything else
constexpr uint64_t kMemory = kDescriptor + kDescriptorBytes;
constexpr uint64_t kLongEnough = 20000;  // cycles after which a command is abandoned

RtlOptions Options() {
  RtlOptions options;
  options.check_assertions = ITG_FUZZ_ASSERTIONS;
  return options;
}

// The memory that the good program leaves behind, by the golden model, which works on no tensor in
// place: each product and the ReLU behind it as one command.
std::vector<uint8_t> GoldenResult(QueuedProgram* queued) {
  Program program = ThreeProducts();
  for (size_t i = 0; i < program.commands.size(); ++i) {
    program.commands[i].post = Post::kRequantiseRelu;
    program.commands[i].mask = program.commands[i + 1].mask;
    program.commands.erase(program.commands.begin() + static_cast<int64_t>(i) + 1);
  }
  program.seed = queued->Run(0, 1).seed;
  const std::unique_ptr<Machine> golden = MakeGoldenMachine();
  golden->Load(program);
  golden->SetTrainingStep(queued->Run(0, 1).training_step);
  for (size_t i = 0; i < program.commands.size(); ++i) golden->Execute(i);
  std::vector<uint8_t> bytes = queued->bytes();
  for (size_t i = 0; i < program.buffers.size(); ++i) {
    const Tensor tensor = golden->Read(static_cast<BufferId>(i));
    const int32_t exponent = tensor.exponent();
    StoreTensor(tensor, program.buffers[i], &bytes[queued->Buffer(i).address]);
    // Masks and what is only read have none.
    const bool written = i >= 2 && i % 2 == 0;
    if (written) {
      std::memcpy(&bytes[queued->Buffer(i).exponent_address], &exponent, sizeof exponent);
    }
  }
  return bytes;
}

class AnyDescriptor : public testing::Test {
 protected:
  AnyDescriptor()
      : hw_(queued_.hw()),
        plugin_(BuildPluginOf(hw_, Options()), PluginOptionsOf(hw_, Options())),
        golden_(GoldenResult(&queued_)),
        legal_(Plan(EveryKind(Rounding::kStochastic), hw_)) {
    std::mt19937 random(7);
    for (uint8_t& byte : noise_) byte = static_cast<uint8_t>(random());
  }

  // Executes `descriptor` alone in a memory of noise.
  PluginResult Execute(const Descriptor& descriptor, uint32_t watchdog = 5000) {
    memory_ = noise_;
    std::memcpy(&memory_[kDescriptor], descriptor.data(), sizeof descriptor);
    before_ = memory_;
    const PluginRange writable = {0, kDescriptor};
    PluginRun run = {};
    run.memory = memory_.data();
    run.memory_bytes = memory_.size();
    run.queue_base = kDescriptor;
    run.count = 1;
    run.writable = &writable;
    run.writable_count = 1;
    run.watchdog = watchdog;
    run.most_cycles = 10 * kLongEnough;
    run.reset_after = kLongEnough;
    return plugin_.Run(run);
  }

  void ExpectAnswered(const Descriptor& descriptor) {
    const char* reason = IllegalReason(descriptor, hw_);
    const PluginResult result = Execute(descriptor);
    ++answers_[result.status];
    if (reason != nullptr) {
      EXPECT_EQ(result.status, kPluginIllegalCommand) << reason << result.assertion;
      EXPECT_EQ(result.error_address, kDescriptor);
      EXPECT_TRUE(memory_ == before_) << "an illegal command wrote";
      return;
    }
    switch (result.status) {
      case kPluginDone:
      case kPluginReset:
        break;
      case kPluginBadRead:
        EXPECT_GT(result.fault_address + static_cast<uint64_t>(hw_.bus_bytes), kMemory);
        break;
      case kPluginBadWrite:
        EXPECT_GE(result.fault_address, kDescriptor);
        break;
      default:
        ADD_FAILURE() << "status " << result.status << ": " << result.assertion
                      << DescribeWaiting(result.waiting);
    }
  }

  void ExpectAGoodProgramRuns() {
    queued_.Load();
    EXPECT_EQ(plugin_.Run(queued_.Run(0, QueuedProgram::kCommands)).status, kPluginDone);
    EXPECT_TRUE(queued_.bytes() == golden_) << "the program behind it computes something else";
  }

  QueuedProgram queued_;
  HwConfig hw_;
  PluginLibrary plugin_;
  std::vector<uint8_t> golden_;
  Schedule legal_;
  std::vector<uint8_t> noise_ = std::vector<uint8_t>(kMemory);
  std::vector<uint8_t> memory_;
  std::vector<uint8_t> before_;
  std::map<int32_t, int> answers_;
};

TEST_F(AnyDescriptor, IsExecutedOrRefusedAndLeavesNoTrace) {
  constexpr uint32_t kSeed = ITG_FUZZ_CASES;  // other cases where there are more
  RandomCommands random(hw_, kSeed, kDescriptor);
  for (int i = 0; i < ITG_FUZZ_CASES; ++i) {
    Descriptor descriptor = random.Next();
    if (i % 3 == 0) {  // of a real program
      descriptor = legal_.commands[static_cast<size_t>(i / 3) % legal_.commands.size()].descriptor;
      random.Damage(&descriptor);
    }
    SCOPED_TRACE("seed " + std::to_string(kSeed) + " case " + std::to_string(i) + " " +
                 ToString(descriptor));
    ExpectAnswered(descriptor);
    ExpectAGoodProgramRuns();
    if (HasFailure()) return;
  }
  EXPECT_GT(answers_[kPluginIllegalCommand], ITG_FUZZ_CASES / 5);
  EXPECT_GT(answers_[kPluginDone], ITG_FUZZ_CASES / 10);
  EXPECT_GT(answers_[kPluginBadRead], ITG_FUZZ_CASES / 50);
}

// Errors of windows that are far apart: the range of many zeros, none of which is in memory.
TEST_F(AnyDescriptor, MayScanNothingForLong) {
  Descriptor pool = {};
  SetField(&pool, Field::kOpcode, static_cast<int>(Opcode::kAveragePoolBackward));
  SetField(&pool, Field::kPost, static_cast<int>(Post::kRequantise));
  SetField(&pool, Field::kRoundBits, 8);
  for (const Field field :
       {Field::kRows, Field::kCols, Field::kLines, In(Field::kNestX, NestPart::kRun)}) {
    SetField(&pool, field, 100);
  }
  SetField(&pool, Field::kElements, 100 * 100);
  for (const NestPart count :
       {NestPart::kLineCount1, NestPart::kLineCount0, NestPart::kTapCount1, NestPart::kTapCount0}) {
    SetField(&pool, In(Field::kNestX, count), 1);
  }
  SetField(&pool, In(Field::kWindowX, WindowPart::kDivisor), 1);  // no limits: nothing exists
  EXPECT_EQ(IllegalReason(pool, hw_), nullptr);
  const PluginResult result = Execute(pool, 1000);
  EXPECT_EQ(result.status, kPluginDone) << DescribeWaiting(result.waiting);
}

// Commands of a real program are none of the refused.
TEST_F(AnyDescriptor, OfARealProgramIsExecuted) {
  for (const ScheduledCommand& command : legal_.commands) {
    EXPECT_EQ(IllegalReason(command.descriptor, hw_), nullptr);
    EXPECT_EQ(Execute(command.descriptor).status, kPluginDone);
  }
}

}  // namespace
}  // namespace itg
