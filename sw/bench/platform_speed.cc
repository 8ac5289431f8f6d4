// SPDX-License-Identifier: Apache-2.0
//
// How fast the RTL simulates in a SystemC platform beside the plain harness: training steps on both
// in turn, in one process and one thread, each timed by the processor time it took. Prints the
// median of the rounds. Fails when bits or cycles differ, or the ratio is below --least.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>
#include <exception>
#include <memory>
#include <vector>

#include "model/error.h"
#include "sim/systemc/platform.h"
#include "sw/data/load.h"
#include "sw/train/session.h"

namespace itg {
namespace {

struct Options {
  std::string config = "digits";
  std::vector<std::string> overrides;
  std::string hw = "base";
  int rounds = 15;
  int64_t steps = 4;  // a round
  double least = 0;
  PlatformOptions platform;
};

double ThreadSeconds() {
  timespec time = {};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

// A training on one machine, and cycles per second of its last round.
struct Side {
  Side(const TrainConfig& config, const Dataset& data, std::unique_ptr<Machine> owned)
      : machine(std::move(owned)), session(config, data, machine.get()) {}

  double Round(int64_t steps) {
    double seconds = 0;
    const uint64_t before = session.training().cycles();
    for (int64_t step = 0; step < steps; ++step) {
      if (session.steps_done() % session.steps_per_epoch() == 0) session.BeginEpoch();
      session.LoadBatch();
      const double start = ThreadSeconds();
      session.training().Execute();
      seconds += ThreadSeconds() - start;
    }
    return static_cast<double>(session.training().cycles() - before) / seconds;
  }

  std::unique_ptr<Machine> machine;
  Session session;
};

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Measure(const Options& options) {
  const HwConfig hw = HwConfig::FromFile(options.hw);
  const TrainConfig config = LoadTrainConfig(options.config, options.overrides, &hw);
  const Dataset data = LoadDataset(config.data);
  Side plain(config, data, MakeRtlMachine(hw, {}));
  Side platform(config, data, MakePlatformMachine(hw, {}, options.platform));
  const int64_t most = plain.session.steps_per_epoch() * config.epochs() - 1;
  if (options.rounds * options.steps > most) {
    throw Error("--rounds times --steps: expected at most " + std::to_string(most) +
                ", the training has no more steps");
  }
  plain.Round(1);  // pages, caches
  platform.Round(1);
  std::vector<double> plains;
  std::vector<double> platforms;
  std::vector<double> ratios;
  for (int round = 0; round < options.rounds; ++round) {
    plains.push_back(plain.Round(options.steps));
    platforms.push_back(platform.Round(options.steps));
    ratios.push_back(platforms.back() / plains.back());
  }
  plain.session.TakeWeights();
  platform.session.TakeWeights();
  const bool same = plain.session.weights() == platform.session.weights() &&
                    (options.platform.competes ||
                     plain.session.training().cycles() == platform.session.training().cycles());
  const double ratio = Median(ratios);
  fmt::print(
      "{} on {}: plain harness {:.2f}, SystemC platform {:.2f} M cycles/s; ratio {:.3f} "
      "(median of {}, {:.3f} to {:.3f}); {}\n",
      options.config, hw.name, Median(plains) / 1e6, Median(platforms) / 1e6, ratio, options.rounds,
      *std::min_element(ratios.begin(), ratios.end()),
      *std::max_element(ratios.begin(), ratios.end()), same ? "same bits and cycles" : "DIFFERENT");
  return same && ratio >= options.least ? 0 : 1;
}

int Main(int argc, char** argv) {
  Options options;
  CLI::App app("Speed of the SystemC platform beside the plain harness");
  app.add_option("--config", options.config)->capture_default_str();
  app.add_option("--set", options.overrides)->type_size(1)->allow_extra_args(false);
  app.add_option("--hw", options.hw)->capture_default_str();
  app.add_option("--rounds", options.rounds)->capture_default_str()->check(CLI::Range(1, 1000));
  app.add_option("--steps", options.steps)->capture_default_str()->check(CLI::Range(1, 1000));
  app.add_option("--quantum", options.platform.quantum)->capture_default_str();
  app.add_option("--least", options.least, "Fail below this ratio");
  app.add_flag("--synchronise", options.platform.synchronise);
  CLI11_PARSE(app, argc, argv);
  return Measure(options);
}

}  // namespace
}  // namespace itg

int main(int argc, char** argv) {
  try {
    return itg::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "platform_speed: %s\n", error.what());
    return 2;
  }
}
