// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/train_float.h"

#include <filesystem>

#include "model/error.h"
#include "sw/checkpoint/checkpoint.h"
#include "sw/cli/interrupt.h"
#include "sw/cli/progress.h"
#include "sw/float/float_session.h"
#include "sw/report/report.h"

namespace itg {
namespace {

void RefuseOptions(const TrainOptions& options) {
  const std::pair<const char*, bool> asked[] = {
      {"--machine rtl", RunsRtl(options.run.machine)},
      {"--hw", !options.run.hw.empty()},
      {"--check", options.check},
      {"--trace", !options.trace.empty()},
      {"--timeline", !options.timeline.empty()},
      {"--energy", !options.energy.empty()},
      {"--float-twin", options.float_twin},
      {"--resume", !options.resume.empty()},
      {"--checkpoint-every", options.checkpoint_every.has_value()},
      {"--log-every", options.log_every.has_value()},
      {"--stats", options.stats.has_value()}};
  for (const auto& [option, given] : asked) {
    if (!given) continue;
    throw Error(std::string(option) + ": expected arithmetic = integer, in floating point " +
                "there is no machine, no twin and no checkpoint");
  }
  if (options.out.empty() || !std::filesystem::exists(NewestCheckpoint(options.out))) return;
  throw Error("--out " + options.out + ": holds an integer run, expected a folder of its own");
}

}  // namespace

bool AsksForFloat(const TrainOptions& options) {
  return !options.run.config.empty() && options.run.Config(options.run.Hardware()).is_float;
}

int TrainInFloat(const TrainOptions& options) {
  RefuseOptions(options);
  const TrainConfig config = options.run.Config(std::nullopt);
  const Dataset data = LoadDataset(config.data);
  FloatSession session(config, data);
  const OutputFolder folder(options.out);
  Progress progress(config.epochs(), /*shown=*/true);
  CatchInterrupt();
  const TrainResult result = TrainFloat(&session, &progress);
  Publish(MakeFloatReport(session, result), options.out);
  return result.interrupted ? InterruptedExitCode() : kExitFine;
}

bool TrainFloatTwin(const TrainConfig& config, const Dataset& data,
                    nlohmann::ordered_json* report) {
  FloatSession session(config, data);
  Progress progress(config.epochs(), /*shown=*/true);
  const TrainResult twin = TrainFloat(&session, &progress);
  AddFloatTwin(twin, report);
  return !twin.interrupted;
}

}  // namespace itg
