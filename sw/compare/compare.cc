// SPDX-License-Identifier: Apache-2.0

#include "sw/compare/compare.h"

#include "model/error.h"
#include "sim/lockstep/explain.h"
#include "sw/compare/generate.h"

namespace itg {
namespace {

// Executes command `index` of `test` and counts what it met.
void ExecuteObserved(const TestProgram& test, size_t index, Lockstep* lockstep, uint64_t* cycle,
                     Coverage* coverage) {
  const Program& program = test.program;
  const Command& command = program.commands[index];
  Machine& expected = lockstep->expected();
  const Tensor a = expected.Read(command.a);
  const Tensor b = command.b == kNoBuffer ? Tensor() : expected.Read(command.b);
  Tensor mask = command.mask == kNoBuffer ? Tensor() : expected.Read(command.mask);
  const Retired retired = lockstep->Execute(index);
  *cycle = retired.end_cycle;
  if (WritesMask(command)) mask = expected.Read(command.mask);
  const Operands operands = {&a, command.b == kNoBuffer ? nullptr : &b,
                             command.mask == kNoBuffer ? nullptr : &mask};
  coverage->Add(program, command,
                EdgesMet(program, command, test.mu.value_or(command.mu), operands, retired));
  coverage->Add(command, FeaturesMet(coverage->hw(), program, command, a, operands.b,
                                     expected.Read(command.out).exponent(), retired.saturations));
}

// `whole`: the cycles of the program, of which any may be to blame.
void CompareAllBuffers(const Program& program, const Retired& whole, Lockstep* lockstep) {
  for (size_t i = 0; i < program.buffers.size(); ++i) {
    const BufferId id = static_cast<BufferId>(i);
    if (lockstep->expected().Read(id) == lockstep->tested().Read(id)) continue;
    throw Difference("difference after the last command: buffer " + program[id].name +
                         " differs although every retired output was equal: " +
                         lockstep->tested().name() + " writes where no command says so",
                     whole);
  }
}

// `cycle` follows the machine: where its last command ended.
void RunProgram(const TestProgram& test, Lockstep* lockstep, uint64_t* cycle, Coverage* coverage) {
  Retired whole;
  whole.start_cycle = *cycle;
  lockstep->Load(test.program);
  lockstep->SetTrainingStep(test.training_step);
  if (test.mu) lockstep->SetMu(*test.mu);
  for (size_t index = 0; index < test.program.commands.size(); ++index) {
    ExecuteObserved(test, index, lockstep, cycle, coverage);
  }
  whole.end_cycle = *cycle;
  CompareAllBuffers(test.program, whole, lockstep);
}

std::string Which(uint64_t program, const CompareOptions& options) {
  return std::to_string(program) + " of seed " + std::to_string(options.seed);
}

}  // namespace

CompareResult RunCompare(const MachineFactory& expected, const MachineFactory& tested,
                         const HwConfig& hw, const CompareOptions& options,
                         const CompareProgress& progress) {
  CompareResult result = {0, {}, Coverage(hw), {}, {}};
  const ProgramGenerator generator(hw, options.seed);
  Lockstep lockstep(expected(), tested(), options.cycles);
  const uint64_t first = options.only.value_or(0);
  const uint64_t total = options.only ? 1 : options.programs;
  uint64_t cycle = 0;
  for (uint64_t done = 0; done < total && !result.failure; ++done) {
    try {
      RunProgram(generator.Make(first + done), &lockstep, &cycle, &result.coverage);
      ++result.programs;
    } catch (const Difference& difference) {
      const std::string which = Which(first + done, options);
      result.failure.emplace(
          first + done, std::string(difference.what()) + "\n  program     " + which, difference);
    } catch (const Error& error) {
      throw Error(std::string(error.what()) + " (program " + Which(first + done, options) + ")");
    }
    if (progress) progress(done + 1, total);
  }
  result.comparison = lockstep.comparison();
  if (!options.only && !result.failure) result.missing = result.coverage.Missing();
  return result;
}

}  // namespace itg
