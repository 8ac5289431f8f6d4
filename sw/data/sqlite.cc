// SPDX-License-Identifier: Apache-2.0
#include "sw/data/sqlite.h"

#include <sqlite3.h>

#include "model/error.h"

namespace itg {

void SqliteFile::Close::operator()(sqlite3* file) const { sqlite3_close(file); }

SqliteFile::SqliteFile(const std::string& path, Access access) : path_(path) {
  sqlite3* file = nullptr;
  const int flags =
      access == Access::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  const int code = sqlite3_open_v2(path.c_str(), &file, flags, nullptr);
  file_.reset(file);
  Check(code);
  sqlite3_busy_timeout(file, 10000);  // milliseconds: somebody reads it meanwhile
}

void SqliteFile::Check(int code) const {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  throw Error(path_ + ": " + (file_ ? sqlite3_errmsg(file_.get()) : sqlite3_errstr(code)));
}

void SqliteFile::Execute(const std::string& statements) {
  Check(sqlite3_exec(file_.get(), statements.c_str(), nullptr, nullptr, nullptr));
}

SqliteStatement SqliteFile::Prepare(const std::string& statement) {
  return SqliteStatement(*this, statement);
}

void SqliteStatement::Finalise::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteStatement::SqliteStatement(const SqliteFile& file, const std::string& statement)
    : file_(&file) {
  sqlite3_stmt* prepared = nullptr;
  const int size = static_cast<int>(statement.size());
  file.Check(sqlite3_prepare_v2(file.file_.get(), statement.c_str(), size, &prepared, nullptr));
  statement_.reset(prepared);
}

void SqliteStatement::Bind(int parameter, const nlohmann::json& value) {
  sqlite3_stmt* const statement = statement_.get();
  if (value.is_null()) {
    file_->Check(sqlite3_bind_null(statement, parameter));
  } else if (value.is_boolean()) {
    file_->Check(sqlite3_bind_int64(statement, parameter, value.get<bool>() ? 1 : 0));
  } else if (value.is_number_integer()) {
    file_->Check(sqlite3_bind_int64(statement, parameter, value.get<int64_t>()));
  } else if (value.is_number()) {
    file_->Check(sqlite3_bind_double(statement, parameter, value.get<double>()));
  } else {
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    file_->Check(sqlite3_bind_text(statement, parameter, text.c_str(),
                                   static_cast<int>(text.size()), SQLITE_TRANSIENT));
  }
}

void SqliteStatement::Run(std::initializer_list<nlohmann::json> values) {
  int parameter = 0;
  for (const nlohmann::json& value : values) Bind(++parameter, value);
  while (Step()) {
  }
  sqlite3_reset(statement_.get());
}

bool SqliteStatement::Step() {
  const int code = sqlite3_step(statement_.get());
  file_->Check(code);
  return code == SQLITE_ROW;
}

int SqliteStatement::columns() const { return sqlite3_column_count(statement_.get()); }

nlohmann::ordered_json SqliteStatement::Value(int column) const {
  switch (sqlite3_column_type(statement_.get(), column)) {
    case SQLITE_NULL:
      return nullptr;
    case SQLITE_INTEGER:
      return Integer(column);
    case SQLITE_FLOAT:
      return sqlite3_column_double(statement_.get(), column);
    default:
      return Text(column);
  }
}

std::string SqliteStatement::Text(int column) const {
  const auto* const text = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr ? "" : std::string(text, static_cast<size_t>(size));
}

int64_t SqliteStatement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

}  // namespace itg
