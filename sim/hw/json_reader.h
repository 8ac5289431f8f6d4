// SPDX-License-Identifier: Apache-2.0
//
// Reads one flat JSON object of a hardware configuration. Every refusal is an Error of one line:
// source, key, value, what is allowed.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "model/arith/round.h"

namespace itg {

class JsonReader {
 public:
  JsonReader(const std::string& text, const std::string& source);

  // Whether an optional key is there; it counts as known either way.
  bool Has(const std::string& key);
  int64_t Integer(const std::string& key, int64_t lowest, int64_t highest);
  int Int(const std::string& key, int lowest, int highest);
  std::string Text(const std::string& key);  // not empty
  std::vector<Rounding> RoundingModes(const std::string& key);

  // To be called after the last key: whatever else is there is a spelling mistake.
  void RefuseOthers() const;

  [[noreturn]] void Fail(const std::string& key, const std::string& value,
                         const std::string& allowed) const;

 private:
  const nlohmann::json& Value(const std::string& key, const std::string& what);

  std::string source_;
  nlohmann::json object_;
  std::set<std::string> known_;
};

}  // namespace itg
