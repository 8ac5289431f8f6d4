// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/platform.h"

#include <systemc>

#include "model/error.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/systemc/accelerator.h"
#include "sim/systemc/clock.h"
#include "sim/systemc/competitor.h"
#include "sim/systemc/dram.h"
#include "sim/systemc/host.h"
#include "sim/systemc/interrupt_line.h"

namespace itg {
namespace {

constexpr size_t kAcceleratorPort = 0;
constexpr size_t kCompetitorPort = 1;

DramOptions DramOf(const HwConfig& hw, const PlatformOptions& options) {
  DramOptions dram;
  dram.beat_bytes = hw.bus_bytes;
  dram.bytes_per_cycle = static_cast<uint32_t>(hw.bus_bytes);
  dram.latency = static_cast<uint64_t>(hw.memory_latency);
  dram.latency_spread = options.latency_spread;
  dram.seed = options.seed;
  return dram;
}

}  // namespace

struct Platform::Modules {
  Modules(const HwConfig& hw, const RtlOptions& rtl, const PlatformOptions& options)
      : cycles(SetUpClock(options.quantum)),
        plugin(BuildPluginOf(hw, rtl), PluginOptionsOf(hw, rtl)),
        interrupt("interrupt"),
        late_interrupt("late_interrupt"),
        accelerator("accelerator", &plugin, hw.bus_bytes, cycles, options.synchronise),
        line("line", cycles.At(options.interrupt_delay)),
        dram("dram", DramOf(hw, options), cycles, options.competes ? 2 : 1),
        host("host", cycles) {
    host.registers.bind(accelerator.registers);
    accelerator.memory.bind(dram.ports);
    accelerator.interrupt(interrupt);
    line.in(interrupt);
    line.out(late_interrupt);
    host.irq(options.interrupt_delay == 0 ? interrupt : late_interrupt);
    if (options.competes) AddCompetitor(options);
  }

  void AddCompetitor(const PlatformOptions& options) {
    competitor = std::make_unique<Competitor>("competitor", options.competition, cycles,
                                              options.synchronise);
    competitor->memory.bind(dram.ports);
    window.resize(options.competition.window_bytes);
    writable = {0, window.size()};
    PluginRun all = {};
    all.memory = window.data();
    all.memory_bytes = window.size();
    all.writable = &writable;
    all.writable_count = 1;
    dram.Attach(kCompetitorPort, all);
  }

  Cycles cycles;
  PluginLibrary plugin;
  sc_core::sc_signal<bool> interrupt;
  sc_core::sc_signal<bool> late_interrupt;
  Accelerator accelerator;
  LateLine line;
  Dram dram;
  Host host;
  std::unique_ptr<Competitor> competitor;
  std::vector<uint8_t> window;  // of memory, the competitor's
  PluginRange writable = {};
};

Platform::Platform(const HwConfig& hw, const RtlOptions& rtl, const PlatformOptions& options) {
  options.Check(hw);
  modules_ = std::make_unique<Modules>(hw, rtl, options);
}

Platform::~Platform() = default;

std::vector<uint32_t> Platform::Parameters() { return ReadParameters(&modules_->host); }

PluginResult Platform::Run(const PluginRun& run) {
  PluginResult result = {};
  Dram& dram = modules_->dram;
  dram.Attach(kAcceleratorPort, run);
  modules_->plugin.Observe(run);
  modules_->host.Do([&](Driver<Host>* driver) { driver->Run(run, &result); });
  dram.Settle();
  result.fault_address = dram.fault_address(kAcceleratorPort);
  modules_->plugin.Observe({});
  modules_->plugin.Finish(&result);
  return result;
}

void Platform::SetInterval(uint64_t interval) {
  if (modules_->competitor == nullptr) throw Error("the platform has no second initiator");
  modules_->competitor->SetInterval(interval);
}

uint64_t Platform::cycle() const { return modules_->host.cycle(); }

Traffic Platform::accelerator_traffic() const { return modules_->dram.traffic(kAcceleratorPort); }

Traffic Platform::competitor_traffic() const {
  return modules_->competitor == nullptr ? Traffic{} : modules_->dram.traffic(kCompetitorPort);
}

std::unique_ptr<Machine> MakePlatformMachine(const HwConfig& hw, const RtlOptions& rtl,
                                             const PlatformOptions& options) {
  return MakeRtlMachine(hw, rtl, "systemc", std::make_unique<Platform>(hw, rtl, options));
}

}  // namespace itg
