// SPDX-License-Identifier: Apache-2.0
//
// The golden model as a Machine: values only, one command = a few calls of model/ops. Normative:
// whatever differs from it is wrong.

#pragma once

#include <memory>

#include "model/machine/machine.h"
#include "model/ops/reducer.h"

namespace itg {

enum class KernelChoice {
  kAuto,       // the fastest that is exact on this CPU; ITG_KERNEL=onednn|portable|reference forces
  kOneDnn,     // oneDNN where its self-test proves it exact on this CPU, else the portable kernel
  kPortable,   // exact on every CPU
  kReference,  // Eigen, int64: plain and obviously right
};

// `reducer` joins the machines of several processes that share each batch: every one executes the
// same commands on its own samples. nullptr: this machine has the whole batch.
std::unique_ptr<Machine> MakeGoldenMachine(KernelChoice kernel = KernelChoice::kAuto,
                                           std::shared_ptr<Reducer> reducer = nullptr);

}  // namespace itg
