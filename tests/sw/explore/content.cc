// SPDX-License-Identifier: Apache-2.0
#include "tests/sw/explore/content.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "sw/data/sqlite.h"

namespace itg {

std::vector<std::string> ContentOf(const std::string& database) {
  // How many columns a table has, and how many of them are its key.
  struct Table {
    const char* name;
    int columns;
    const char* order;
  };
  constexpr Table kTables[] = {
      {"space", 2, "1"},     {"points", 15, "1"},      {"settings", 3, "1, 2"},
      {"runs", 5, "1, 2"},   {"epochs", 6, "1, 2, 3"}, {"layers", 9, "1, 2, 3, 4"},
      {"ranges", 7, "1, 3"}, {"steps", 5, "1"},        {"confirmations", 5, "1"}};
  SqliteFile file(database, SqliteFile::Access::kRead);
  std::vector<std::string> content;
  for (const Table& table : kTables) {
    SqliteStatement rows =
        file.Prepare(std::string("SELECT * FROM ") + table.name + " ORDER BY " + table.order);
    while (rows.Step()) {
      std::string line = table.name;
      for (int column = 0; column < table.columns; ++column) line += "|" + rows.Text(column);
      content.push_back(line);
    }
  }
  return content;
}

void ExpectSameContent(const std::string& database, const std::string& other) {
  const std::vector<std::string> a = ContentOf(database), b = ContentOf(other);
  EXPECT_GT(a.size(), 100U);
  for (size_t row = 0; row < std::min(a.size(), b.size()); ++row) ASSERT_EQ(a[row], b[row]);
  EXPECT_EQ(a.size(), b.size());
}

int64_t NumberOf(const std::string& database, const std::string& query) {
  SqliteFile file(database, SqliteFile::Access::kRead);
  SqliteStatement row = file.Prepare(query);
  EXPECT_TRUE(row.Step()) << query;
  return row.Integer(0);
}

}  // namespace itg
