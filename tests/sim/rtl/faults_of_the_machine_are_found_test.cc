// SPDX-License-Identifier: Apache-2.0
//
// Is a wrong bit in the accelerator's memory reported where it is read, and is a machine that hangs
// or is misused an error instead of a result?

#include <gtest/gtest.h>

#include <string>

#include "model/error.h"
#include "model/machine/golden_machine.h"
#include "sim/lockstep/lockstep.h"
#include "tests/sim/rtl/support/tiny.h"
#include "tests/sim/support/small_programs.h"

namespace itg {
namespace {

TEST(Fault, AFlippedBitIsFoundWhereItIsRead) {
  constexpr BufferId kMask = TwoProducts::kMask;
  const struct {
    BufferId buffer;
    bool exponent;
    size_t command;
    const char* place;
  } faults[] = {{TwoProducts::kW, false, 0, "fc1"},
                {TwoProducts::kX, true, 0, "exponent"},
                {kMask, false, 1, "fc2"}};
  for (const auto& fault : faults) {
    Lockstep machines(MakeGoldenMachine(), Tiny());
    machines.Load(TwoProducts::Make());
    try {
      for (size_t command = 0; command < 2; ++command) {
        if (command == fault.command) {
          Tensor tensor = machines.tested().Read(fault.buffer);
          if (fault.exponent) {
            tensor.set_exponent(tensor.exponent() ^ 1);
          } else {
            tensor.Set(3, fault.buffer == kMask ? 1 - tensor.Get(3) : tensor.Get(3) ^ 64);
          }
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

TEST(Fault, AMemoryThatNeverAnswersIsAHangNotAResult) {
  RtlOptions options;
  options.stall_percent = 100;
  options.watchdog_cycles = 5000;
  const std::unique_ptr<Machine> machine = Tiny(options);
  machine->Load(TwoProducts::Make());
  try {
    machine->Execute(0);
    ADD_FAILURE() << "it finished";
  } catch (const Error& error) {
    const std::string what = error.what();
    EXPECT_NE(what.find("no progress for 5000 cycles: the sequencer reads the descriptor"),
              std::string::npos)
        << what;
    EXPECT_EQ(what.find('\n'), std::string::npos) << what;
  }
}

TEST(Fault, ATensorOfAnotherShapeIsRefused) {
  const std::unique_ptr<Machine> machine = Tiny();
  machine->Load(TwoProducts::Make());
  EXPECT_THROW(machine->Write(TwoProducts::kX, Tensor({6, 5}, ElementType::kInt8)), Error);
}

}  // namespace
}  // namespace itg
