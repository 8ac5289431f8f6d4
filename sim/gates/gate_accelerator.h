// SPDX-License-Identifier: Apache-2.0
//
// The netlist of a whole itg_accelerator with the fields of a Verilated one, so that the driver and
// the memory of a plug-in go with it: they cannot tell the gates from the RTL.

#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/gates/gate_simulation.h"
#include "sim/hw/hw_config.h"
#include "sim/rtl/plugin_runner.h"
#include "sim/rtl/rtl_machine.h"

namespace itg {

struct GateAccelerator {
  // Outputs, as they are after the last Clock.
  uint8_t irq_o = 0, busy_o = 0;
  uint32_t activity_o = 0;
  uint8_t s_awready_o = 0, s_wready_o = 0, s_bvalid_o = 0, s_bresp_o = 0;
  uint8_t s_arready_o = 0, s_rvalid_o = 0, s_rresp_o = 0;
  uint32_t s_rdata_o = 0;
  uint8_t m_arvalid_o = 0, m_arlen_o = 0, m_rready_o = 0, m_awvalid_o = 0, m_awlen_o = 0;
  uint8_t m_wvalid_o = 0, m_wlast_o = 0, m_bready_o = 0;
  uint32_t m_araddr_o = 0, m_awaddr_o = 0;
  uint64_t m_wstrb_o = 0;
  uint8_t m_wdata_o[64] = {};
  // Inputs.
  uint8_t rst_ni = 0;
  uint8_t s_awvalid_i = 0, s_wvalid_i = 0, s_wstrb_i = 0, s_bready_i = 0;
  uint8_t s_arvalid_i = 0, s_rready_i = 0;
  uint16_t s_awaddr_i = 0, s_araddr_i = 0;
  uint32_t s_wdata_i = 0;
  uint8_t m_arready_i = 0, m_rvalid_i = 0, m_rresp_i = 0, m_rlast_i = 0;
  uint8_t m_awready_i = 0, m_wready_i = 0, m_bvalid_i = 0, m_bresp_i = 0;
  uint8_t m_rdata_i[64] = {};

  // Throws Error when `netlist` has not the ports of an accelerator. The first `lanes` have
  // memories. Inputs are those of all lanes, outputs those of lane 0.
  GateAccelerator(const GateNetlist& netlist, const GateLibrary& library, int lanes = 1);

  // One cycle: inputs were set before, outputs are those after the rising edge.
  void Clock();

  GateSimulation& simulation() { return simulation_; }
  // Lanes of which an output was ever other than lane 0's: a handshake or an interrupt, or what
  // goes with a handshake while it is offered. For faults that only some lanes have: until then
  // such a lane has seen the inputs it would have asked for itself.
  uint64_t strayed() const { return strayed_; }
  bool counts = false;   // toggles of every net, of every cycle
  uint64_t counted = 0;  // cycles

 private:
  struct Field {
    const std::vector<int>* nets;
    void* value;
    const uint8_t* valid;  // of an output: it matters while this is 1; null: never
  };
  void Bind(const GateNetlist& netlist, const char* name, void* value, size_t bytes);
  const uint8_t* ValidOf(const std::string& output) const;
  void Compare();

  GateSimulation simulation_;
  std::vector<Field> inputs_;
  std::vector<Field> outputs_;
  uint64_t strayed_ = 0;
};

// Executes commands on the gates as a plug-in does on the RTL.
class GateRunner : public PluginRunner {
 public:
  ~GateRunner() override = default;
  virtual GateAccelerator& accelerator() = 0;
};

// `netlist` stays alive as long as the runner. Of `lanes`, see GateAccelerator.
std::unique_ptr<GateRunner> MakeGateRunner(const HwConfig& hw, const GateNetlist& netlist,
                                           const GateLibrary& library, int lanes = 1);

}  // namespace itg
