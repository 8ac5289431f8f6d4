// SPDX-License-Identifier: Apache-2.0
//
// Strict reading of a JSON object, the one way in which the program reads JSON that a user wrote:
// unknown and missing keys are refused by name with the allowed ones listed, every value is checked
// against its range. All errors are one line that names file, key, value and what is allowed.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/json.h"

namespace itg {

// Parses `text`; throws Error naming `source` and the position of the fault, or the key that an
// object has twice.
nlohmann::json ParseJson(const std::string& text, const std::string& source);

class JsonObject {
 public:
  // `prefix` is the dotted path of the object in its file, "" for the root.
  JsonObject(const nlohmann::json& value, std::string source, std::string prefix,
             const std::vector<std::string>& required, const std::vector<std::string>& optional);

  bool Has(const std::string& key) const { return value_.contains(key); }
  const nlohmann::json& At(const std::string& key) const { return value_.at(key); }

  int64_t Integer(const std::string& key, int64_t min, int64_t max) const;
  int64_t Integer(const std::string& key, int64_t min, int64_t max, int64_t otherwise) const;
  double Number(const std::string& key, double min, double max) const;
  bool Bool(const std::string& key, bool otherwise) const;
  std::string String(const std::string& key) const;
  std::string String(const std::string& key, const std::string& otherwise) const;

  std::string Text(const std::string& key) const;  // a string that is not empty

  std::string Path(const std::string& key) const;  // "data.source"
  // Throws "<source>: <path of key> = <value>: expected <what>".
  [[noreturn]] void Refuse(const std::string& key, const std::string& what) const;

 private:
  const nlohmann::json& value_;
  std::string source_;
  std::string prefix_;
};

}  // namespace itg
