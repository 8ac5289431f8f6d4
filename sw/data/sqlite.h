// SPDX-License-Identifier: Apache-2.0
//
// SQLite as values: a connection, and statements that bind and step. Every failure is an Error that
// names the file.

#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "sim/config/json.h"

struct sqlite3;
struct sqlite3_stmt;

namespace itg {

class SqliteStatement;

class SqliteFile {
 public:
  enum class Access {
    kWrite,  // the file is made where there is none
    kRead
  };
  SqliteFile(const std::string& path, Access access);

  const std::string& path() const { return path_; }
  void Execute(const std::string& statements);
  SqliteStatement Prepare(const std::string& statement);

 private:
  friend class SqliteStatement;
  void Check(int code) const;

  struct Close {
    void operator()(sqlite3* file) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> file_;
};

class SqliteStatement {
 public:
  SqliteStatement(const SqliteFile& file, const std::string& statement);

  // Sets the parameters, counted from 1: null, a boolean as 0 or 1, a number, a text; of an object
  // or a list its JSON text. Then executes the statement to its end.
  void Run(std::initializer_list<nlohmann::json> values);
  // For a query: the next row is there.
  bool Step();
  int columns() const;
  std::string Text(int column) const;
  int64_t Integer(int column) const;
  nlohmann::ordered_json Value(int column) const;  // integer, number, string or null

 private:
  void Bind(int parameter, const nlohmann::json& value);

  struct Finalise {
    void operator()(sqlite3_stmt* statement) const;
  };
  const SqliteFile* file_;
  std::unique_ptr<sqlite3_stmt, Finalise> statement_;
};

}  // namespace itg
