// SPDX-License-Identifier: Apache-2.0
//
// An example: the accelerator trains while a second initiator competes for its memory. Prints how
// much of the traffic is the other's and how much longer a training step takes. The RTL runs in a
// SystemC platform in which every burst waits for its time, so the cycles are exact; and whoever
// competes, the weights after the steps are the same.

#include "sim/systemc/platform.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <vector>

#include "model/error.h"
#include "sw/data/load.h"
#include "sw/train/session.h"

namespace itg {
namespace {

struct Options {
  std::string config = "digits";
  std::string hw = "base";
  int64_t steps = 5;
};

// Some training steps from the start.
struct Row {
  uint64_t cycles = 0;   // of the commands
  uint64_t elapsed = 0;  // with the host's work between them
  uint64_t digest = 0;   // of the weights
  Traffic ours;
  Traffic theirs;
};

Traffic Since(const Traffic& before, const Traffic& now) {
  return {now.bursts - before.bursts, now.bytes - before.bytes, now.waited - before.waited};
}

class Table {
 public:
  explicit Table(const Options& options)
      : options_(options),
        hw_(HwConfig::FromFile(options.hw)),
        config_(LoadTrainConfig(options.config, {}, &hw_)),
        data_(LoadDataset(config_.data)) {
    PlatformOptions platform;
    platform.synchronise = true;
    platform.competes = true;
    platform.competition.in_flight = 32;
    auto owned = std::make_unique<Platform>(hw_, RtlOptions{}, platform);
    platform_ = owned.get();
    competition_ = platform.competition;
    machine_ = MakeRtlMachine(hw_, {}, "systemc", std::move(owned));
  }

  // Returns whether all rows trained the same weights.
  bool Print() {
    PrintHead();
    const Row alone = Train(0);
    PrintRow(0, alone, alone);
    bool same = true;
    for (const uint64_t interval : {256U, 64U, 32U, 16U, 8U, 4U}) {
      const Row row = Train(interval);
      PrintRow(interval, row, alone);
      same = same && row.digest == alone.digest;
    }
    fmt::print("\nweights after the steps: {}\n", same ? "the same in every row" : "DIFFERENT");
    return same;
  }

 private:
  Row Train(uint64_t interval) {
    platform_->SetInterval(interval);
    const Traffic ours = platform_->accelerator_traffic();
    const Traffic theirs = platform_->competitor_traffic();
    const uint64_t start = platform_->cycle();
    Session session(config_, data_, machine_.get());
    if (options_.steps > session.steps_per_epoch()) {
      throw Error("--steps " + std::to_string(options_.steps) + ": expected at most " +
                  std::to_string(session.steps_per_epoch()) + ", those of an epoch");
    }
    session.BeginEpoch();
    for (int64_t step = 0; step < options_.steps; ++step) session.Step();
    session.TakeWeights();
    Row row;
    row.cycles = session.training().cycles();
    row.elapsed = platform_->cycle() - start;
    for (const Tensor& weights : session.weights()) row.digest = Digest(weights, row.digest);
    row.ours = Since(ours, platform_->accelerator_traffic());
    row.theirs = Since(theirs, platform_->competitor_traffic());
    return row;
  }

  void PrintHead() const {
    fmt::print(
        "{} on {}, batch {}, {} training steps a row; memory of {} bytes a cycle each way, "
        "latency {};\nthe competitor sends bursts of {} bytes, {} % of them writes, at most "
        "{} in flight\n\n",
        options_.config, hw_.name, config_.batch, options_.steps, hw_.bus_bytes, hw_.memory_latency,
        competition_.burst_bytes, competition_.write_percent, competition_.in_flight);
    fmt::print("{:>16}  {:>13}  {:>13}  {:>13}  {:>13}  {:>9}\n", "competitor", "its traffic",
               "its share", "cycles", "burst waits", "slow-down");
    fmt::print("{:>16}  {:>13}  {:>13}  {:>13}  {:>13}  {:>9}\n", "a burst every", "bytes/cycle",
               "of all", "a step", "cycles", "");
  }

  void PrintRow(uint64_t interval, const Row& row, const Row& alone) const {
    const double cycles = static_cast<double>(row.cycles);
    const double theirs = static_cast<double>(row.theirs.bytes);
    const double ours = static_cast<double>(row.ours.bytes);
    const std::string pace = interval == 0 ? "-" : fmt::format("{} cycles", interval);
    fmt::print("{:>16}  {:>13.2f}  {:>11.1f} %  {:>13.0f}  {:>13.1f}  {:>9.3f}\n", pace,
               theirs / static_cast<double>(row.elapsed), 100 * theirs / (theirs + ours),
               cycles / static_cast<double>(options_.steps),
               static_cast<double>(row.ours.waited) / static_cast<double>(row.ours.bursts),
               cycles / static_cast<double>(alone.cycles));
    std::fflush(stdout);
  }

  Options options_;
  HwConfig hw_;
  TrainConfig config_;
  Dataset data_;
  Competition competition_;
  Platform* platform_ = nullptr;  // the machine's
  std::unique_ptr<Machine> machine_;
};

int Main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Trains on the RTL in a SystemC platform while another initiator competes for memory");
  app.add_option("--config", options.config, "Training configuration")->capture_default_str();
  app.add_option("--hw", options.hw, "Hardware configuration")->capture_default_str();
  app.add_option("--steps", options.steps, "Training steps a row")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  CLI11_PARSE(app, argc, argv);
  return Table(options).Print() ? 0 : 1;
}

}  // namespace
}  // namespace itg

int main(int argc, char** argv) {
  try {
    return itg::Main(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "platform: %s\n", error.what());
    return 2;
  }
}
