// SPDX-License-Identifier: Apache-2.0

#include "sim/hw/json_reader.h"

#include <algorithm>

#include "model/error.h"
#include "model/program/command.h"

namespace itg {
namespace {

using Json = nlohmann::json;

constexpr Rounding kModes[] = {Rounding::kNearest, Rounding::kStochastic,
                               Rounding::kPseudoStochastic};

std::string AllowedModes() {
  std::string text = "must list";
  for (const Rounding mode : kModes) text += std::string(" \"") + Name(mode) + "\",";
  return text + " each at most once";
}

}  // namespace

JsonReader::JsonReader(const std::string& text, const std::string& source) : source_(source) {
  object_ = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (object_.is_discarded()) throw Error(source_ + ": not valid JSON");
  if (!object_.is_object()) throw Error(source_ + ": must be one JSON object of keys and values");
}

bool JsonReader::Has(const std::string& key) {
  known_.insert(key);
  return object_.contains(key);
}

int64_t JsonReader::Integer(const std::string& key, int64_t lowest, int64_t highest) {
  const std::string allowed = std::to_string(lowest) + ".." + std::to_string(highest);
  const Json& value = Value(key, "an integer " + allowed);
  if (!value.is_number_integer()) Fail(key, value.dump(), "must be an integer " + allowed);
  // An unsigned value beyond int64 wraps to a negative number: no `lowest` is negative.
  const int64_t number = value.get<int64_t>();
  if (number < lowest || number > highest) Fail(key, value.dump(), "must be " + allowed);
  return number;
}

int JsonReader::Int(const std::string& key, int lowest, int highest) {
  return static_cast<int>(Integer(key, lowest, highest));
}

std::string JsonReader::Text(const std::string& key) {
  const Json& value = Value(key, "a text");
  if (!value.is_string() || value.get<std::string>().empty()) {
    Fail(key, value.dump(), "must be a text that is not empty");
  }
  return value.get<std::string>();
}

std::vector<Rounding> JsonReader::RoundingModes(const std::string& key) {
  const Json& value = Value(key, "a list");
  if (!value.is_array() || value.empty()) Fail(key, value.dump(), AllowedModes());
  std::vector<Rounding> modes;
  for (const Json& item : value) {
    const Rounding* const mode = std::find_if(std::begin(kModes), std::end(kModes),
                                              [&](Rounding m) { return item == Name(m); });
    const bool twice =
        mode != std::end(kModes) && std::count(modes.begin(), modes.end(), *mode) != 0;
    if (mode == std::end(kModes) || twice) Fail(key, value.dump(), AllowedModes());
    modes.push_back(*mode);
  }
  return modes;
}

void JsonReader::RefuseOthers() const {
  for (const auto& item : object_.items()) {
    if (known_.count(item.key()) != 0) continue;
    std::string allowed;
    for (const std::string& key : known_) allowed += (allowed.empty() ? "" : ", ") + key;
    throw Error(source_ + ": unknown key \"" + item.key() + "\"; allowed: " + allowed);
  }
}

void JsonReader::Fail(const std::string& key, const std::string& value,
                      const std::string& allowed) const {
  throw Error(source_ + ": " + key + " = " + value + ": " + allowed);
}

const Json& JsonReader::Value(const std::string& key, const std::string& what) {
  known_.insert(key);
  const auto found = object_.find(key);
  if (found == object_.end()) throw Error(source_ + ": missing key \"" + key + "\": " + what);
  return *found;
}

}  // namespace itg
