// SPDX-License-Identifier: Apache-2.0
//
// When every burst waits for its time, is the memory's arbitration that of a simulation cycle by
// cycle? Here the accelerator's plug-in runs without SystemC, its memory merges the other's bursts
// in the order of their cycles, and every command must take the same cycles on the platform.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "sim/rtl/driver.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/systemc/platform.h"
#include "tests/sim/systemc/support/runs.h"

namespace itg {
namespace {

// Two channels, each of which serves one burst after the other; ours first in the same cycle.
class MergingMemory {
 public:
  MergingMemory(const HwConfig& hw, const Competition& other)
      : beat_(static_cast<uint64_t>(hw.bus_bytes)),
        latency_(static_cast<uint64_t>(hw.memory_latency)),
        other_(other),
        next_(other_.Next()) {}

  void Attach(const PluginRun& run) { run_ = run; }

  uint64_t Access(const PluginBurst& burst) {
    while (next_.cycle < burst.cycle) {
      const uint64_t beats = other_.wanted().burst_bytes / beat_;
      other_.Answer(Serve(next_.write, next_.cycle, beats));
      next_ = other_.Next();
    }
    for (uint64_t i = 0; i < burst.beats * beat_; ++i) {
      uint8_t& byte = run_.memory[burst.address + i];
      const bool ours = burst.strobes == nullptr;
      if (ours) burst.data[i] = byte;
      if (!ours && (burst.strobes[i / beat_] >> (i % beat_) & 1) != 0) byte = burst.data[i];
    }
    return Serve(burst.strobes != nullptr, burst.cycle, burst.beats);
  }

 private:
  // A read's data leaves from its turn on; a write's has come while its turn could be.
  uint64_t Serve(bool write, uint64_t cycle, uint64_t beats) {
    uint64_t& busy_until = busy_until_[write ? 1 : 0];
    if (write) {
      busy_until = std::max(busy_until + beats, cycle);
      return busy_until + latency_;
    }
    const uint64_t turn = std::max(busy_until, cycle);
    busy_until = turn + beats;
    return turn + latency_;
  }

  uint64_t beat_;
  uint64_t latency_;
  PluginRun run_ = {};
  CompetingBursts other_;
  CompetingBursts::Burst next_;
  uint64_t busy_until_[2] = {};
};

// The plug-in, driven access by access, on that memory.
class MergingRunner final : public PluginRunner {
 public:
  MergingRunner(const HwConfig& hw, const Competition& other)
      : plugin_(BuildPluginOf(hw, {}), PluginOptionsOf(hw, {})), memory_(hw, other), driver_(this) {
    plugin_.Attach({&memory_, [](void* context, const PluginBurst* burst) {
                      return static_cast<MergingMemory*>(context)->Access(*burst);
                    }});
  }

  std::vector<uint32_t> Parameters() override {
    std::vector<uint32_t> parameters(kPluginParameters);
    for (uint32_t i = 0; i < kPluginParameters; ++i) {
      Read(INTAGLIO_PARAMETERS + 4 * i, &parameters[i]);
    }
    return parameters;
  }
  PluginResult Run(const PluginRun& run) override {
    PluginResult result = {};
    memory_.Attach(run);
    driver_.Run(run, &result);
    return result;
  }

  bool Write(uint32_t offset, uint32_t value) { return plugin_.WriteRegister(offset, value); }
  bool Read(uint32_t offset, uint32_t* value) { return plugin_.ReadRegister(offset, value); }
  void Await(uint64_t cycle) { plugin_.Advance(cycle); }
  uint64_t cycle() const { return plugin_.state().cycle; }
  bool interrupt() const { return plugin_.state().interrupt != 0; }

 private:
  PluginLibrary plugin_;
  MergingMemory memory_;
  Driver<MergingRunner> driver_;
};

// Gone again with its threads before anybody forks.
Numbers OnMerging(const HwConfig& hw, const Competition& competition,
                  const std::vector<TestProgram>& tests) {
  const std::unique_ptr<Machine> merging =
      MakeRtlMachine(hw, {}, "merging", std::make_unique<MergingRunner>(hw, competition));
  return Execute(merging.get(), tests);
}

TEST(Arbitration, IsInTheOrderOfTime) {
  const HwConfig hw = HwConfig::FromFile("tiny");
  const std::vector<TestProgram> tests = Programs(hw, 20);
  const Numbers alone = Execute(MakeRtlMachine(hw, {}).get(), tests);
  for (const uint64_t interval : Numbers{7, 24, 100}) {
    for (const uint64_t quantum : Numbers{50, 10'000}) {
      PlatformOptions options;
      options.quantum = quantum;
      options.synchronise = true;
      options.competes = true;
      options.competition.interval = interval;
      const Numbers expected = OnMerging(hw, options.competition, tests);
      const Numbers found =
          InProcess([&] { return Execute(MakePlatformMachine(hw, {}, options).get(), tests); });
      EXPECT_EQ(found, expected) << "interval " << interval << " quantum " << quantum;
      EXPECT_NE(Durations(found), Durations(alone));
    }
  }
}

}  // namespace
}  // namespace itg
