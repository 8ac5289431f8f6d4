// SPDX-License-Identifier: Apache-2.0
//
// A memory and a writer around itg_axi_write; the memory stalls at random.

#pragma once

#include <deque>
#include <vector>

#include "Vaxi_write_8.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {

inline constexpr uint32_t kWriteBeat = 8, kMostWriteBeats = 5, kMostWriteBursts = 4;

struct Write {
  uint32_t address;
  uint64_t data;
  uint32_t strobe;
};

inline std::vector<Write> DrawWrites(RandomSource* random, int count) {
  std::vector<Write> writes;
  while (writes.size() < static_cast<size_t>(count)) {
    uint32_t address = kWriteBeat * static_cast<uint32_t>(random->Between(0, 4095));
    if (random->OneIn(2))
      address = 4096 - kWriteBeat * static_cast<uint32_t>(random->Between(1, 8));
    for (int64_t i = random->Between(1, 14); i > 0; --i, address += kWriteBeat) {
      writes.push_back({address, random->Next(), static_cast<uint32_t>(random->Between(0, 255))});
    }
  }
  return writes;
}

class WriteBench {
 public:
  WriteBench(RandomSource* random, int stall_percent, uint64_t latency)
      : random_(random), stall_percent_(stall_percent), latency_(latency) {
    dut_.Reset();
  }

  void Offer(const Write* write) {
    dut_->wr_valid_i = write != nullptr;
    if (write == nullptr) return;
    dut_->wr_addr_i = write->address;
    dut_->wr_data_i = write->data;
    dut_->wr_strb_i = static_cast<CData>(write->strobe);
  }

  // One cycle; true when the write was accepted.
  bool Cycle() {
    dut_->awready_i = !Stalls();
    dut_->wready_i = !Stalls();
    const bool whole = confirmed_ < bursts.size() && confirmed_ < ends_.size();
    if (!offered_) offered_ = whole && ends_[confirmed_] + latency_ <= cycle_ && !Stalls();
    dut_->bvalid_i = offered_;
    dut_->bresp_i = offered_ && bursts[confirmed_].address == error_address ? 2 : 0;
    dut_.Settle();
    const bool accepted = dut_->wr_valid_i && dut_->wr_ready_o;
    if (dut_->awvalid_o && dut_->awready_i) bursts.push_back({dut_->awaddr_o, dut_->awlen_o + 1u});
    if (dut_->wvalid_o && dut_->wready_i) {
      beats.push_back({0, dut_->wdata_o, dut_->wstrb_o});
      lasts.push_back(dut_->wlast_o);
      last_beat = cycle_;
      if (dut_->wlast_o) ends_.push_back(cycle_);
    }
    if (dut_->bvalid_i && dut_->bready_o) {
      ++confirmed_;
      offered_ = false;
    }
    dut_.Tick();
    ++cycle_;
    return accepted;
  }

  struct Burst {
    uint32_t address;
    uint32_t beats;
  };
  Dut<Vaxi_write_8>& dut() { return dut_; }
  uint64_t cycle() const { return cycle_; }
  size_t confirmed() const { return confirmed_; }
  std::vector<Burst> bursts;
  std::vector<Write> beats;  // their addresses follow from the bursts
  std::vector<bool> lasts;
  uint64_t last_beat = 0;
  uint32_t error_address = ~0u;

 private:
  bool Stalls() { return random_->Between(0, 99) < stall_percent_; }

  RandomSource* random_;
  int stall_percent_;
  uint64_t latency_;
  Dut<Vaxi_write_8> dut_;
  std::vector<uint64_t> ends_;  // cycles of the last beats
  size_t confirmed_ = 0;
  bool offered_ = false;
  uint64_t cycle_ = 0;
};

}  // namespace itg
