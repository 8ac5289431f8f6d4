// SPDX-License-Identifier: Apache-2.0
#include "sim/power/fp32_array_energy.h"

#include <cstring>
#include <deque>
#include <utility>

#include "sim/config/read_file.h"
#include "sim/gates/gate_simulation.h"
#include "sim/synth/mapped_netlist.h"
#include "sim/synth/synth_tools.h"

namespace itg {
namespace {

constexpr int kLanes = 64;
constexpr int kResetCycles = 2;
constexpr int kWord = 32;
constexpr size_t kDrainAfter = 2;  // cycles from the last term of a sum

float FloatOf(uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

uint32_t BitsOf(float value) {
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// The sums of one lane as the host computes them, and when they are drained.
class HostSums {
 public:
  void Cycle(size_t cycle, const Fp32Cycle& x) {
    for (int row = 0; row < kFp32Side; ++row) {
      for (int col = 0; col < kFp32Side; ++col) {
        const size_t r = static_cast<size_t>(row), c = static_cast<size_t>(col);
        const float product = FloatOf(x.a[r]) * FloatOf(x.b[c]);
        sums_[r][c] = (x.first ? 0.0F : sums_[r][c]) + product;
      }
    }
    if (x.last) {
      for (size_t row = 0; row < kFp32Side; ++row) {
        drains_.push_back({cycle + kDrainAfter + row, static_cast<int>(row), sums_[row]});
      }
    }
  }

  struct Drain {
    size_t cycle;
    int row;
    std::array<float, kFp32Side> sums;
  };
  // What is drained in `cycle`, so that it is seen in the next; nullptr: nothing.
  const Drain* At(size_t cycle) {
    while (!drains_.empty() && drains_.front().cycle < cycle) drains_.pop_front();
    return drains_.empty() || drains_.front().cycle != cycle ? nullptr : &drains_.front();
  }

 private:
  std::array<std::array<float, kFp32Side>, kFp32Side> sums_ = {};
  std::deque<Drain> drains_;
};

class Driver {
 public:
  Driver(const GateNetlist& netlist, const GateLibrary& library)
      : netlist_(netlist), simulation_(netlist, library, "clk_i", kLanes) {}

  BlockActivity Run(const std::vector<Fp32Stream>& streams) {
    Reset();
    std::vector<HostSums> hosts(streams.size());
    BlockActivity activity;
    activity.windows = streams.size();
    const size_t length = streams.at(0).size();
    for (size_t cycle = 0; cycle < length; ++cycle) {
      SetInputs(streams, cycle, &hosts);
      simulation_.Settle();
      simulation_.Count(cycle == 0 ? 0 : Mask(streams.size()));
      Compare(cycle, &hosts, &activity);
      for (size_t lane = 0; lane < hosts.size(); ++lane) {
        hosts[lane].Cycle(cycle, streams[lane][cycle]);
      }
      simulation_.Edge();
    }
    activity.cycles = streams.size() * (length - 1);
    activity.events = activity.cycles * kFp32Side * kFp32Side;
    for (int net = 0; net < netlist_.nets; ++net) {
      activity.toggles.push_back(simulation_.toggles(net));
    }
    return activity;
  }

 private:
  static uint64_t Mask(size_t lanes) {
    return lanes >= kLanes ? ~uint64_t{0} : (uint64_t{1} << lanes) - 1;
  }

  void SetBit(const char* port, int bit, size_t lane, bool one) {
    const int net = netlist_.Port(port).at(static_cast<size_t>(bit));
    if (net < 2) return;
    const uint64_t mask = uint64_t{1} << lane;
    const uint64_t value = simulation_.Get(net);
    simulation_.Set(net, one ? value | mask : value & ~mask);
  }

  void SetWords(const char* port, const std::array<uint32_t, kFp32Side>& words, size_t lane) {
    for (int bit = 0; bit < kFp32Side * kWord; ++bit) {
      SetBit(port, bit, lane, (words[static_cast<size_t>(bit / kWord)] >> bit % kWord & 1) != 0);
    }
  }

  void Reset() {
    for (const auto& [name, port] : netlist_.ports) {
      if (!port.input) continue;
      for (const int net : port.nets) {
        if (net >= 2) simulation_.Set(net, 0);
      }
    }
    for (int i = 0; i < kResetCycles; ++i) {
      simulation_.Settle();
      simulation_.Edge();
    }
    for (size_t lane = 0; lane < kLanes; ++lane) SetBit("rst_ni", 0, lane, true);
    simulation_.ClearToggles();
  }

  void SetInputs(const std::vector<Fp32Stream>& streams, size_t cycle,
                 std::vector<HostSums>* hosts) {
    for (size_t lane = 0; lane < streams.size(); ++lane) {
      const Fp32Cycle& x = streams[lane][cycle];
      SetBit("en_i", 0, lane, true);
      SetBit("first_i", 0, lane, x.first);
      SetBit("last_i", 0, lane, x.last);
      SetWords("a_i", x.a, lane);
      SetWords("b_i", x.b, lane);
      const HostSums::Drain* const drain = (*hosts)[lane].At(cycle);
      SetBit("drain_i", 0, lane, drain != nullptr);
      if (drain != nullptr) SetBit("drain_row_i", 0, lane, drain->row != 0);
    }
  }

  // A row that was drained in the cycle before.
  void Compare(size_t cycle, std::vector<HostSums>* hosts, BlockActivity* activity) {
    const std::vector<int>& nets = netlist_.Port("row_o");
    for (size_t lane = 0; lane < hosts->size() && cycle != 0; ++lane) {
      const auto& shown = shown_[lane];
      for (size_t bit = 0; shown.first && bit < nets.size(); ++bit) {
        const uint32_t word = BitsOf(shown.second[bit / kWord]);
        const bool one = (simulation_.Get(nets[bit]) >> lane & 1) != 0;
        ++activity->compared;
        if (one != ((word >> bit % kWord & 1) != 0)) ++activity->differences;
      }
    }
    for (size_t lane = 0; lane < hosts->size(); ++lane) {
      const HostSums::Drain* const drain = (*hosts)[lane].At(cycle);
      shown_[lane] = {drain != nullptr,
                      drain == nullptr ? std::array<float, kFp32Side>{} : drain->sums};
    }
  }

  const GateNetlist& netlist_;
  GateSimulation simulation_;
  std::array<std::pair<bool, std::array<float, kFp32Side>>, kLanes> shown_ = {};
};

}  // namespace

BlockEnergy MeasureFp32Array(const Fp32Streams& streams, const std::string& liberty) {
  MapRequest request;
  request.module = "itg_fp32_array";
  request.parameters = {{"Rows", kFp32Side}, {"Cols", kFp32Side}};
  request.liberty = liberty;
  const MappedNetlist mapped = MapModule(request);
  const Liberty library = Liberty::Read(LibraryFile(liberty));
  const GateLibrary functions = MakeGateLibrary(library);
  const GateNetlist netlist =
      GateNetlist::FromJson(ReadFile(mapped.json), mapped.module, mapped.json);
  BlockEnergy energy;
  energy.block = kFp32Array;
  energy.cells = mapped.count;
  energy.area_um2 = mapped.area_um2;
  energy.leakage_w = mapped.leakage_w;
  std::array<std::optional<BlockActivity>, kPhaseCount> activities;
  for (size_t i = 0; i < streams.size(); ++i) {
    if (!streams[i].empty()) activities[i] = Driver(netlist, functions).Run(streams[i]);
  }
  ChargePhases(netlist, library, std::move(activities), &energy);
  return energy;
}

}  // namespace itg
