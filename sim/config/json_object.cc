// SPDX-License-Identifier: Apache-2.0
#include "sim/config/json_object.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/error.h"

namespace itg {
namespace {

std::string Join(const std::vector<std::string>& required,
                 const std::vector<std::string>& optional) {
  std::string text;
  for (const std::vector<std::string>* names : {&required, &optional}) {
    for (const std::string& name : *names) text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

bool Contains(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

nlohmann::json ParseJson(const std::string& text, const std::string& source) {
  // The keys of the objects that are open; a key that comes twice has two values, of which one
  // would be dropped.
  std::vector<std::set<std::string>> open;
  const auto watch = [&](int, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
    using Event = nlohmann::json::parse_event_t;
    if (event == Event::object_start) open.emplace_back();
    if (event == Event::object_end) open.pop_back();
    if (event == Event::key && !open.back().insert(parsed.get<std::string>()).second) {
      throw Error(source + ": key '" + parsed.get<std::string>() + "' is there twice");
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text, watch);
  } catch (const nlohmann::json::exception& error) {
    // "[json.exception.parse_error.101] parse error at line 1, column 2: ..."
    std::string what = error.what();
    what.erase(0, std::min(what.size(), what.find("] ") + 2));
    std::replace(what.begin(), what.end(), '\n', ' ');
    throw Error(source + ": not JSON: " + what);
  }
}

JsonObject::JsonObject(const nlohmann::json& value, std::string source, std::string prefix,
                       const std::vector<std::string>& required,
                       const std::vector<std::string>& optional)
    : value_(value), source_(std::move(source)), prefix_(std::move(prefix)) {
  const std::string allowed = " (allowed: " + Join(required, optional) + ")";
  if (!value_.is_object()) {
    throw Error(source_ + ": " + (prefix_.empty() ? "the file" : "'" + prefix_ + "'") +
                " is not an object" + allowed);
  }
  for (const auto& item : value_.items()) {
    if (!Contains(required, item.key()) && !Contains(optional, item.key())) {
      throw Error(source_ + ": unknown key '" + Path(item.key()) + "'" + allowed);
    }
  }
  for (const std::string& key : required) {
    if (!Has(key)) throw Error(source_ + ": missing key '" + Path(key) + "'" + allowed);
  }
}

int64_t JsonObject::Integer(const std::string& key, int64_t min, int64_t max) const {
  const nlohmann::json& value = At(key);
  const bool huge = value.is_number_unsigned() && value.get<uint64_t>() > uint64_t{INT64_MAX};
  if (!value.is_number_integer() || huge || value.get<int64_t>() < min ||
      value.get<int64_t>() > max) {
    Refuse(key, "an integer " + std::to_string(min) + ".." + std::to_string(max));
  }
  return value.get<int64_t>();
}

int64_t JsonObject::Integer(const std::string& key, int64_t min, int64_t max,
                            int64_t otherwise) const {
  return Has(key) ? Integer(key, min, max) : otherwise;
}

double JsonObject::Number(const std::string& key, double min, double max) const {
  const nlohmann::json& value = At(key);
  if (!value.is_number() || value.get<double>() < min || value.get<double>() > max) {
    const auto text = [](double number) { return nlohmann::json(number).dump(); };
    Refuse(key, "a number " + text(min) + ".." + text(max));
  }
  return value.get<double>();
}

bool JsonObject::Bool(const std::string& key, bool otherwise) const {
  if (!Has(key)) return otherwise;
  if (!At(key).is_boolean()) Refuse(key, "true or false");
  return At(key).get<bool>();
}

std::string JsonObject::String(const std::string& key) const {
  if (!At(key).is_string()) Refuse(key, "a string");
  return At(key).get<std::string>();
}

std::string JsonObject::String(const std::string& key, const std::string& otherwise) const {
  return Has(key) ? String(key) : otherwise;
}

std::string JsonObject::Text(const std::string& key) const {
  if (!At(key).is_string() || At(key).get<std::string>().empty())
    Refuse(key, "a string that is not empty");
  return At(key).get<std::string>();
}

std::string JsonObject::Path(const std::string& key) const {
  return prefix_.empty() ? key : prefix_ + "." + key;
}

void JsonObject::Refuse(const std::string& key, const std::string& what) const {
  throw Error(source_ + ": " + Path(key) + " = " + At(key).dump() + ": expected " + what);
}

}  // namespace itg
