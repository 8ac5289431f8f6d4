// SPDX-License-Identifier: Apache-2.0
//
// How much slower the RTL simulates while the ports of its blocks are recorded: training steps with
// and without in turn, in one process and one thread, each timed by the processor time it took.
// Prints the median of the rounds. Fails when bits or cycles differ, or the ratio is above --most.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <exception>
#include <memory>
#include <vector>

#include "sim/power/port_windows.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/rtl_machine.h"
#include "sw/data/load.h"
#include "sw/train/session.h"

namespace itg {
namespace {

struct Options {
  std::string config = "digits";
  std::vector<std::string> overrides;
  std::string hw = "base";
  int rounds = 9;
  double most = 0;  // 0: any
  WindowOptions windows;
};

double ThreadSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

struct Side {
  Side(const TrainConfig& config, const Dataset& data, std::unique_ptr<Machine> owned)
      : machine(std::move(owned)), session(config, data, machine.get()) {}

  // Seconds of a training step.
  double Step() {
    if (session.steps_done() % session.steps_per_epoch() == 0) session.BeginEpoch();
    session.LoadBatch();
    const double start = ThreadSeconds();
    session.training().Execute();
    return ThreadSeconds() - start;
  }

  std::unique_ptr<Machine> machine;
  Session session;
};

int Measure(const Options& options) {
  const HwConfig hw = HwConfig::FromFile(options.hw);
  const TrainConfig config = LoadTrainConfig(options.config, options.overrides, &hw);
  const Dataset data = LoadDataset(config.data);
  RtlOptions rtl;
  rtl.sink = std::make_shared<PortWindows>(RecordedBlocks(ElaborationText(hw)), options.windows);
  Side plain(config, data, MakeRtlMachine(hw, {}));
  Side recording(config, data, MakeRtlMachine(hw, rtl));
  plain.Step();  // pages, caches
  recording.Step();
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    const double without = plain.Step();
    ratios.push_back(recording.Step() / without);
  }
  plain.session.TakeWeights();
  recording.session.TakeWeights();
  const bool same = plain.session.weights() == recording.session.weights() &&
                    plain.session.training().cycles() == recording.session.training().cycles();
  std::sort(ratios.begin(), ratios.end());
  const double ratio = ratios[ratios.size() / 2];
  fmt::print(
      "{} on {}: recording after {} active cycles makes it {:.3f} times as slow "
      "(median of {}, {:.3f} to {:.3f}); {}\n",
      options.config, hw.name, options.windows.period, ratio, options.rounds, ratios.front(),
      ratios.back(), same ? "same bits and cycles" : "DIFFERENT");
  return same && (options.most == 0 || ratio <= options.most) ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Speed of the RTL while ports of its blocks are recorded");
  app.add_option("--config", options.config)->capture_default_str();
  app.add_option("--set", options.overrides)->type_size(1)->allow_extra_args(false);
  app.add_option("--hw", options.hw)->capture_default_str();
  app.add_option("--rounds", options.rounds)->capture_default_str()->check(CLI::Range(1, 1000));
  app.add_option("--period", options.windows.period)->capture_default_str();
  app.add_option("--most", options.most, "Fail above this ratio");
  CLI11_PARSE(app, argc, argv);
  return Measure(options);
}

}  // namespace
}  // namespace itg

int main(int argc, char** argv) {
  try {
    return itg::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "recording_speed: %s\n", error.what());
    return 2;
  }
}
