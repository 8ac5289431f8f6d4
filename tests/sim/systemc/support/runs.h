// SPDX-License-Identifier: Apache-2.0
//
// Programs on a machine, as numbers that can be compared.

#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "model/machine/machine.h"
#include "sw/compare/generate.h"
#include "tests/sim/support/every_kind.h"
#include "tests/sim/systemc/support/in_process.h"

namespace itg {

// Of one command.
enum RetiredNumber : size_t { kDigest, kSaturated, kStart, kEnd, kEvents, kRetiredNumbers };

inline void Append(const Retired& retired, Numbers* numbers) {
  uint64_t events = 0;
  for (const auto field : kCounterFields) events = events * 31 + retired.counters.*field;
  numbers->insert(numbers->end(), {retired.digest, retired.saturations, retired.start_cycle,
                                   retired.end_cycle, events});
}

inline Numbers Execute(Machine* machine, const TestProgram& test) {
  Numbers numbers;
  machine->Load(test.program);
  machine->SetTrainingStep(test.training_step);
  if (test.mu) machine->SetMu(*test.mu);
  for (size_t i = 0; i < test.program.commands.size(); ++i) Append(machine->Execute(i), &numbers);
  return numbers;
}

inline Numbers Execute(Machine* machine, const std::vector<TestProgram>& tests) {
  Numbers numbers;
  for (const TestProgram& test : tests) {
    const Numbers more = Execute(machine, test);
    numbers.insert(numbers.end(), more.begin(), more.end());
  }
  return numbers;
}

// One number of each command.
inline Numbers Column(const Numbers& numbers, RetiredNumber which) {
  Numbers column;
  for (size_t i = which; i < numbers.size(); i += kRetiredNumbers) column.push_back(numbers[i]);
  return column;
}
inline Numbers Bits(const Numbers& numbers) {
  Numbers bits = Column(numbers, kDigest);
  const Numbers saturated = Column(numbers, kSaturated);
  bits.insert(bits.end(), saturated.begin(), saturated.end());
  return bits;
}
// Cycles of each command.
inline Numbers Durations(const Numbers& numbers) {
  Numbers durations = Column(numbers, kEnd);
  const Numbers start = Column(numbers, kStart);
  for (size_t i = 0; i < start.size(); ++i) durations[i] -= start[i];
  return durations;
}

// A command of every kind, on random values.
inline TestProgram EveryKindWithValues(Rounding rounding) {
  TestProgram test;
  test.program = EveryKind(rounding);
  std::mt19937 random(7);
  for (size_t i = 0; i < test.program.buffers.size(); ++i) {
    const BufferId id = static_cast<BufferId>(i);
    Tensor tensor = MakeTensor(test.program[id]);
    const Role role = test.program[id].role;
    const int limit = role == Role::kMask ? 1 : role == Role::kLabel ? 6 : 100;
    const bool natural = role == Role::kMask || role == Role::kLabel || role == Role::kIndex;
    for (int64_t at = 0; at < tensor.size(); ++at) {
      const int value = static_cast<int>(random() % static_cast<uint32_t>(limit + 1));
      const bool negative = !natural && random() % 2 != 0;
      tensor.Set(at, role == Role::kIndex ? 0 : negative ? -value : value);
    }
    test.program.initial.emplace_back(id, tensor);
  }
  return test;
}

// Programs of the generator.
inline std::vector<TestProgram> Random(const HwConfig& hw, uint64_t count) {
  std::vector<TestProgram> tests;
  const ProgramGenerator generator(hw, /*seed=*/20);
  for (uint64_t i = 0; i < count; ++i) tests.push_back(generator.Make(i));
  return tests;
}

// The commands of every kind under each rounding, where their sums fit, then programs at random.
inline std::vector<TestProgram> Programs(const HwConfig& hw, uint64_t random_programs) {
  std::vector<TestProgram> tests = Random(hw, random_programs);
  if (hw.acc_bits != 32) return tests;
  for (const Rounding rounding : hw.rounding) tests.push_back(EveryKindWithValues(rounding));
  return tests;
}

}  // namespace itg
