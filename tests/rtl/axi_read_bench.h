// SPDX-License-Identifier: Apache-2.0
//
// A memory and a requester around itg_axi_read, which both stall at random.

#pragma once

#include <deque>
#include <vector>

#include "Vaxi_read_8.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {

inline constexpr uint32_t kReadBeat = 8, kMostReadBeats = 5, kMostReadBursts = 6;

struct Request {
  uint32_t address;
  int id;
};

inline uint64_t DataAt(uint32_t address) {
  return (uint64_t{address} << 32) ^ (address * 2654435769u);
}

// Runs of consecutive beats, many of them near a multiple of 4 KiB.
inline std::vector<Request> DrawRequests(RandomSource* random, int count) {
  std::vector<Request> requests;
  while (requests.size() < static_cast<size_t>(count)) {
    uint32_t address = kReadBeat * static_cast<uint32_t>(random->Between(0, 4095));
    if (random->OneIn(2)) address = 4096 - kReadBeat * static_cast<uint32_t>(random->Between(1, 8));
    const int id = random->IntBetween(0, 3);
    for (int64_t i = random->Between(1, 14); i > 0; --i, address += kReadBeat) {
      requests.push_back({address, id});
    }
  }
  return requests;
}

// A memory that answers after `latency` cycles and refuses at random, and a core that does.
class ReadBench {
 public:
  ReadBench(RandomSource* random, int stall_percent, uint64_t latency)
      : random_(random), stall_percent_(stall_percent), latency_(latency) {
    dut_.Reset();
  }

  void Ask(const Request* request) {
    dut_->req_valid_i = request != nullptr;
    if (request == nullptr) return;
    dut_->req_addr_i = request->address;
    dut_->req_id_i = static_cast<CData>(request->id);
  }

  // One cycle; true when the request was accepted.
  bool Cycle() {
    dut_->arready_i = !Stalls();
    dut_->rsp_ready_i = !Stalls();
    if (!offered_) offered_ = !due_.empty() && due_.front().cycle <= cycle_ && !Stalls();
    dut_->rvalid_i = offered_;
    if (offered_) {
      dut_->rdata_i = DataAt(due_.front().address);
      dut_->rlast_i = due_.front().last;
      dut_->rresp_i = due_.front().address == error_address ? 2 : 0;
    }
    dut_.Settle();
    const bool accepted = dut_->req_valid_i && dut_->req_ready_o;
    if (dut_->arvalid_o && dut_->arready_i) AcceptBurst();
    if (dut_->rsp_valid_o && dut_->rsp_ready_i) {
      answers.push_back({dut_->rsp_id_o, dut_->rsp_data_o});
      last_answer = cycle_;
    }
    if (dut_->rvalid_i && dut_->rready_o) {
      due_.pop_front();
      offered_ = false;
    }
    dut_.Tick();
    ++cycle_;
    return accepted;
  }

  struct Answer {
    int id;
    uint64_t data;
  };
  struct Burst {
    uint32_t address;
    uint32_t beats;
  };
  Dut<Vaxi_read_8>& dut() { return dut_; }
  uint64_t cycle() const { return cycle_; }
  bool AllAnswered() const { return due_.empty(); }
  std::vector<Answer> answers;
  std::vector<Burst> bursts;
  uint64_t last_answer = 0;
  uint32_t error_address = ~0u;

 private:
  struct Due {
    uint64_t cycle;
    uint32_t address;
    bool last;
  };
  bool Stalls() { return random_->Between(0, 99) < stall_percent_; }
  void AcceptBurst() {
    const uint32_t beats = dut_->arlen_o + 1u;
    bursts.push_back({dut_->araddr_o, beats});
    for (uint32_t i = 0; i < beats; ++i) {
      due_.push_back({cycle_ + latency_, dut_->araddr_o + kReadBeat * i, i == beats - 1});
    }
  }

  RandomSource* random_;
  int stall_percent_;
  uint64_t latency_;
  Dut<Vaxi_read_8> dut_;
  std::deque<Due> due_;
  bool offered_ = false;
  uint64_t cycle_ = 0;
};

}  // namespace itg
