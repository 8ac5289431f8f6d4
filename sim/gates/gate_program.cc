// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_program.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "model/error.h"

namespace itg {
namespace {

struct Node {
  bool latch;
  BooleanOp op;
  GateOperands operands;
};

bool IsConstant(BooleanOp op) { return op == BooleanOp::kZero || op == BooleanOp::kOne; }
bool IsUnary(BooleanOp op) { return op == BooleanOp::kBuffer || op == BooleanOp::kNot; }

class Compiler {
 public:
  Compiler(const GateNetlist& netlist, const GateLibrary& library)
      : netlist_(netlist), library_(library) {
    program_.values = static_cast<uint32_t>(netlist.nets);
  }

  GateProgram Compile(const std::string& clock) {
    for (const NetlistCell& cell : netlist_.cells) Add(cell);
    Order();
    Arrange([](size_t) { return true; }, &program_.all);
    if (!clock.empty()) {
      const auto clocked = Reached(static_cast<uint32_t>(netlist_.Port(clock).at(0)));
      Arrange([&](size_t node) { return clocked[node]; }, &program_.clocks);
    }
    std::stable_sort(program_.flops.begin(), program_.flops.end(),
                     [](const GateFlop& a, const GateFlop& b) { return a.clock < b.clock; });
    return std::move(program_);
  }

 private:
  [[noreturn]] void Refuse(const NetlistCell& cell, const std::string& why) const {
    throw Error(netlist_.source + ": cell " + cell.name + " (" + cell.type + "): " + why);
  }

  uint32_t Pin(const NetlistCell& cell, const std::string& pin) const {
    const auto place = cell.pins.find(pin);
    if (place == cell.pins.end() || place->second.size() != 1) Refuse(cell, "no pin " + pin);
    return static_cast<uint32_t>(place->second[0]);
  }

  void Add(const NetlistCell& cell) {
    if (cell.type.find("itg_sram") != std::string::npos) return AddMemory(cell);
    const auto place = library_.find(cell.type);
    if (place == library_.end()) Refuse(cell, "not in the library");
    const GateCell& kind = place->second;
    uint32_t state = 0;
    for (const GateRegister& r : kind.registers) state = AddRegister(cell, r, kind);
    for (const auto& [pin, function] : kind.outputs) {
      if (cell.pins.count(pin) == 0 || cell.pins.at(pin).empty()) continue;
      const uint32_t out = Pin(cell, pin);
      if (out != state || state == 0) AddFunction(cell, function, kind, state, out);
    }
  }

  // The value of the register: the net of an output that is just that, or one of its own.
  uint32_t AddRegister(const NetlistCell& cell, const GateRegister& r, const GateCell& kind) {
    uint32_t state = 0;
    for (const auto& [pin, function] : kind.outputs) {
      const bool plain = function.steps().size() == 1 &&
                         function.steps()[0].op == BooleanOp::kBuffer &&
                         function.inputs()[0] == r.state;
      const bool used = cell.pins.count(pin) != 0 && !cell.pins.at(pin).empty();
      if (plain && used) state = Pin(cell, pin);
    }
    if (state == 0) state = program_.values++;
    const uint32_t clock = AddFunction(cell, r.clock, kind, 0, 0);
    const uint32_t data = AddFunction(cell, r.data, kind, 0, 0);
    if (r.latch) {
      nodes_.push_back({true, BooleanOp::kZero, {state, clock, data}});
    } else {
      if (r.clock.steps()[0].op != BooleanOp::kBuffer) Refuse(cell, "not on the rising edge");
      program_.flops.push_back({clock, data, state});
    }
    return state;
  }

