// SPDX-License-Identifier: Apache-2.0
//
// An SQLite database, read only. Every failure is an Error that names the file.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sw/data/sqlite.h"

namespace itg {

class Database {
 public:
  using Row = std::vector<nlohmann::ordered_json>;  // integer, number, string or null

  explicit Database(const std::string& path);  // throws Error when it is no SQLite database

  const std::string& path() const { return file_.path(); }

  // Throws Error naming the table, or the first column, that is missing.
  void Require(const std::string& table, const std::vector<std::string>& columns);

  void ForEach(const std::string& sql, const std::function<void(Row)>& visit);

 private:
  SqliteFile file_;
};

}  // namespace itg
