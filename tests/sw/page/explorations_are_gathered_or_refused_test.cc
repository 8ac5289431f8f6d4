// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "sw/data/file.h"
#include "sw/page/exploration.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// As in sw/explore/schema.sql, with one point that is done, one that failed, and names that hold
// quotes.
const char* const kSchema = R"(
CREATE TABLE space (key, value);
CREATE TABLE points (id, config, hardware, status, error, accuracy_mean, accuracy_spread, cycles,
  energy_pj, area_um2, clock_mhz, time_to_target_s, energy_to_target_j, array_use, digest);
CREATE TABLE settings (point, key, value);
CREATE TABLE runs (point, seed, accuracy, digest, epochs);
CREATE TABLE epochs (point, seed, epoch, loss, train_accuracy, test_accuracy);
CREATE TABLE layers (point, layer, command, phase, cycles, terms, macs, bytes, energy);
CREATE TABLE ranges (point, layer, tensor, role, bits, used_bits, saturation);
CREATE TABLE steps (step, generation, point, reason, parents);
CREATE TABLE confirmations (point, commands, elements, mismatches, cycle_difference);
)";
const char* const kRows = R"(
INSERT INTO space VALUES ('name', 'say "widths"'), ('seeds', '[1]');
INSERT INTO points VALUES (7, '{"b": 1, "a": 2}', '{"rows": 4}', 'done', NULL, 97.25, 0.5, 123456,
  1e9, NULL, 200.0, NULL, NULL, 0.75, 'x');
INSERT INTO points VALUES (9, '{}', '{}', 'failed', 'it''s gone', NULL, NULL, NULL, NULL, NULL,
  NULL, NULL, NULL, NULL, 'y');
INSERT INTO settings VALUES (7, 'hw.rows', 4), (9, 'hw.rows', 8), (9, 'train.mu', '[5,4]');
INSERT INTO runs VALUES (7, 1, 97.25, 'abc', 2);
INSERT INTO epochs VALUES (7, 1, 2, 0.25, 99.0, 97.25), (7, 1, 1, 0.5, 90.0, 88.0);
INSERT INTO layers VALUES (7, 'fc1', 'forward+none', 'forward', 100, '{"stream": 90, "drain": 10}',
  64, 32, '{"mac": 1.5, "dram": 2.5}');
INSERT INTO ranges VALUES (7, 'fc1', 'fc1.weight', 'weight', 8, 6, 0.125);
INSERT INTO steps VALUES (1, 0, 7, 'drawn at random', '[]');
INSERT INTO confirmations VALUES (7, 12, 3456, 0, 0);
)";

class Exploration : public ::testing::Test {
 protected:
  void Execute(const std::string& statements) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file_.c_str(), &database), SQLITE_OK);
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &error), SQLITE_OK)
        << error;
    sqlite3_free(error);
    sqlite3_close(database);
  }
  void ExpectRefused(const std::string& what) {
    EXPECT_EQ(ErrorOf([this] { ReadExploration(file_); }), file_ + what);
  }

  TempFolder folder_;
  std::string file_ = folder_ / "explore.db";
};

TEST_F(Exploration, IsGatheredAsItStands) {
  Execute(std::string(kSchema) + kRows);
  const PageData page = ReadExploration(file_);
  EXPECT_EQ(page.title, "say \"widths\"");
  const Json& points = page.overview["points"];
  EXPECT_EQ(points["columns"].dump(),
            R"(["id","status","error","accuracy_mean","accuracy_spread","cycles","energy_pj",)"
            R"("area_um2","clock_mhz","time_to_target_s","energy_to_target_j","array_use",)"
            R"("hw.rows","train.mu"])");
  EXPECT_EQ(points["rows"].dump(),
            R"([[7,"done",null,97.25,0.5,123456,1000000000.0,null,200.0,null,null,0.75,4,null],)"
            R"([9,"failed","it's gone",null,null,null,null,null,null,null,null,null,8,"[5,4]"]])");
  EXPECT_EQ(page.overview["steps"]["rows"].dump(), R"([[1,0,7,"drawn at random","[]"]])");
  EXPECT_EQ(page.overview["confirmations"]["rows"].dump(), "[[7,12,3456,0,0]]");

  ASSERT_EQ(page.details.size(), 2u);
  EXPECT_EQ(page.details[0].first, "7");
  const Json& detail = page.details[0].second;
  EXPECT_EQ(detail["configuration"].dump(), R"({"b":1,"a":2})") << "the keys keep their order";
  EXPECT_EQ(detail["epochs"]["rows"].dump(), "[[1,1,0.5,90.0,88.0],[1,2,0.25,99.0,97.25]]");
  EXPECT_EQ(detail["layers"]["rows"].dump(),
            R"([["fc1","forward+none","forward",100,64,32,{"stream":90,"drain":10},)"
            R"({"mac":1.5,"dram":2.5}]])");
  EXPECT_EQ(detail["ranges"]["rows"].dump(), R"([["fc1","fc1.weight","weight",8,6,0.125]])");
  EXPECT_EQ(page.details[1].second["layers"]["rows"].size(), 0u);
}

TEST_F(Exploration, WithoutANameIsCalledAsItsFile) {
  Execute(kSchema);
  EXPECT_EQ(ReadExploration(file_).title, "explore");
}

TEST_F(Exploration, OfAnotherKindIsRefused) {
  EXPECT_NE(ErrorOf([this] { ReadExploration(file_); }).find(file_), std::string::npos);
  WriteFile(file_, "accuracy,cycles\n97,1000\n");
  ExpectRefused(": file is not a database");
}

TEST_F(Exploration, ThatIsCutOffIsRefused) {
  Execute(std::string(kSchema) + kRows);
  const std::string whole = ReadFile(file_);
  WriteFile(file_, whole.substr(0, whole.size() / 2));
  ExpectRefused(": database disk image is malformed");
}

TEST_F(Exploration, WithoutATableIsRefused) {
  Execute(std::string(kSchema) + "DROP TABLE steps");
  ExpectRefused(": no table 'steps': expected a database of intaglio explore");
}

TEST_F(Exploration, WithoutAColumnIsRefused) {
  Execute(std::string(kSchema) + "ALTER TABLE ranges DROP COLUMN used_bits");
  ExpectRefused(
      ": table 'ranges' has no column 'used_bits': expected a database of intaglio explore");
}

TEST_F(Exploration, WithBrokenJsonIsRefused) {
  Execute(std::string(kSchema) + kRows + "UPDATE layers SET terms = '{\"stream\": '");
  EXPECT_EQ(ErrorOf([this] {
              ReadExploration(file_);
            }).rfind(file_ + ": point 7, terms: not JSON: parse error at line 1", 0),
            0u);
  Execute("UPDATE layers SET terms = 5");
  ExpectRefused(": point 7, terms = 5: expected JSON text");
}

TEST_F(Exploration, WithResultsOfNoPointIsRefused) {
  Execute(std::string(kSchema) + kRows + "INSERT INTO runs VALUES (8, 1, 1.0, 'z', 1)");
  ExpectRefused(": table 'runs' has point 8, which is not in 'points'");
}

}  // namespace
}  // namespace itg
