// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_simulation.h"

namespace itg {
namespace {

constexpr size_t kWordBits = 64;

// Bits of one lane as a number.
uint64_t Number(const std::vector<uint64_t>& values, const std::vector<int>& nets, int lane) {
  uint64_t number = 0;
  for (size_t bit = 0; bit < nets.size(); ++bit) {
    number |= (values[static_cast<size_t>(nets[bit])] >> lane & 1) << bit;
  }
  return number;
}

size_t WordsOf(const GateMemory& memory) {
  return (memory.read_data.size() + kWordBits - 1) / kWordBits;
}

size_t LaneWords(const GateMemory& memory) { return WordsOf(memory) << memory.read_address.size(); }

}  // namespace

GateSimulation::GateSimulation(const GateNetlist& netlist, const GateLibrary& library,
                               const std::string& clock, int lanes)
    : program_(CompileGates(netlist, library, clock)),
      clock_(clock.empty() ? -1 : netlist.Port(clock).at(0)),
      nets_(netlist.nets),
      lanes_(lanes),
      values_(program_.values, 0),
      low_(program_.flops.size() + program_.memories.size(), 0),
      next_(program_.flops.size(), 0),
      before_(static_cast<size_t>(nets_), 0),
      toggles_(static_cast<size_t>(nets_), 0) {
  values_[1] = ~uint64_t{0};
  for (const GateMemory& memory : program_.memories) {
    memories_.emplace_back(LaneWords(memory) * static_cast<size_t>(lanes), 0);
  }
}

void GateSimulation::Run(const GateCode& code) {
  uint64_t* const values = values_.data();
  for (const GateRun& run : code.runs) {
    const GateOperands* const begin = code.operands.data() + run.first;
    const GateOperands* const end = begin + run.count;
    const auto each = [&](const auto& function) {
      for (const GateOperands* o = begin; o != end; ++o) {
        values[o->dst] = function(values[o->a], values[o->b]);
      }
    };
    if (run.latch) {
      for (const GateOperands* o = begin; o != end; ++o) {
        values[o->dst] = (values[o->a] & values[o->b]) | (~values[o->a] & values[o->dst]);
      }
      continue;
    }
    switch (run.op) {
      case BooleanOp::kZero:
        each([](uint64_t, uint64_t) { return uint64_t{0}; });
        break;
      case BooleanOp::kOne:
        each([](uint64_t, uint64_t) { return ~uint64_t{0}; });
        break;
      case BooleanOp::kBuffer:
        each([](uint64_t a, uint64_t) { return a; });
        break;
      case BooleanOp::kNot:
        each([](uint64_t a, uint64_t) { return ~a; });
        break;
      case BooleanOp::kAnd:
        each([](uint64_t a, uint64_t b) { return a & b; });
        break;
      case BooleanOp::kOr:
        each([](uint64_t a, uint64_t b) { return a | b; });
        break;
      case BooleanOp::kXor:
        each([](uint64_t a, uint64_t b) { return a ^ b; });
        break;
      case BooleanOp::kNand:
        each([](uint64_t a, uint64_t b) { return ~(a & b); });
        break;
      case BooleanOp::kNor:
        each([](uint64_t a, uint64_t b) { return ~(a | b); });
        break;
      case BooleanOp::kXnor:
        each([](uint64_t a, uint64_t b) { return ~(a ^ b); });
        break;
    }
  }
}

void GateSimulation::Settle() { Run(program_.all); }

void GateSimulation::Edge() {
  if (clock_ < 0) return;
  const std::vector<GateFlop>& flops = program_.flops;
  for (size_t i = 0; i < flops.size(); ++i) low_[i] = values_[flops[i].clock];
  for (size_t i = 0; i < program_.memories.size(); ++i) {
    low_[flops.size() + i] = values_[program_.memories[i].clock];
  }
  values_[static_cast<size_t>(clock_)] = ~uint64_t{0};
  Run(program_.clocks);
  // All data is taken before any register shows it.
  for (size_t i = 0; i < flops.size(); ++i) {
    const uint64_t rises = values_[flops[i].clock] & ~low_[i];
    next_[i] = (values_[flops[i].data] & rises) | (values_[flops[i].q] & ~rises);
  }
  read_.clear();
  for (size_t i = 0; i < program_.memories.size(); ++i) EdgeOfMemory(i);
  for (size_t i = 0; i < flops.size(); ++i) values_[flops[i].q] = next_[i];
  for (const ReadBit& bit : read_) {
    uint64_t& value = values_[bit.net];
    value = (value & ~(uint64_t{1} << bit.lane)) | bit.value << bit.lane;
  }
  values_[static_cast<size_t>(clock_)] = 0;
}

// As itg_sram: a read of the word being written returns the old one. What is read waits in `read_`
// until every memory has seen its inputs.
void GateSimulation::EdgeOfMemory(size_t index) {
  const GateMemory& memory = program_.memories[index];
  const uint64_t rises = values_[memory.clock] & ~low_[program_.flops.size() + index];
  const size_t words = WordsOf(memory);
  for (int lane = 0; lane < lanes_; ++lane) {
    if ((rises >> lane & 1) == 0) continue;
    uint64_t* const data = memories_[index].data() + LaneWords(memory) * static_cast<size_t>(lane);
    if ((values_[memory.read] >> lane & 1) != 0) {
      const uint64_t* const word = data + words * Number(values_, memory.read_address, lane);
      for (size_t bit = 0; bit < memory.read_data.size(); ++bit) {
        const uint64_t one = word[bit / kWordBits] >> bit % kWordBits & 1;
        read_.push_back({static_cast<size_t>(memory.read_data[bit]), lane, one});
      }
    }
    if ((values_[memory.write] >> lane & 1) != 0) {
      uint64_t* const word = data + words * Number(values_, memory.write_address, lane);
      for (size_t bit = 0; bit < memory.write_data.size(); ++bit) {
        const uint64_t mask = uint64_t{1} << bit % kWordBits;
        const bool one = (values_[static_cast<size_t>(memory.write_data[bit])] >> lane & 1) != 0;
        uint64_t& part = word[bit / kWordBits];
        part = one ? part | mask : part & ~mask;
      }
    }
  }
}

void GateSimulation::Count(uint64_t mask) {
  for (size_t net = 0; net < static_cast<size_t>(nets_); ++net) {
    const uint64_t moved = (values_[net] ^ before_[net]) & mask;
    toggles_[net] += static_cast<uint64_t>(__builtin_popcountll(moved));
    before_[net] = values_[net];
  }
}

void GateSimulation::ClearToggles() { toggles_.assign(toggles_.size(), 0); }

}  // namespace itg
