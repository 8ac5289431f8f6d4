// SPDX-License-Identifier: Apache-2.0
//
// The commands of Slurm that an exploration needs: sbatch, squeue, scancel. Not sacct, which needs
// a database that a small cluster does not have.

#pragma once

#include <optional>
#include <string>

namespace itg {

class Slurm {
 public:
  Slurm();  // throws Error when it is not installed

  // Submits `script` as an array of `tasks` tasks whose output goes to `folder`; returns the job's
  // number. nullopt: the controller does not answer now. Throws Error when it refuses.
  std::optional<std::string> Submit(const std::string& script, const std::string& folder,
                                    size_t tasks) const;
  enum class State { kWorking, kHeld, kEnded, kUnknown };
  // Held: what waits was put aside after a failure of the controller or of a node, and will not
  // run.
  State StateOf(const std::string& job) const;
  void Cancel(const std::string& job) const;

 private:
  std::string sbatch_, squeue_, scancel_;
};

}  // namespace itg
