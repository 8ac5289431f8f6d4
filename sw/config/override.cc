// SPDX-License-Identifier: Apache-2.0
#include "sw/config/override.h"

#include <algorithm>

#include "model/error.h"

namespace itg {
namespace {

bool IsIndex(const std::string& part) {
  return !part.empty() && part.size() < 6 &&
         std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool IsUtf8(const std::string& text) {
  try {
    nlohmann::json(text).dump();
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

nlohmann::json* Descend(const std::string& part, const std::string& assignment,
                        nlohmann::json* node) {
  if (node->is_array()) {
    if (!IsIndex(part) || std::stoul(part) >= node->size()) {
      throw Error("--set " + assignment + ": '" + part + "' is not an index below " +
                  std::to_string(node->size()));
    }
    return &(*node)[std::stoul(part)];
  }
  if (node->is_null()) *node = nlohmann::json::object();
  if (part.empty() || !node->is_object()) {
    throw Error("--set " + assignment + ": there is no key '" + part + "'");
  }
  return &(*node)[part];
}

}  // namespace

void ApplyOverride(const std::string& assignment, nlohmann::json* config) {
  const size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw Error("--set " + assignment + ": expected key=value");
  }
  if (!IsUtf8(assignment)) throw Error("--set " + assignment + ": is not UTF-8");
  const std::string text = assignment.substr(equals + 1);
  nlohmann::json value = nlohmann::json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (value.is_discarded()) value = text;

  nlohmann::json* node = config;
  for (size_t begin = 0; begin <= equals;) {
    const size_t end = std::min(assignment.find('.', begin), equals);
    node = Descend(assignment.substr(begin, end - begin), assignment, node);
    begin = end + 1;
  }
  *node = value;
}

}  // namespace itg
