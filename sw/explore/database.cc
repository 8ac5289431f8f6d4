// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/database.h"

#include <filesystem>

#include "model/error.h"
#include "sw/data/embedded.h"
#include "sw/report/revision.h"
#include "sw/report/sha256.h"

namespace itg {
namespace {

constexpr int kSchema = 1;

template <typename T>
nlohmann::json OrNull(const std::optional<T>& value) {
  return value ? nlohmann::json(*value) : nlohmann::json();
}

nlohmann::json ObjectivesJson(const Space& space) {
  nlohmann::json names = nlohmann::json::array();
  for (const Objective objective : space.objectives) names.push_back(Name(objective));
  return names;
}

nlohmann::json AxesJson(const Space& space) {
  nlohmann::json axes = nlohmann::json::object();
  for (const Axis& axis : space.axes) {
    for (size_t key = 0; key < axis.keys.size(); ++key) {
      for (const std::vector<nlohmann::json>& values : axis.values) {
        axes[axis.keys[key]].push_back(values[key]);
      }
    }
  }
  return axes;
}

nlohmann::json SearchJson(const Space& space) {
  const SearchOptions& search = space.search;
  if (search.kind == SearchKind::kGrid) return {{"kind", "grid"}};
  if (search.kind == SearchKind::kRandom) {
    return {{"kind", "random"}, {"points", search.points}, {"seed", search.seed}};
  }
  return {{"kind", "pareto"},
          {"population", search.population},
          {"generations", search.generations},
          {"seed", search.seed}};
}

// One table stands for itself, as it always did: databases of then are continued.
nlohmann::json EnergyJson(const Space& space) {
  if (space.energy.size() == 1) return space.energy[0].json;
  nlohmann::json tables = nlohmann::json::array();
  for (const EnergySource& source : space.energy) tables.push_back(source.json);
  return tables;
}

std::string EnergyNames(const Space& space) {
  std::string names;
  for (const EnergySource& source : space.energy) {
    names += (names.empty() ? "" : ", ") + source.table.name;
  }
  return names;
}

bool HasTables(SqliteFile* file) {
  SqliteStatement query = file->Prepare("SELECT 1 FROM sqlite_master WHERE name = 'space'");
  return query.Step();
}

std::string SavedDigest(SqliteFile* file) {
  SqliteStatement query = file->Prepare("SELECT value FROM space WHERE key = 'digest'");
  return query.Step() ? query.Text(0) : "";
}

}  // namespace

std::string DigestOf(const Space& space) {
  const nlohmann::json json = {{"schema", kSchema},
                               {"config", space.config},
                               {"hardware", space.hardware},
                               {"energy", EnergyJson(space)},
                               {"axes", AxesJson(space)},
                               {"seeds", space.seeds},
                               {"search", SearchJson(space)},
                               {"objectives", ObjectivesJson(space)},
                               {"target_accuracy", OrNull(space.target_accuracy)},
                               {"clock_mhz", OrNull(space.clock_mhz)},
                               {"confirm", {space.confirm, space.confirm_steps}},
                               {"range_steps", space.range_steps}};
  const std::string text = json.dump();
  Sha256Sum sum;
  sum.Add(text.data(), text.size());
  return sum.Hex();
}

ExplorationDatabase::ExplorationDatabase(const std::string& path, const Space& space, bool again)
    : file_(path, SqliteFile::Access::kWrite) {
  if (HasTables(&file_) && SavedDigest(&file_) != DigestOf(space)) {
    if (!again) {
      throw Error(path + ": holds the exploration of another space; expected another --out, or " +
                  "--extend, which makes it anew and keeps the results of points that both have");
    }
    file_ = SqliteFile("", SqliteFile::Access::kWrite);
    std::filesystem::remove(path);
    file_ = SqliteFile(path, SqliteFile::Access::kWrite);
  }
  if (!HasTables(&file_)) Make(space);
}

void ExplorationDatabase::Make(const Space& space) {
  Begin();
  file_.Execute(std::string(Embedded("sw/explore/schema.sql")));
  SqliteStatement insert = file_.Prepare("INSERT INTO space VALUES (?, ?)");
  insert.Run({"schema", kSchema});
  insert.Run({"name", space.name});
  insert.Run({"text", space.text});
  insert.Run({"digest", DigestOf(space)});
  insert.Run({"revision", Revision()});
  insert.Run({"search", SearchJson(space).dump()});
  insert.Run({"axes", AxesJson(space).dump()});
  insert.Run({"objectives", ObjectivesJson(space).dump()});
  insert.Run({"seeds", nlohmann::json(space.seeds).dump()});
  insert.Run({"target_accuracy", OrNull(space.target_accuracy)});
  insert.Run({"clock_mhz", OrNull(space.clock_mhz)});
  insert.Run({"energy_table", EnergyNames(space)});
  Commit();
}

void ExplorationDatabase::Clear() {
  for (const char* table :
       {"confirmations", "steps", "ranges", "layers", "epochs", "runs", "settings", "points"}) {
    file_.Execute(std::string("DELETE FROM ") + table);
  }
  file_.Prepare("UPDATE space SET value = ? WHERE key = 'revision'").Run({Revision()});
}

void ExplorationDatabase::Propose(int64_t id, const Space& space, const Point& point,
                                  const Proposal& proposal) {
  file_
      .Prepare(
          "INSERT INTO points (id, config, hardware, status, digest) "
          "VALUES (?, ?, ?, 'waiting', ?)")
      .Run({id, point.config.dump(), point.hardware.dump(), point.digest});
  SqliteStatement setting = file_.Prepare("INSERT INTO settings VALUES (?, ?, ?)");
  for (size_t i = 0; i < space.axes.size(); ++i) {
    const Axis& axis = space.axes[i];
    for (size_t key = 0; key < axis.keys.size(); ++key) {
      const nlohmann::json& value = axis.values[static_cast<size_t>(point.choice[i])][key];
      setting.Run({id, axis.keys[key], value});
    }
  }
  if (proposal.reason.empty()) return;
  file_.Prepare("INSERT INTO steps VALUES (?, ?, ?, ?, ?)")
      .Run({id, proposal.generation, id, proposal.reason, nlohmann::json(proposal.parents).dump()});
}

void ExplorationDatabase::Store(int64_t id, const PointResult& result) {
  if (!result.error.empty()) {
    file_.Prepare("UPDATE points SET status = 'failed', error = ? WHERE id = ?")
        .Run({result.error, id});
    return;
  }
  file_
      .Prepare(
          "UPDATE points SET status = 'done', error = NULL, accuracy_mean = ?, "
          "accuracy_spread = ?, cycles = ?, energy_pj = ?, area_um2 = ?, clock_mhz = ?, "
          "time_to_target_s = ?, energy_to_target_j = ?, array_use = ? WHERE id = ?")
      .Run({result.accuracy_mean, result.accuracy_spread, result.cycles, result.energy_pj,
            OrNull(result.area_um2), OrNull(result.clock_mhz), OrNull(result.time_to_target_s),
            OrNull(result.energy_to_target_j), result.array_use, id});
  for (const nlohmann::json& run : result.runs) StoreRun(id, run);
  SqliteStatement layer = file_.Prepare("INSERT INTO layers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
  for (const nlohmann::json& row : result.layers) {
    layer.Run({id, row["layer"], row["command"], row["phase"], row["cycles"], row["terms"],
               row["macs"], row["bytes"], row["energy"]});
  }
}

void ExplorationDatabase::StoreRun(int64_t id, const nlohmann::json& run) {
  const nlohmann::json& seed = run["seed"];
  file_.Prepare("INSERT INTO runs VALUES (?, ?, ?, ?, ?)")
      .Run({id, seed, run["accuracy"], run["digest"], run["epochs"].size()});
  SqliteStatement epoch = file_.Prepare("INSERT INTO epochs VALUES (?, ?, ?, ?, ?, ?)");
  for (const nlohmann::json& row : run["epochs"]) {
    epoch.Run({id, seed, row["epoch"], row["loss"], row["train_accuracy"], row["test_accuracy"]});
  }
  SqliteStatement range = file_.Prepare("INSERT INTO ranges VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const nlohmann::json& row : run["ranges"]) {
    range.Run({id, row["layer"], row["tensor"], row["role"], row["bits"], row["used_bits"],
               row["saturation"]});
  }
}

void ExplorationDatabase::Confirm(int64_t id, const nlohmann::json& result) {
  file_.Prepare("INSERT INTO confirmations VALUES (?, ?, ?, ?, ?)")
      .Run({id, result["commands"], result["elements"], result["mismatches"],
            result["cycle_difference"]});
}

}  // namespace itg
