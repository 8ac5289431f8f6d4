// SPDX-License-Identifier: Apache-2.0

#include "sim/systemc/loose_platform.h"

#include <systemc>
#include <utility>

#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/rtl_machine.h"
#include "sim/systemc/clock.h"
#include "sim/systemc/dram.h"
#include "sim/systemc/host.h"
#include "sim/systemc/loose_accelerator.h"

namespace itg {
namespace {

DramOptions DramOf(const HwConfig& hw) {
  DramOptions dram;
  dram.beat_bytes = hw.bus_bytes;
  dram.bytes_per_cycle = static_cast<uint32_t>(hw.bus_bytes);
  dram.latency = static_cast<uint64_t>(hw.memory_latency);
  return dram;
}

class LoosePlatform final : public PluginRunner {
 public:
  LoosePlatform(const HwConfig& hw, std::unique_ptr<Machine> machine, const LooseOptions& options)
      : cycles_(SetUpClock(options.quantum)),
        accelerator_("accelerator", hw, std::move(machine), cycles_),
        line_("line", cycles_.At(options.interrupt_delay)),
        dram_("dram", DramOf(hw), cycles_, 1),
        host_("host", cycles_) {
    host_.registers.bind(accelerator_.registers);
    accelerator_.memory.bind(dram_.ports);
    accelerator_.interrupt(interrupt_);
    line_.in(interrupt_);
    line_.out(late_interrupt_);
    host_.irq(options.interrupt_delay == 0 ? interrupt_ : late_interrupt_);
  }

  std::vector<uint32_t> Parameters() override { return ReadParameters(&host_); }

  void Load(const Program& program, const Schedule& schedule) override {
    accelerator_.Load(program, schedule);
  }

  PluginResult Run(const PluginRun& run) override {
    PluginResult result = {};
    dram_.Attach(0, run);
    host_.Do([&](Driver<Host>* driver) { driver->Run(run, &result); });
    if (accelerator_.failure() != nullptr) std::rethrow_exception(accelerator_.failure());
    result.fault_address = result.error_address;
    return result;
  }

 private:
  Cycles cycles_;
  sc_core::sc_signal<bool> interrupt_;
  sc_core::sc_signal<bool> late_interrupt_;
  LooseAccelerator accelerator_;
  LateLine line_;
  Dram dram_;
  Host host_;
};

}  // namespace

std::unique_ptr<PluginRunner> MakeLoosePlatform(const HwConfig& hw,
                                                std::unique_ptr<Machine> machine,
                                                const LooseOptions& options) {
  return std::make_unique<LoosePlatform>(hw, std::move(machine), options);
}

std::unique_ptr<Machine> MakeLoosePlatformMachine(const HwConfig& hw,
                                                  std::unique_ptr<Machine> machine,
                                                  const LooseOptions& options) {
  return MakeRtlMachine(hw, {}, "systemc-loose",
                        MakeLoosePlatform(hw, std::move(machine), options));
}

}  // namespace itg
