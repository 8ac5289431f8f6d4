// SPDX-License-Identifier: Apache-2.0
#include "sim/power/replay.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "model/error.h"
#include "sim/gates/gate_simulation.h"

namespace itg {
namespace {

constexpr size_t kLanes = 64;
constexpr uint64_t kAll = ~uint64_t{0};

// Has everything in a pipeline of rounding lanes been seen going in? Three steps behind a word that
// entered, what comes out is known.
class Follower {
 public:
  bool known() const { return out_; }
  void Cycle(bool step, bool valid) {
    if (!step) return;
    out_ = out_ || second_;
    second_ = first_;
    first_ = valid;
  }

 private:
  bool first_ = false, second_ = false, out_ = false;
};

class Replayer {
 public:
  Replayer(const GateNetlist& netlist, const GateLibrary& library, const Corner& corner)
      : netlist_(netlist),
        corner_(corner),
        simulation_(netlist, library, Clock(netlist), static_cast<int>(kLanes)) {
    for (const RecordedPort& port : corner.block().ports) {
      ports_.push_back({&port, SampleReader(corner.block(), port.name), Nets(port)});
    }
  }

  void Batch(const std::vector<PortWindow>& windows, size_t first, BlockActivity* activity) {
    const size_t lanes = std::min(kLanes, windows.size() - first);
    uint32_t most = 0;
    for (size_t lane = 0; lane < lanes; ++lane) most = std::max(most, windows[first + lane].cycles);
    Load(windows, first, lanes);
    std::vector<Follower> followers(lanes);
    uint64_t agree = kAll;
    for (uint32_t cycle = 0; cycle < most; ++cycle) {
      uint64_t running = 0, counted = 0;
      for (size_t lane = 0; lane < lanes; ++lane) {
        const PortWindow& window = windows[first + lane];
        if (cycle >= window.cycles) continue;
        running |= uint64_t{1} << lane;
        if (Known(window, cycle, &followers[lane])) counted |= uint64_t{1} << lane;
        SetInputs(window, first + lane, cycle, lane);
      }
      simulation_.Settle();
      // The first cycle has nothing before it.
      simulation_.Count(cycle == 0 ? 0 : counted);
      if (cycle != 0) Add(windows, first, cycle, counted, activity);
      Compare(windows, first, cycle, counted & agree, activity);
      for (size_t lane = 0; lane < lanes; ++lane) {
        const uint64_t bit = uint64_t{1} << lane;
        const PortWindow& window = windows[first + lane];
        if ((running & bit) == 0) continue;
        const bool agrees = corner_.Agrees(window, first + lane, cycle, (agree & bit) != 0);
        agree = agrees ? agree | bit : agree & ~bit;
      }
      simulation_.Edge();
    }
    activity->windows += lanes;
  }

  void TakeToggles(BlockActivity* activity) const {
    for (int net = 0; net < netlist_.nets; ++net) {
      activity->toggles.push_back(simulation_.toggles(net));
    }
  }

 private:
  struct BoundPort {
    const RecordedPort* port;
    SampleReader reader;
    std::vector<int> nets;
  };

  // A block without registers has no clock: any input will do, which Settle and Edge would clear.
  static std::string Clock(const GateNetlist& netlist) {
    return netlist.ports.count("clk_i") != 0 ? "clk_i" : "";
  }

  // Bits that the netlist has of a port; none where nothing reads it.
  std::vector<int> Nets(const RecordedPort& port) const {
    const auto place = netlist_.ports.find(port.name);
    return place == netlist_.ports.end() ? std::vector<int>() : place->second.nets;
  }

  const BoundPort& At(const char* name) const {
    return *std::find_if(ports_.begin(), ports_.end(),
                         [&](const BoundPort& p) { return p.port->name == name; });
  }
  bool Is(const PortWindow& window, uint32_t cycle, const char* name) const {
    return At(name).reader.Bit(window, cycle, 0);
  }

  void SetLane(int net, size_t lane, bool one) {
    if (net < 2) return;
    const uint64_t bit = uint64_t{1} << lane;
    const uint64_t value = simulation_.Get(net);
    simulation_.Set(net, one ? value | bit : value & ~bit);
  }

