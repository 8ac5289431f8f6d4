// SPDX-License-Identifier: Apache-2.0
#include "sw/dump/capture.h"

#include "model/error.h"

namespace itg {
namespace {

// Begins the next epoch when the last one is done.
void Continue(Session* session) {
  if (session->steps_done() % session->steps_per_epoch() != 0) return;
  if (session->epoch() >= 0) session->TakeWeights();
  session->BeginEpoch();
}

void CaptureBuffer(Runner* runner, BufferId id, const std::string& suffix,
                   const std::string& command, std::vector<Captured>* captured) {
  if (id == kNoBuffer) return;
  captured->push_back({runner->program()[id].name + suffix, command, runner->machine().Read(id)});
}

}  // namespace

void AdvanceTo(int64_t step, Session* session) {
  const int64_t steps = session->steps_per_epoch() * session->config().epochs();
  if (step < session->steps_done() || step >= steps) {
    throw Error("step " + std::to_string(step) + ": the training has the steps 0.." +
                std::to_string(steps - 1));
  }
  while (session->steps_done() < step) {
    Continue(session);
    session->Step();
  }
}

std::vector<Captured> CaptureStep(Session* session) {
  Continue(session);
  session->LoadBatch();
  Runner& runner = session->training();
  const Program& program = runner.program();
  std::vector<Captured> captured;
  for (size_t id = 0; id < program.buffers.size(); ++id) {
    if (program.buffers[id].role != Role::kWeight) continue;
    CaptureBuffer(&runner, static_cast<BufferId>(id), ".before", "", &captured);
  }
  CaptureBuffer(&runner, program.Find("input"), "", "", &captured);
  CaptureBuffer(&runner, program.Find("labels"), "", "", &captured);
  for (size_t i = 0; i < program.commands.size(); ++i) {
    const Command& command = program.commands[i];
    runner.Execute(i);
    CaptureBuffer(&runner, command.out, "", Describe(command), &captured);
    if (WritesMask(command)) {
      CaptureBuffer(&runner, command.mask, "", Describe(command), &captured);
    }
  }
  return captured;
}

}  // namespace itg
