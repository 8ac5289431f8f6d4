// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/netlist_writer.h"

#include <map>

#include "sim/config/json.h"

namespace itg {
namespace {

using Json = nlohmann::json;

// Escaped, for brackets and dots in names are none of Verilog's.
std::string Escaped(const std::string& name) { return "\\" + name + " "; }

class Writer {
 public:
  explicit Writer(const Json& module) : module_(module) { NamePorts(); }

  std::string Write(const std::string& name) {
    std::string text = "module " + name + " (";
    std::string between;
    for (const auto& [port, description] : module_.at("ports").items()) {
      text += between + port;
      between = ", ";
    }
    text += ");\n" + Ports();
    std::string cells;
    for (const auto& [cell, description] : module_.at("cells").items()) {
      cells += Cell(cell, description);
    }
    for (const std::string& wire : wires_) text += "  wire " + wire + ";\n";
    return text + cells + assignments_ + "endmodule\n";
  }

 private:
  static std::string BitOfPort(const std::string& port, const Json& bits, size_t i) {
    return bits.size() == 1 ? port : port + "[" + std::to_string(i) + "]";
  }

  // A net that a port shows is named after it: an input's, or else the first output's. Any further
  // output of the same net, or of a constant, is assigned.
  void NamePorts() {
    for (const char* direction : {"input", "output"}) {
      for (const auto& [port, description] : module_.at("ports").items()) {
        if (description.at("direction") != direction) continue;
        const Json& bits = description.at("bits");
        for (size_t i = 0; i < bits.size(); ++i) {
          const std::string name = BitOfPort(port, bits, i);
          if (bits[i].is_string()) {
            assignments_ += "  assign " + name + " = " + Constant(bits[i]) + ";\n";
            continue;
          }
          const auto [known, is_new] = nets_.emplace(bits[i].get<int>(), name);
          if (!is_new) assignments_ += "  assign " + name + " = " + known->second + ";\n";
        }
      }
    }
  }

  static std::string Constant(const Json& bit) { return bit == "1" ? "1'b1" : "1'b0"; }

  std::string Ports() const {
    std::string text;
    for (const auto& [port, description] : module_.at("ports").items()) {
      const size_t width = description.at("bits").size();
      text += "  " + description.at("direction").get<std::string>() + " ";
      if (width != 1) text += "[" + std::to_string(width - 1) + ":0] ";
      text += port + ";\n";
    }
    return text;
  }

  std::string Net(const Json& bit) {
    if (bit.is_string()) return Constant(bit);
    const auto [net, is_new] = nets_.emplace(bit.get<int>(), "n" + std::to_string(bit.get<int>()));
    if (is_new) wires_.push_back(net->second);
    return net->second;
  }

  std::string Cell(const std::string& name, const Json& cell) {
    std::string text = "  " + cell.at("type").get<std::string>() + " " + Escaped(name) + "(";
    std::string between;
    for (const auto& [pin, bits] : cell.at("connections").items()) {
      text += between + "." + pin + "(" + Connection(bits) + ")";
      between = ", ";
    }
    return text + ");\n";
  }

  std::string Connection(const Json& bits) {
    if (bits.size() == 1) return Net(bits[0]);
    std::string text = "{";
    for (size_t i = bits.size(); i-- > 0;) text += Net(bits[i]) + (i == 0 ? "}" : ", ");
    return bits.empty() ? "" : text;
  }

  const Json& module_;
  std::map<int, std::string> nets_;
  std::vector<std::string> wires_;
  std::string assignments_;
};

}  // namespace

void NameCells(nlohmann::json* netlist, const std::string& module) {
  Json& cells = netlist->at("modules").at(module).at("cells");
  Json named = Json::object();
  int number = 0;
  for (auto& [name, cell] : cells.items()) {
    const std::string plain = name.find('$') == std::string::npos ? name : "";
    named[plain.empty() ? "c" + std::to_string(number++) : plain] = std::move(cell);
  }
  cells = std::move(named);
}

std::string VerilogOf(const nlohmann::json& netlist, const std::string& module) {
  return Writer(netlist.at("modules").at(module)).Write(module);
}

}  // namespace itg
