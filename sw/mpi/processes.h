// SPDX-License-Identifier: Apache-2.0
//
// The processes that mpirun (or srun) started together: they share every batch of a training.
// docs/scale_out.md shows how to use it. Only sw/mpi knows MPI.

#pragma once

#include <memory>

#include "model/ops/reducer.h"

namespace itg {

class Processes {
 public:
  // Whether this process is one of several that were started together. A look at the environment:
  // a program that was started alone never initialises MPI.
  static bool Started();

  Processes();  // joins the others; at most once in a program
  ~Processes();
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  int rank() const;
  int size() const;
  // Of sums and maxima over all processes.
  std::shared_ptr<Reducer> reducer() const { return reducer_; }
  // Waits for all and returns the lowest rank that says `failed`; size() when none does.
  int FirstFailed(bool failed) const;
  // Ends all processes, whatever they are doing, with exit code `code`.
  [[noreturn]] void Abort(int code) const;

 private:
  std::shared_ptr<Reducer> reducer_;
};

}  // namespace itg