  // Adds the steps of a function and returns its value: `out`, or where that is 0 a net that has it
  // already or a value of its own.
  uint32_t AddFunction(const NetlistCell& cell, const BooleanFunction& function,
                       const GateCell& kind, uint32_t state, uint32_t out) {
    std::vector<uint32_t> places;
    for (const std::string& input : function.inputs()) {
      const bool of_register =
          !kind.registers.empty() && state != 0 &&
          (input == kind.registers[0].state || input == kind.registers[0].inverted);
      if (of_register && input == kind.registers[0].inverted) {
        nodes_.push_back({false, BooleanOp::kNot, {program_.values, state, state}});
        places.push_back(program_.values++);
      } else {
        places.push_back(of_register ? state : Pin(cell, input));
      }
    }
    const BooleanStep& only = function.steps().front();
    if (out == 0 && function.steps().size() == 1 && only.op == BooleanOp::kBuffer)
      return places.at(0);
    for (size_t i = 0; i < function.steps().size(); ++i) {
      const BooleanStep& step = function.steps()[i];
      const bool last = i + 1 == function.steps().size();
      const uint32_t dst = last && out != 0 ? out : program_.values++;
      const bool constant = IsConstant(step.op);
      const uint32_t a = constant ? 0 : places[static_cast<size_t>(step.a)];
      const uint32_t b = constant ? 0 : places[static_cast<size_t>(step.b)];
      nodes_.push_back({false, step.op, {dst, a, IsUnary(step.op) ? a : b}});
      places.push_back(dst);
    }
    return places.back();
  }

  void AddMemory(const NetlistCell& cell) {
    const auto bits = [&](const char* pin) {
      if (cell.pins.count(pin) == 0) Refuse(cell, std::string("no pin ") + pin);
      return cell.pins.at(pin);
    };
    program_.memories.push_back({Pin(cell, "clk_i"), Pin(cell, "re_i"), Pin(cell, "we_i"),
                                 bits("raddr_i"), bits("waddr_i"), bits("rdata_o"),
                                 bits("wdata_i")});
  }

  // Levels: a node comes after those whose values it reads.
  void Order() {
    std::vector<int> writer(program_.values, -1);
    for (size_t i = 0; i < nodes_.size(); ++i) {
      int& place = writer[nodes_[i].operands.dst];
      if (place >= 0) throw Error(netlist_.source + ": two outputs drive one net");
      place = static_cast<int>(i);
    }
    std::vector<int> missing(nodes_.size(), 0);
    readers_.assign(program_.values, {});
    for (size_t i = 0; i < nodes_.size(); ++i) {
      const GateOperands& o = nodes_[i].operands;
      for (const uint32_t value : {o.a, o.b}) {
        readers_[value].push_back(static_cast<uint32_t>(i));
        if (writer[value] >= 0) ++missing[i];
      }
    }
    level_.assign(nodes_.size(), 0);
    std::vector<uint32_t> ready;
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (missing[i] == 0) ready.push_back(i);
    }
    for (size_t done = 0; done < ready.size(); ++done) {
      const uint32_t node = ready[done];
      for (const uint32_t reader : readers_[nodes_[node].operands.dst]) {
        level_[reader] = std::max(level_[reader], level_[node] + 1);
        if (--missing[reader] == 0) ready.push_back(reader);
      }
    }
    if (ready.size() != nodes_.size()) throw Error(netlist_.source + ": a loop of gates");
  }

  // Nodes that follow from `value` through gates.
  std::vector<bool> Reached(uint32_t value) const {
    std::vector<bool> reached(nodes_.size(), false);
    std::vector<uint32_t> open = {value};
    while (!open.empty()) {
      const uint32_t next = open.back();
      open.pop_back();
      for (const uint32_t reader : readers_[next]) {
        if (reached[reader]) continue;
        reached[reader] = true;
        open.push_back(nodes_[reader].operands.dst);
      }
    }
    return reached;
  }

  template <typename Take>
  void Arrange(const Take& take, GateCode* code) const {
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < nodes_.size(); ++i) {
      if (take(i)) order.push_back(i);
    }
    const auto key = [&](uint32_t i) {
      return std::make_tuple(level_[i], nodes_[i].latch, static_cast<int>(nodes_[i].op));
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](uint32_t a, uint32_t b) { return key(a) < key(b); });
    for (size_t i = 0; i < order.size(); ++i) {
      const Node& node = nodes_[order[i]];
      const bool continues = i != 0 && key(order[i]) == key(order[i - 1]);
      if (!continues) code->runs.push_back({node.latch, node.op, static_cast<uint32_t>(i), 0});
      ++code->runs.back().count;
      code->operands.push_back(node.operands);
    }
  }

  const GateNetlist& netlist_;
  const GateLibrary& library_;
  GateProgram program_;
  std::vector<Node> nodes_;
  std::vector<std::vector<uint32_t>> readers_;  // of each value
  std::vector<int> level_;
};

}  // namespace

GateProgram CompileGates(const GateNetlist& netlist, const GateLibrary& library,
                         const std::string& clock) {
  return Compiler(netlist, library).Compile(clock);
}

}  // namespace itg
