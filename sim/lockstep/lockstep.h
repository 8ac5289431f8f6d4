// SPDX-License-Identifier: Apache-2.0
//
// Two machines, the same Program, compared after every command. The first difference stops the run
// with a Difference that says where it is. A Lockstep is itself a Machine, so whatever drives one
// machine drives two.

#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "model/machine/machine.h"
#include "sim/lockstep/moment.h"

namespace itg {

struct Comparison {
  uint64_t commands = 0;    // commands compared
  uint64_t elements = 0;    // elements of their outputs
  uint64_t mismatches = 0;  // 0 or 1: the first one stops the run
};

// The first difference. what() is the whole report: command, layer, tensor, coordinates, expected
// and got. The program prints it and exits with code 1.
class Difference : public std::runtime_error {
 public:
  Difference(const std::string& what, const Retired& tested,
             std::shared_ptr<const Moment> moment = nullptr)
      : std::runtime_error(what), tested(tested), moment(std::move(moment)) {}
  Retired tested;  // what the tested machine retired: its cycles say what to trace
  std::shared_ptr<const Moment> moment;  // of the command; null: no command is known to be to blame
};

// Of each command its cycles, from start to end, their terms and all counters.
enum class CompareCycles { kNo, kYes };
bool SameCosts(const Retired& a, const Retired& b);

class Lockstep final : public Machine {
 public:
  // `expected` is right by definition; `tested` is compared with it and is the one whose values
  // Read() returns and whose counters and cycles Execute() reports. `acc_overflows`, which only the
  // golden model can count, comes from `expected`.
  Lockstep(std::unique_ptr<Machine> expected, std::unique_ptr<Machine> tested,
           CompareCycles cycles = CompareCycles::kNo);

  const char* name() const override { return name_.c_str(); }  // "golden|rtl"
  void Load(const Program& program) override;
  void SetTrainingStep(uint32_t training_step) override;
  void SetMu(int mu) override;
  void Write(BufferId buffer, const Tensor& tensor) override;
  Tensor Read(BufferId buffer) const override;
  // Throws Difference when digest, saturations or (if asked) cycles or counters differ.
  Retired Execute(size_t index) override;

  // Since construction. A caller that finds commands == 0 at the end has compared nothing and must
  // call that a failure.
  const Comparison& comparison() const { return comparison_; }
  Machine& expected() { return *expected_; }
  Machine& tested() { return *tested_; }

 private:
  // Before the command: what it will overwrite, as both machines have it.
  void Keep(const Command& command);
  // After it, put together again.
  std::shared_ptr<const Moment> MomentOf(size_t index) const;

  std::unique_ptr<Machine> expected_;
  std::unique_ptr<Machine> tested_;
  CompareCycles cycles_;
  std::string name_;
  Program program_;
  uint32_t training_step_ = 0;
  std::optional<int> mu_;
  std::vector<std::pair<BufferId, Tensor>> kept_;
  Comparison comparison_;
};

}  // namespace itg
