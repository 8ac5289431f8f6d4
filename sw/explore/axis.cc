// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/axis.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "model/error.h"
#include "sim/config/json_object.h"

namespace itg {
namespace {

constexpr int64_t kMostPoints = 1000000;
constexpr int64_t kLargest = int64_t{1} << 40;  // of a range

std::vector<std::string> KeysOf(const JsonObject& axes, const std::string& name) {
  std::vector<std::string> keys;
  std::istringstream words(name);
  for (std::string key; std::getline(words, key, ',');) {
    const bool legal = (key.rfind("hw.", 0) == 0 && key.size() > 3) ||
                       (key.rfind("train.", 0) == 0 && key.size() > 6);
    if (!legal) axes.Refuse(name, "keys that start with hw. or train.");
    if (key == "train.seed") axes.Refuse(name, "the key seeds, which is no axis");
    keys.push_back(key);
  }
  return keys;
}

std::vector<nlohmann::json> Range(const nlohmann::json& json, const std::string& source,
                                  const std::string& path) {
  const JsonObject range(json, source, path, {"from", "to"}, {"step"});
  const int64_t from = range.Integer("from", -kLargest, kLargest);
  const int64_t to = range.Integer("to", -kLargest, kLargest);
  const int64_t step = range.Integer("step", 1, kLargest, 1);
  if (to < from) range.Refuse("to", std::to_string(from) + " (from) or more");
  if ((to - from) / step >= kMostPoints) range.Refuse("step", "at most 1000000 values");
  std::vector<nlohmann::json> values;
  for (int64_t value = from; value <= to; value += step) values.push_back(value);
  return values;
}

// One value a key of `value`: for all, or a list.
std::vector<nlohmann::json> Spread(const JsonObject& axes, const Axis& axis,
                                   const nlohmann::json& value) {
  if (axis.keys.size() == 1) return {value};
  if (!value.is_array()) return std::vector<nlohmann::json>(axis.keys.size(), value);
  if (value.size() != axis.keys.size()) {
    axes.Refuse(axis.name, "values that are lists with one entry for each of the " +
                               std::to_string(axis.keys.size()) + " keys");
  }
  return value.get<std::vector<nlohmann::json>>();
}

Axis ParseAxis(const JsonObject& axes, const std::string& source, const std::string& name) {
  Axis axis;
  axis.name = name;
  axis.keys = KeysOf(axes, name);
  const nlohmann::json& json = axes.At(name);
  if (!json.is_object() && (!json.is_array() || json.empty())) {
    axes.Refuse(name, "a list of values that is not empty, or {\"from\": .., \"to\": ..}");
  }
  const std::vector<nlohmann::json> values = json.is_object()
                                                 ? Range(json, source, axes.Path(name))
                                                 : json.get<std::vector<nlohmann::json>>();
  for (const nlohmann::json& value : values) {
    if (std::count(values.begin(), values.end(), value) != 1) axes.Refuse(name, "each value once");
    axis.values.push_back(Spread(axes, axis, value));
  }
  return axis;
}

}  // namespace

bool Axis::is_ordered() const {
  for (int choice = 0; choice < size(); ++choice) {
    const std::vector<nlohmann::json>& here = values[static_cast<size_t>(choice)];
    if (!here[0].is_number()) return false;
    if (choice > 0 && values[static_cast<size_t>(choice - 1)][0] > here[0]) return false;
  }
  return true;
}

std::string Axis::Text(int choice) const {
  std::string text;
  for (const nlohmann::json& value : values.at(static_cast<size_t>(choice))) {
    text += (text.empty() ? "" : ",");
    text += value.is_string() ? value.get<std::string>() : value.dump();
  }
  return text;
}

std::vector<Axis> ParseAxes(const nlohmann::json& json, const std::string& source) {
  if (!json.is_object() || json.empty()) {
    throw Error(source + ": axes = " + json.dump() + ": expected an object with at least one axis");
  }
  std::vector<std::string> names;
  for (const auto& item : json.items()) names.push_back(item.key());
  const JsonObject object(json, source, "axes", names, {});
  std::vector<Axis> axes;
  std::set<std::string> keys;
  for (const std::string& name : names) {
    axes.push_back(ParseAxis(object, source, name));
    for (const std::string& key : axes.back().keys) {
      if (!keys.insert(key).second) object.Refuse(name, key + " on one axis alone");
    }
  }
  return axes;
}

int64_t PointsOf(const std::vector<Axis>& axes, const std::string& source) {
  int64_t points = 1;
  for (const Axis& axis : axes) {
    points *= axis.size();
    if (points <= kMostPoints) continue;
    throw Error(source + ": axes: more than " + std::to_string(kMostPoints) +
                " points: expected fewer values or fewer axes");
  }
  return points;
}

Choice ChoiceOf(const std::vector<Axis>& axes, int64_t number) {
  Choice choice(axes.size());
  for (size_t axis = axes.size(); axis-- > 0;) {
    choice[axis] = static_cast<int>(number % axes[axis].size());
    number /= axes[axis].size();
  }
  return choice;
}

}  // namespace itg
