// SPDX-License-Identifier: Apache-2.0
//
// intaglio dump
#include <fmt/format.h>

#include <memory>

#include "model/error.h"
#include "sw/cli/verbs.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/dump/dump_folder.h"

namespace itg {
namespace {

void WriteOne(const std::vector<Captured>& tensors, const DumpOptions& options) {
  std::string names;
  for (const Captured& captured : tensors) {
    names += (names.empty() ? "" : ", ") + captured.name;
    if (captured.name != options.tensor) continue;
    WriteNpy(options.out, captured.tensor);
    fmt::print("{}: {} {}, exponent {}\n", options.out, captured.name,
               ToString(captured.tensor.shape()), captured.tensor.exponent());
    return;
  }
  throw Error("--tensor " + options.tensor + ": allowed: " + names);
}

}  // namespace

int RunDump(const DumpOptions& options) {
  if (options.all.empty() && (options.tensor.empty() || options.out.empty())) {
    throw Error("dump: needs --tensor NAME with --out FILE, or --all FOLDER");
  }
  const std::optional<HwConfig> hw = options.run.Hardware();
  const TrainConfig config = options.run.Config(hw);
  const Dataset data = LoadDataset(config.data);
  if (!options.all.empty()) MakeWritableFolder(options.all);
  const std::unique_ptr<Machine> machine = MakeMachine(options.run.Machine(hw));
  Session session(config, data, machine.get());
  AdvanceTo(options.step, &session);
  Dump dump;
  dump.tensors = CaptureStep(&session);
  dump.about = {{"machine", options.run.machine},
                {"step", options.step},
                {"epoch", session.epoch() + 1},
                {"configuration", ToJson(config)}};
  if (!options.tensor.empty()) WriteOne(dump.tensors, options);
  if (!options.all.empty()) {
    WriteDump(dump, options.all);
    fmt::print("{}: {} tensors of step {}\n", options.all, dump.tensors.size(), options.step);
  }
  return kExitFine;
}

}  // namespace itg
