// SPDX-License-Identifier: Apache-2.0

#include "sim/lockstep/moment.h"

namespace itg {

void Enter(const Moment& moment, Machine* machine) {
  machine->Load(moment.program);
  machine->SetTrainingStep(moment.training_step);
  if (moment.mu) machine->SetMu(*moment.mu);
  for (size_t id = 0; id < moment.buffers.size(); ++id) {
    machine->Write(static_cast<BufferId>(id), moment.buffers[id]);
  }
}

}  // namespace itg
