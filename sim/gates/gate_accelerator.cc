// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_accelerator.h"

#include <utility>

#include "model/error.h"
#include "sim/rtl/axi_ports.h"
#include "sim/rtl/driver.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/memory_model.h"

namespace itg {
namespace {

constexpr uint64_t kAllLanes = ~uint64_t{0};
constexpr int kResetCycles = 4;  // as a plug-in
constexpr uint8_t kAlways = 1;

}  // namespace

void GateAccelerator::Bind(const GateNetlist& netlist, const char* name, void* value,
                           size_t bytes) {
  const auto place = netlist.ports.find(name);
  if (place == netlist.ports.end() || place->second.nets.size() > 8 * bytes) {
    throw Error(netlist.source + ": its port " + name + " is not that of an accelerator");
  }
  (place->second.input ? inputs_ : outputs_).push_back({&place->second.nets, value, ValidOf(name)});
}

const uint8_t* GateAccelerator::ValidOf(const std::string& output) const {
  if (output == "activity_o") return nullptr;  // for observers
  const bool handshake =
      output.find("valid_o") != std::string::npos || output.find("ready_o") != std::string::npos;
  if (handshake) return &kAlways;
  const std::pair<const char*, const uint8_t*> channels[] = {{"s_b", &s_bvalid_o},
                                                             {"s_r", &s_rvalid_o},
                                                             {"m_ar", &m_arvalid_o},
                                                             {"m_aw", &m_awvalid_o},
                                                             {"m_w", &m_wvalid_o}};
  for (const auto& [prefix, valid] : channels) {
    if (output.rfind(prefix, 0) == 0) return valid;
  }
  return &kAlways;
}

void GateAccelerator::Compare() {
  for (const Field& field : outputs_) {
    if (field.valid == nullptr || *field.valid == 0) continue;
    for (size_t bit = 0; bit < field.nets->size(); ++bit) {
      if (field.value == m_wdata_o && (m_wstrb_o >> bit / 8 & 1) == 0) continue;
      const uint64_t lanes = simulation_.Get((*field.nets)[bit]);
      strayed_ |= (lanes & 1) != 0 ? ~lanes : lanes;
    }
  }
}

GateAccelerator::GateAccelerator(const GateNetlist& netlist, const GateLibrary& library, int lanes)
    : simulation_(netlist, library, "clk_i", lanes) {
#define ITG_BIND(port) Bind(netlist, #port, &(port), sizeof(port))
  ITG_BIND(irq_o), ITG_BIND(busy_o), ITG_BIND(activity_o);
  ITG_BIND(s_awready_o), ITG_BIND(s_wready_o), ITG_BIND(s_bvalid_o), ITG_BIND(s_bresp_o);
  ITG_BIND(s_arready_o), ITG_BIND(s_rvalid_o), ITG_BIND(s_rresp_o), ITG_BIND(s_rdata_o);
  ITG_BIND(m_arvalid_o), ITG_BIND(m_arlen_o), ITG_BIND(m_araddr_o), ITG_BIND(m_rready_o);
  ITG_BIND(m_awvalid_o), ITG_BIND(m_awlen_o), ITG_BIND(m_awaddr_o), ITG_BIND(m_bready_o);
  ITG_BIND(m_wvalid_o), ITG_BIND(m_wlast_o), ITG_BIND(m_wdata_o), ITG_BIND(m_wstrb_o);
  ITG_BIND(rst_ni), ITG_BIND(s_awvalid_i), ITG_BIND(s_awaddr_i), ITG_BIND(s_wvalid_i);
  ITG_BIND(s_wdata_i), ITG_BIND(s_wstrb_i), ITG_BIND(s_bready_i), ITG_BIND(s_arvalid_i);
  ITG_BIND(s_araddr_i), ITG_BIND(s_rready_i), ITG_BIND(m_arready_i), ITG_BIND(m_rvalid_i);
  ITG_BIND(m_rdata_i), ITG_BIND(m_rresp_i), ITG_BIND(m_rlast_i), ITG_BIND(m_awready_i);
  ITG_BIND(m_wready_i), ITG_BIND(m_bvalid_i), ITG_BIND(m_bresp_i);
#undef ITG_BIND
  for (int i = 0; i < kResetCycles; ++i) Clock();
  rst_ni = 1;
}

void GateAccelerator::Clock() {
  for (const Field& field : inputs_) {
    const uint8_t* const bytes = static_cast<const uint8_t*>(field.value);
    for (size_t bit = 0; bit < field.nets->size(); ++bit) {
      const bool one = (bytes[bit / 8] >> bit % 8 & 1) != 0;
      simulation_.Set((*field.nets)[bit], one ? kAllLanes : 0);
    }
  }
  simulation_.Settle();
  if (counts) {
    simulation_.Count(1);
    ++counted;
  }
  simulation_.Edge();
  simulation_.Settle();
  for (const Field& field : outputs_) {
    uint8_t* const bytes = static_cast<uint8_t*>(field.value);
    for (size_t bit = 0; bit < field.nets->size(); ++bit) {
      const int mask = 1 << bit % 8;
      const bool one = (simulation_.Get((*field.nets)[bit]) & 1) != 0;
      bytes[bit / 8] = static_cast<uint8_t>(one ? bytes[bit / 8] | mask : bytes[bit / 8] & ~mask);
    }
  }
  Compare();
}

namespace {

class Runner final : public GateRunner {
 public:
  Runner(const HwConfig& hw, const GateNetlist& netlist, const GateLibrary& library, int lanes)
      : top_(netlist, library, lanes),
        memory_(PluginOptionsOf(hw, {}), hw.bus_bytes),
        driver_(this) {}

  GateAccelerator& accelerator() override { return top_; }

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
    observe_ = run.observe;
    observer_ = run.observer;
    driver_.Run(run, &result);
    result.fault_address = memory_.fault_address();
    result.wrong_cycle = memory_.wrong_cycle();
    return result;
  }

  // What the driver needs of its host.
  bool Write(uint32_t offset, uint32_t value) {
    return WriteRegister(&top_, offset, value, [this] { Step(); });
  }
  bool Read(uint32_t offset, uint32_t* value) {
    return ReadRegister(&top_, offset, value, [this] { Step(); });
  }
  void Await(uint64_t cycle) {
    while (!interrupt() && cycle_ < cycle) Step();
  }
  uint64_t cycle() const { return cycle_; }
  bool interrupt() const { return top_.irq_o != 0; }

 private:
  void Step() {
    MemoryCycle(&top_, &memory_, &cycle_, [this] { top_.Clock(); });
    if (observe_ != nullptr && top_.busy_o != 0) observe_(observer_, top_.activity_o);
  }

  GateAccelerator top_;
  MemoryModel memory_;
  Driver<Runner> driver_;
  uint64_t cycle_ = 0;
  void (*observe_)(void*, uint32_t) = nullptr;
  void* observer_ = nullptr;
};

}  // namespace

std::unique_ptr<GateRunner> MakeGateRunner(const HwConfig& hw, const GateNetlist& netlist,
                                           const GateLibrary& library, int lanes) {
  return std::make_unique<Runner>(hw, netlist, library, lanes);
}

}  // namespace itg
