// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_netlist.h"

#include <algorithm>
#include <utility>

#include "model/error.h"
#include "sim/config/json.h"

namespace itg {
namespace {

using nlohmann::json;

std::vector<int> Nets(const json& bits, int* most) {
  std::vector<int> nets;
  nets.reserve(bits.size());
  for (const json& bit : bits) {
    nets.push_back(bit.is_string() ? (bit == "1" ? 1 : 0) : bit.get<int>());
    *most = std::max(*most, nets.back());
  }
  return nets;
}

const json& Module(const json& modules, const std::string& top, const std::string& source) {
  if (!top.empty() && modules.contains(top)) return modules.at(top);
  if (top.empty()) {
    for (const auto& [name, module] : modules.items()) {
      if (module.contains("attributes") && module["attributes"].contains("top")) return module;
    }
    if (modules.size() == 1) return *modules.begin();
  }
  throw Error(source + ": no module " + (top.empty() ? "with attribute top" : top) + " there");
}

}  // namespace

GateNetlist GateNetlist::FromJson(const std::string& text, const std::string& top,
                                  const std::string& source) {
  GateNetlist netlist;
  netlist.source = source;
  try {
    const json whole = json::parse(text);
    const json& module = Module(whole.at("modules"), top, source);
    int most = 1;
    for (const auto& [name, port] : module.at("ports").items()) {
      netlist.ports[name] = {port.at("direction") == "input", Nets(port.at("bits"), &most)};
    }
    for (const auto& [name, cell] : module.at("cells").items()) {
      NetlistCell made{name, cell.at("type"), {}};
      for (const auto& [pin, bits] : cell.at("connections").items()) {
        made.pins[pin] = Nets(bits, &most);
      }
      netlist.cells.push_back(std::move(made));
    }
    for (const auto& [name, wire] : module.at("netnames").items()) {
      if (wire.value("hide_name", 0) == 0) netlist.names[name] = Nets(wire.at("bits"), &most);
    }
    netlist.nets = most + 1;
  } catch (const json::exception& error) {
    throw Error(source + ": not a netlist as Yosys writes it: " + error.what());
  }
  return netlist;
}

const std::vector<int>& GateNetlist::Port(const std::string& name) const {
  const auto place = ports.find(name);
  if (place == ports.end()) throw Error(source + ": no port " + name);
  return place->second.nets;
}

int GateNetlist::WireBit(const std::string& name, int bit) const {
  const auto whole = names.find(name);
  const size_t index = static_cast<size_t>(bit);
  if (whole != names.end() && index < whole->second.size()) return whole->second[index];
  const auto own = names.find(name + "[" + std::to_string(bit) + "]");
  return own == names.end() ? 0 : own->second.at(0);
}

}  // namespace itg
