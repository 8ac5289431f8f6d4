// SPDX-License-Identifier: Apache-2.0
//
// intaglio cycles: the products of a SCALE-Sim topology on a machine.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "model/error.h"
#include "sw/cli/verbs.h"
#include "sw/cli/what_if.h"
#include "sw/data/file.h"
#include "sw/machines/machines.h"
#include "sw/topology/measure.h"

namespace itg {

int RunCycles(const CyclesOptions& options) {
  if (!options.run.config.empty()) return RunWhatIf(options);
  if (options.topology.empty()) throw Error("cycles: expected --config or --topology");
  if (options.run.machine == "golden") {
    throw Error("--machine golden: computes values and counts no cycles, expected cycle or rtl");
  }
  const std::vector<TopologyLayer> layers = ReadTopology(options.topology);
  Measurement measurement;
  measurement.topology = options.topology;
  measurement.machine = options.run.machine;
  measurement.hw = HwConfig::FromFile(options.run.hw.empty() ? "base" : options.run.hw);
  measurement.post = options.requantise ? Post::kRequantise : Post::kNone;
  const std::unique_ptr<Machine> machine = MakeMachine(options.run.Machine(measurement.hw));
  const bool shown = isatty(STDERR_FILENO) != 0;
  Measure(layers, machine.get(), &measurement, [&](size_t done) {
    if (!shown) return;
    fmt::print(stderr, "\r\033[K{} of {}: {}", done + 1, layers.size(), layers[done].name);
    std::fflush(stderr);
  });
  if (shown) fmt::print(stderr, "\r\033[K");
  fmt::print("{}", TableOf(measurement));
  if (!options.out.empty()) WriteFile(options.out, JsonOf(measurement).dump(2) + "\n");
  return kExitFine;
}

}  // namespace itg
