// SPDX-License-Identifier: Apache-2.0
#include "sw/page/database.h"

#include <sqlite3.h>

#include <algorithm>

#include "model/error.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

struct Finaliser {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finaliser>;

nlohmann::ordered_json Value(sqlite3_stmt* statement, int column) {
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return static_cast<int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement, column);
    default: {
      const auto* const text =
          reinterpret_cast<const char*>(sqlite3_column_blob(statement, column));
      const int size = sqlite3_column_bytes(statement, column);
      return text == nullptr ? std::string() : std::string(text, static_cast<size_t>(size));
    }
  }
}

}  // namespace

void Database::Closer::operator()(sqlite3* database) const { sqlite3_close(database); }

Database::Database(const std::string& path) : path_(path) {
  RequireRegularFile(path);
  sqlite3* opened = nullptr;
  const int result = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY, nullptr);
  database_.reset(opened);
  if (result != SQLITE_OK) throw Error(path + ": cannot be opened: " + sqlite3_errstr(result));
  sqlite3_busy_timeout(opened, 5000);  // an exploration may be writing
  ForEach("SELECT count(*) FROM sqlite_master", [](const Row&) {});
}

void Database::ForEach(const std::string& sql, const std::function<void(Row)>& visit) {
  sqlite3_stmt* prepared = nullptr;
  int result = sqlite3_prepare_v2(database_.get(), sql.c_str(), -1, &prepared, nullptr);
  const Statement statement(prepared);
  while (result == SQLITE_OK || result == SQLITE_ROW) {
    result = sqlite3_step(prepared);
    if (result != SQLITE_ROW) break;
    Row row;
    for (int i = 0; i < sqlite3_column_count(prepared); ++i) row.push_back(Value(prepared, i));
    visit(std::move(row));
  }
  if (result != SQLITE_DONE) {
    throw Error(path_ + ": cannot be read as an exploration: " + sqlite3_errmsg(database_.get()));
  }
}

void Database::Require(const std::string& table, const std::vector<std::string>& columns) {
  std::vector<std::string> found;
  ForEach("SELECT name FROM pragma_table_info('" + table + "')",
          [&found](const Row& row) { found.push_back(row[0].get<std::string>()); });
  if (found.empty()) {
    throw Error(path_ + ": no table '" + table + "': expected a database of intaglio explore");
  }
  for (const std::string& column : columns) {
    if (std::find(found.begin(), found.end(), column) != found.end()) continue;
    throw Error(path_ + ": table '" + table + "' has no column '" + column +
                "': expected a database of intaglio explore");
  }
}

}  // namespace itg
