// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/fan_out.h"

#include <algorithm>
#include <map>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/synth/boolean_function.h"

namespace itg {
namespace {

using Json = nlohmann::json;

constexpr const char* kClock = "clk_i";

struct Buffer {
  std::string cell;
  std::string input;
  std::string output;
  double area = 0;
};

// The second smallest of the library: the smallest is hardly stronger than the gates around it.
Buffer ChooseBuffer(const Liberty& library) {
  std::vector<Buffer> buffers;
  for (const LibertyCell& cell : library.cells) {
    if (cell.dont_use || cell.state.has_value() || cell.pins.size() != 2) continue;
    for (const LibertyPin& pin : cell.pins) {
      if (pin.function.empty() || !pin.three_state.empty()) continue;
      const BooleanFunction function(pin.function);
      if (!function.IsPermutationOf(BooleanFunction("A"))) continue;
      buffers.push_back({cell.name, function.inputs()[0], pin.name, cell.area});
    }
  }
  if (buffers.empty()) throw Error(library.source + ": library has no buffer");
  std::sort(buffers.begin(), buffers.end(),
            [](const Buffer& a, const Buffer& b) { return a.area < b.area; });
  return buffers[std::min<size_t>(1, buffers.size() - 1)];
}

// The highest number of a net, so that new ones get others.
int HighestNet(const Json& module) {
  int highest = 1;
  const auto look = [&highest](const Json& bits) {
    for (const Json& bit : bits) {
      if (bit.is_number()) highest = std::max(highest, bit.get<int>());
    }
  };
  for (const auto& [name, port] : module.at("ports").items()) look(port.at("bits"));
  for (const auto& [name, cell] : module.at("cells").items()) {
    for (const auto& [pin, bits] : cell.at("connections").items()) look(bits);
  }
  return highest;
}

}  // namespace

void BufferFanOut(const Liberty& library, const std::string& module,
                  const std::vector<std::string>& blocks, nlohmann::json* netlist) {
  Json& top = netlist->at("modules").at(module);
  std::map<int, std::vector<Json*>> sinks;  // of a net: where its number stands
  for (auto& [name, cell] : top.at("cells").items()) {
    const std::string type = cell.at("type");
    if (std::find(blocks.begin(), blocks.end(), type) == blocks.end()) continue;
    for (auto& [pin, bits] : cell.at("connections").items()) {
      if (pin == kClock || cell.at("port_directions").at(pin) != "input") continue;
      for (Json& bit : bits) {
        if (bit.is_number()) sinks[bit.get<int>()].push_back(&bit);
      }
    }
  }
  const Buffer buffer = ChooseBuffer(library);
  int net = HighestNet(top);
  Json buffers = Json::object();
  for (auto& [source, ends] : sinks) {
    // Leaves first: each level has an eighth of the one before, until the source can drive it.
    for (std::vector<Json*> level = ends; level.size() > kMostSinks;) {
      std::vector<Json*> above;
      for (size_t i = 0; i < level.size(); ++i) {
        if (i % kMostSinks == 0) {
          Json& cell = buffers["fan_out_" + std::to_string(buffers.size())];
          cell = {{"type", buffer.cell},
                  {"port_directions", {{buffer.input, "input"}, {buffer.output, "output"}}},
                  {"connections",
                   {{buffer.input, Json::array({source})}, {buffer.output, Json::array({++net})}}}};
          above.push_back(&cell.at("connections").at(buffer.input)[0]);
        }
        *level[i] = net;
      }
      level = above;
    }
  }
  top.at("cells").update(buffers);
}

}  // namespace itg
