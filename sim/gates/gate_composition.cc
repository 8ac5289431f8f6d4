// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_composition.h"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <utility>

#include "model/error.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

// Nets that are one net get one number; the smallest, so that a constant stays a constant.
class Joined {
 public:
  int Add(int nets) {
    const int first = static_cast<int>(root_.size());
    root_.resize(root_.size() + static_cast<size_t>(nets));
    std::iota(root_.begin() + first, root_.end(), first);
    return first;
  }
  int Root(int net) {
    int& parent = root_[static_cast<size_t>(net)];
    if (parent != net) parent = Root(parent);
    return parent;
  }
  void Join(int a, int b) {
    const auto [low, high] = std::minmax({Root(a), Root(b)});
    root_[static_cast<size_t>(high)] = low;
  }
  // Without gaps; the constants keep their numbers. Returns how many there are.
  int Number(std::vector<int>* numbers) {
    int next = 0;
    numbers->assign(root_.size(), 0);
    for (size_t net = 0; net < root_.size(); ++net) {
      const int root = Root(static_cast<int>(net));
      const bool own = static_cast<size_t>(root) == net;
      (*numbers)[net] = own ? next++ : (*numbers)[static_cast<size_t>(root)];
    }
    return next;
  }

 private:
  std::vector<int> root_;
};

class Composer {
 public:
  explicit Composer(const std::map<std::string, GateNetlist>& blocks) : blocks_(blocks) {
    nets_.Add(2);
  }

  GateNetlist Compose(const std::string& top) {
    const GateNetlist& block = blocks_.at(top);
    const int first = Place(block, "");
    for (const auto& [name, port] : block.ports) {
      made_.ports[name] = {port.input, Global(port.nets, first)};
    }
    for (const auto& [name, nets] : block.names) made_.names[name] = Global(nets, first);
    std::vector<int> numbers;
    made_.source = block.source;
    made_.nets = nets_.Number(&numbers);
    if (made_.nets > 1 && numbers[0] == numbers[1]) {
      throw Error(made_.source + ": a net is both constants");
    }
    const auto number = [&numbers](std::vector<int>* nets) {
      for (int& net : *nets) net = numbers[static_cast<size_t>(net)];
    };
    for (auto& [name, port] : made_.ports) number(&port.nets);
    for (auto& [name, nets] : made_.names) number(&nets);
    for (NetlistCell& cell : made_.cells) {
      for (auto& [pin, nets] : cell.pins) number(&nets);
    }
    return std::move(made_);
  }

 private:
  static int Global(int net, int first) { return net < 2 ? net : first + net; }
  static std::vector<int> Global(std::vector<int> nets, int first) {
    for (int& net : nets) net = Global(net, first);
    return nets;
  }

  // Adds the cells of `block` and of what is below it. Returns what its nets were moved by.
  int Place(const GateNetlist& block, const std::string& path) {
    const int first = nets_.Add(block.nets);
    for (const NetlistCell& cell : block.cells) {
      NetlistCell placed = cell;
      placed.name = path + cell.name;
      for (auto& [pin, nets] : placed.pins) nets = Global(nets, first);
      const auto below = blocks_.find(cell.type);
      if (below == blocks_.end()) {
        made_.cells.push_back(std::move(placed));
      } else {
        Connect(placed, below->second, Place(below->second, placed.name + "/"));
      }
    }
    return first;
  }

  void Connect(const NetlistCell& instance, const GateNetlist& block, int first) {
    for (const auto& [pin, nets] : instance.pins) {
      const auto port = block.ports.find(pin);
      const bool fits =
          port != block.ports.end() && (nets.empty() || nets.size() == port->second.nets.size());
      if (!fits) {
        throw Error(block.source + ": its port " + pin + " is not that of " + instance.name);
      }
      for (size_t bit = 0; bit < nets.size(); ++bit) {
        // Nothing reads an output where a constant stands.
        if (!port->second.input && nets[bit] < 2) continue;
        nets_.Join(nets[bit], Global(port->second.nets[bit], first));
      }
    }
  }

  const std::map<std::string, GateNetlist>& blocks_;
  Joined nets_;
  GateNetlist made_;
};

}  // namespace

GateNetlist ComposeGates(const std::map<std::string, GateNetlist>& blocks, const std::string& top) {
  return Composer(blocks).Compose(top);
}

GateNetlist GatesOf(const Synthesis& synthesis) {
  std::map<std::string, GateNetlist> blocks;
  for (const BlockCost& block : synthesis.blocks) {
    if (block.is_memory) continue;
    const std::string file =
        (std::filesystem::path(block.netlist).parent_path() / "netlist.json").string();
    blocks[block.module] = GateNetlist::FromJson(ReadFile(file), block.module, file);
  }
  if (blocks.count(synthesis.module) == 0) {
    throw Error(synthesis.hardware + ": its synthesis has no netlist of " + synthesis.module);
  }
  return ComposeGates(blocks, synthesis.module);
}

}  // namespace itg
