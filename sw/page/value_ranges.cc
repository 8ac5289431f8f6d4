// SPDX-License-Identifier: Apache-2.0
#include "sw/page/value_ranges.h"

#include <algorithm>

#include "sw/page/page_data.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// Masters are stored in 16 bits and the weights are their upper bits.
int Width(const std::string& role, const Json& bits) {
  if (bits.contains(role)) return bits.at(role).get<int>();
  return bits.value("error", 8);  // of a shared error: input_error, error_sum, masked_error
}

struct Range {
  std::string name;
  int used_bits = 0;
  int64_t clipped = 0;
  int64_t elements = 0;
};

int64_t Sum(const Json& counts) {
  int64_t sum = 0;
  for (const Json& count : counts) sum += count.get<int64_t>();
  return sum;
}

// Of all lines, in the order in which the tensors first came.
std::vector<Range> Ranges(const std::vector<Json>& lines) {
  std::vector<Range> ranges;
  for (const Json& line : lines) {
    for (const auto& [name, tensor] : line.at("tensors").items()) {
      const std::string& wanted = name;
      auto range = std::find_if(ranges.begin(), ranges.end(),
                                [&wanted](const Range& known) { return known.name == wanted; });
      if (range == ranges.end()) range = ranges.insert(range, {name});
      range->used_bits = std::max(range->used_bits, tensor.at("effective_bits").get<int>() + 1);
      range->clipped += tensor.at("saturations").get<int64_t>();
      range->elements += tensor.at("zeros").get<int64_t>() + Sum(tensor.at("negative")) +
                         Sum(tensor.at("positive"));
    }
  }
  return ranges;
}

Json Magnitudes(const Json& line) {
  Json table = TableJson({"tensor", "bits", "elements"});
  for (const auto& [name, tensor] : line.at("tensors").items()) {
    table["rows"].push_back({name, 0, tensor.at("zeros")});
    const Json& negative = tensor.at("negative");
    const Json& positive = tensor.at("positive");
    for (size_t i = 0; i < negative.size(); ++i) {
      const int64_t elements = negative[i].get<int64_t>() + positive.at(i).get<int64_t>();
      table["rows"].push_back({name, i + 1, elements});
    }
  }
  return table;
}

}  // namespace

Json ValueRanges(const std::vector<Json>& lines, const Json& configuration) {
  Json ranges = TableJson({"layer", "tensor", "role", "bits", "used_bits", "saturation"});
  for (const Range& range : Ranges(lines)) {
    const size_t dot = range.name.rfind('.');
    const std::string role = range.name.substr(dot + 1);
    const double share = range.elements == 0 ? 0.0
                                             : static_cast<double>(range.clipped) /
                                                   static_cast<double>(range.elements);
    ranges["rows"].push_back({range.name.substr(0, dot), range.name, role,
                              Width(role, configuration.at("bits")), range.used_bits, share});
  }
  return {{"ranges", ranges},
          {"magnitudes",
           lines.empty() ? TableJson({"tensor", "bits", "elements"}) : Magnitudes(lines.back())}};
}

}  // namespace itg
