// SPDX-License-Identifier: Apache-2.0
#include "sw/page/database.h"

#include <algorithm>

#include "model/error.h"
#include "sim/config/read_file.h"

namespace itg {
namespace {

SqliteFile Opened(const std::string& path) {
  RequireRegularFile(path);
  return {path, SqliteFile::Access::kRead};
}

}  // namespace

Database::Database(const std::string& path) : file_(Opened(path)) {
  ForEach("SELECT count(*) FROM sqlite_master", [](const Row&) {});
}

void Database::ForEach(const std::string& sql, const std::function<void(Row)>& visit) {
  SqliteStatement statement = file_.Prepare(sql);
  while (statement.Step()) {
    Row row;
    for (int i = 0; i < statement.columns(); ++i) row.push_back(statement.Value(i));
    visit(std::move(row));
  }
}

void Database::Require(const std::string& table, const std::vector<std::string>& columns) {
  std::vector<std::string> found;
  ForEach("SELECT name FROM pragma_table_info('" + table + "')",
          [&found](const Row& row) { found.push_back(row[0].get<std::string>()); });
  if (found.empty()) {
    throw Error(path() + ": no table '" + table + "': expected a database of intaglio explore");
  }
  for (const std::string& column : columns) {
    if (std::find(found.begin(), found.end(), column) != found.end()) continue;
    throw Error(path() + ": table '" + table + "' has no column '" + column +
                "': expected a database of intaglio explore");
  }
}

}  // namespace itg