  // Registers before the first cycle: those of the state, and those that are outputs.
  void Load(const std::vector<PortWindow>& windows, size_t first, size_t lanes) {
    for (size_t lane = 0; lane < lanes; ++lane) {
      const PortWindow& window = windows[first + lane];
      for (const Corner::StateBit& bit : corner_.State(window, first + lane)) {
        SetLane(StateNet(bit), lane, bit.value);
      }
      for (const BoundPort& bound : ports_) {
        if (bound.port->input) continue;
        for (size_t bit = 0; bit < bound.nets.size(); ++bit) {
          SetLane(bound.nets[bit], lane,
                  corner_.Bit(*bound.port, bound.reader, window, first + lane, 0,
                              static_cast<int>(bit)));
        }
      }
    }
  }

  int StateNet(const Corner::StateBit& bit) const {
    const int net = netlist_.WireBit(bit.wire, bit.bit);
    if (net >= 2) return net;
    // Of several names of a net, mapping keeps one: that which the cells of the array have for it.
    if (bit.wire == "bank_q") {
      const int alias = netlist_.WireBit("gen_col[0].gen_row[0].u_cell.bank_i", 0);
      if (alias >= 2) return alias;
    }
    throw Error(netlist_.source + ": no register " + bit.wire + ", bit " + std::to_string(bit.bit));
  }

  void SetInputs(const PortWindow& window, size_t number, uint32_t cycle, size_t lane) {
    for (const BoundPort& bound : ports_) {
      if (!bound.port->input) continue;
      for (size_t bit = 0; bit < bound.nets.size(); ++bit) {
        SetLane(
            bound.nets[bit], lane,
            corner_.Bit(*bound.port, bound.reader, window, number, cycle, static_cast<int>(bit)));
      }
    }
  }

  bool Known(const PortWindow& window, uint32_t cycle, Follower* follower) const {
    if (corner_.block().name != "round_lanes") return true;
    const bool known = follower->known();
    follower->Cycle(Is(window, cycle, "step_i"), Is(window, cycle, "valid_i"));
    return known;
  }

  uint64_t Lanes(const PortWindow& window, uint32_t cycle) const {
    const uint64_t mask = (uint64_t{1} << corner_.cols()) - 1;
    const uint64_t lanes = At("lanes_i").reader.Number(window, cycle) & mask;
    return static_cast<uint64_t>(__builtin_popcountll(lanes));
  }

  uint64_t Events(const PortWindow& window, uint32_t cycle) const {
    const std::string& name = corner_.block().name;
    if (!Is(window, cycle, corner_.block().active.c_str())) return 0;
    if (name == "mac_array") {
      return static_cast<uint64_t>(corner_.rows()) * static_cast<uint64_t>(corner_.cols());
    }
    if (name == "round_lanes" && !Is(window, cycle, "step_i")) return 0;
    return Lanes(window, cycle);
  }

  void Add(const std::vector<PortWindow>& windows, size_t first, uint32_t cycle, uint64_t counted,
           BlockActivity* activity) const {
    for (size_t lane = 0; lane < kLanes; ++lane) {
      if ((counted >> lane & 1) == 0) continue;
      ++activity->cycles;
      activity->events += Events(windows[first + lane], cycle);
    }
  }

  void Compare(const std::vector<PortWindow>& windows, size_t first, uint32_t cycle, uint64_t lanes,
               BlockActivity* activity) const {
    for (const BoundPort& bound : ports_) {
      if (bound.port->input) continue;
      for (size_t bit = 0; bit < bound.nets.size(); ++bit) {
        const uint64_t value = simulation_.Get(bound.nets[bit]);
        for (size_t lane = 0; lane < kLanes; ++lane) {
          if ((lanes >> lane & 1) == 0) continue;
          ++activity->compared;
          const bool expected = corner_.Bit(*bound.port, bound.reader, windows[first + lane],
                                            first + lane, cycle, static_cast<int>(bit));
          if (expected != ((value >> lane & 1) != 0)) ++activity->differences;
        }
      }
    }
  }

  const GateNetlist& netlist_;
  const Corner& corner_;
  GateSimulation simulation_;
  std::vector<BoundPort> ports_;
};

}  // namespace

BlockActivity Replay(const GateNetlist& netlist, const GateLibrary& library, const Corner& corner,
                     const std::vector<PortWindow>& windows) {
  Replayer replayer(netlist, library, corner);
  BlockActivity activity;
  for (size_t first = 0; first < windows.size(); first += kLanes) {
    replayer.Batch(windows, first, &activity);
  }
  replayer.TakeToggles(&activity);
  return activity;
}

}  // namespace itg
