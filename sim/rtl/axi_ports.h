// SPDX-License-Identifier: Apache-2.0
//
// What is attached to the ports of a Verilated itg_accelerator: a memory to its AXI4 master, a host
// to its AXI4-Lite slave. `Model` is the Verilated class, whose outputs depend on registers alone.

#pragma once

#include <cstdint>
#include <cstring>

#include "sim/rtl/memory_model.h"

namespace itg {

inline constexpr uint8_t kAxiOkay = 0;
inline constexpr uint8_t kAxiSlaveError = 2;

// One clock cycle with the memory: `clock` moves the model, `cycle` counts.
template <typename Model, typename Clock>
void MemoryCycle(Model* top, MemoryModel* memory, uint64_t* cycle, const Clock& clock) {
  const uint64_t next = *cycle + 1;
  if (top->m_arvalid_o && top->m_arready_i) {
    memory->AcceptRead(next, top->m_araddr_o, top->m_arlen_o + 1);
  }
  if (top->m_rvalid_i && top->m_rready_o) memory->ReadTaken();
  if (top->m_awvalid_o && top->m_awready_i) {
    memory->AcceptWriteAddress(next, top->m_awaddr_o, top->m_awlen_o + 1);
  }
  if (top->m_wvalid_o && top->m_wready_i) {
    memory->AcceptWriteData(next, &top->m_wdata_o, top->m_wstrb_o, top->m_wlast_o);
  }
  if (top->m_bvalid_i && top->m_bready_o) memory->ConfirmationTaken();
  clock();
  *cycle = next;

  memory->Refill();
  top->m_arready_i = memory->ReadAddressReady();
  const MemoryModel::Beat* beat = memory->ReadData(next);
  top->m_rvalid_i = beat != nullptr;
  if (beat != nullptr) {
    std::memcpy(&top->m_rdata_i, beat->data, sizeof top->m_rdata_i);
    top->m_rlast_i = beat->last;
    top->m_rresp_i = beat->error ? kAxiSlaveError : kAxiOkay;
  }
  top->m_awready_i = memory->WriteAddressReady();
  top->m_wready_i = memory->WriteDataReady();
  bool error = false;
  top->m_bvalid_i = memory->Confirmation(next, &error);
  top->m_bresp_i = error ? kAxiSlaveError : kAxiOkay;
}

// One access to a register; `step` moves the model by a cycle. False: the answer was an error.
template <typename Model, typename Step>
bool WriteRegister(Model* top, uint32_t offset, uint32_t value, const Step& step) {
  top->s_awvalid_i = 1;
  top->s_awaddr_i = static_cast<uint16_t>(offset & 0xfff);
  top->s_wvalid_i = 1;
  top->s_wdata_i = value;
  top->s_wstrb_i = 0xf;
  top->s_bready_i = 1;
  while (true) {
    const bool address = top->s_awvalid_i && top->s_awready_o;
    const bool data = top->s_wvalid_i && top->s_wready_o;
    const bool answered = top->s_bvalid_o;
    const bool good = top->s_bresp_o == 0;
    step();
    if (address) top->s_awvalid_i = 0;
    if (data) top->s_wvalid_i = 0;
    if (answered) return good;
  }
}

template <typename Model, typename Step>
bool ReadRegister(Model* top, uint32_t offset, uint32_t* value, const Step& step) {
  top->s_arvalid_i = 1;
  top->s_araddr_i = static_cast<uint16_t>(offset & 0xfff);
  top->s_rready_i = 1;
  while (true) {
    const bool address = top->s_arvalid_i && top->s_arready_o;
    const bool answered = top->s_rvalid_o;
    const bool good = top->s_rresp_o == 0;
    *value = top->s_rdata_o;
    step();
    if (address) top->s_arvalid_i = 0;
    if (answered) return good;
  }
}

}  // namespace itg
