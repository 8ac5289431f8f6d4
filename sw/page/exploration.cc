// SPDX-License-Identifier: Apache-2.0
#include "sw/page/exploration.h"

#include <filesystem>
#include <map>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sw/page/database.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;
using Names = std::vector<std::string>;

struct Table {
  const char* name;
  Names columns;  // the first of a detail: `point`
  const char* order;
};

const Table kPoints = {
    "points",
    {"id", "status", "error", "accuracy_mean", "accuracy_spread", "cycles", "energy_pj", "area_um2",
     "clock_mhz", "time_to_target_s", "energy_to_target_j", "array_use"},
    "id"};
const Table kSteps = {"steps", {"step", "generation", "point", "reason", "parents"}, "step"};
const Table kConfirmations = {
    "confirmations", {"point", "commands", "elements", "mismatches", "cycle_difference"}, "point"};
const Table kSpace = {"space", {"key", "value"}, "key"};
const Table kSettings = {"settings", {"point", "key", "value"}, "point, key"};
const Table kDetails[] = {
    {"runs", {"point", "seed", "accuracy", "digest", "epochs"}, "point, seed"},
    {"epochs",
     {"point", "seed", "epoch", "loss", "train_accuracy", "test_accuracy"},
     "point, seed, epoch"},
    {"layers",
     {"point", "layer", "command", "phase", "cycles", "macs", "bytes", "terms", "energy"},
     "point, layer, command, phase"},
    {"ranges",
     {"point", "layer", "tensor", "role", "bits", "used_bits", "saturation"},
     "point, tensor"}};

std::string Select(const Table& table) {
  std::string columns;
  for (const std::string& column : table.columns) {
    columns += (columns.empty() ? "" : ", ") + column;
  }
  return "SELECT " + columns + " FROM " + table.name + " ORDER BY " + table.order;
}

Json ReadTable(const Table& table, Database* database) {
  Json json = TableJson(table.columns);
  database->ForEach(Select(table),
                    [&json](const Database::Row& row) { json["rows"].push_back(row); });
  return json;
}

// The JSON text of column `column` of point `point`.
Json Parsed(const Json& text, const Database& database, const std::string& point,
            const std::string& column) {
  if (text.is_null()) return nullptr;
  const std::string source = database.path() + ": point " + point + ", " + column;
  if (!text.is_string()) throw Error(source + " = " + text.dump() + ": expected JSON text");
  ParseJson(text.get<std::string>(), source);  // throws; below it keeps the order of the keys
  return Json::parse(text.get<std::string>());
}

class Exploration {
 public:
  explicit Exploration(const std::string& path) : database_(path) {
    database_.Require("points", {"config", "hardware"});
    for (const Table* table : {&kPoints, &kSteps, &kConfirmations, &kSpace, &kSettings}) {
      database_.Require(table->name, table->columns);
    }
    for (const Table& table : kDetails) database_.Require(table.name, table.columns);
  }

  PageData Read() {
    PageData page;
    ReadSpace(&page);
    ReadPoints(&page);
    ReadSettings(&page.overview);
    page.overview["steps"] = ReadTable(kSteps, &database_);
    page.overview["confirmations"] = ReadTable(kConfirmations, &database_);
    for (const Table& table : kDetails) ReadDetail(table, &page);
    return page;
  }

 private:
  void ReadSpace(PageData* page) {
    Json& space = page->overview["space"] = Json::object();
    database_.ForEach(Select(kSpace), [&space](const Database::Row& row) {
      space[row[0].get<std::string>()] = row[1];
    });
    page->title = space.contains("name") && space["name"].is_string()
                      ? space["name"].get<std::string>()
                      : std::filesystem::path(database_.path()).stem().string();
    page->overview["kind"] = "exploration";
    page->overview["title"] = page->title;
  }

  void ReadPoints(PageData* page) {
    page->overview["points"] = ReadTable(kPoints, &database_);
    database_.ForEach(
        "SELECT id, config, hardware FROM points ORDER BY id", [&](const Database::Row& row) {
          const std::string point = row[0].dump();
          place_[point] = page->details.size();
          Json detail;
          detail["configuration"] = Parsed(row[1], database_, point, "config");
          detail["hardware"] = Parsed(row[2], database_, point, "hardware");
          for (const Table& table : kDetails) {
            detail[table.name] = TableJson({table.columns.begin() + 1, table.columns.end()});
          }
          page->details.emplace_back(point, std::move(detail));
        });
  }

  // A column for each axis, behind the columns of `points`.
  void ReadSettings(Json* overview) {
    std::map<std::string, std::map<std::string, Json>> values;  // by point and key
    Json axes = Json::array();
    database_.ForEach("SELECT DISTINCT key FROM settings ORDER BY key",
                      [&axes](const Database::Row& row) { axes.push_back(row[0]); });
    database_.ForEach(Select(kSettings), [&values](const Database::Row& row) {
      values[row[0].dump()][row[1].get<std::string>()] = row[2];
    });
    Json& points = (*overview)["points"];
    for (const Json& axis : axes) points["columns"].push_back(axis);
    for (Json& row : points["rows"]) {
      const std::map<std::string, Json>& own = values[row[0].dump()];
      for (const Json& axis : axes) {
        const auto value = own.find(axis.get<std::string>());
        row.push_back(value == own.end() ? Json(nullptr) : value->second);
      }
    }
    (*overview)["axes"] = axes;
  }

  void ReadDetail(const Table& table, PageData* page) {
    database_.ForEach(Select(table), [&](Database::Row row) {
      const std::string point = row[0].dump();
      const auto place = place_.find(point);
      if (place == place_.end()) {
        throw Error(database_.path() + ": table '" + table.name + "' has point " + point +
                    ", which is not in 'points'");
      }
      for (size_t i = 0; i < row.size(); ++i) {
        const std::string& column = table.columns[i];
        if (column == "terms" || column == "energy") {
          row[i] = Parsed(row[i], database_, point, column);
        }
      }
      page->details[place->second].second[table.name]["rows"].push_back(
          Json(Database::Row(row.begin() + 1, row.end())));
    });
  }

  Database database_;
  std::map<std::string, size_t> place_;  // of a point in the details
};

}  // namespace

PageData ReadExploration(const std::string& database) { return Exploration(database).Read(); }

}  // namespace itg
