// SPDX-License-Identifier: Apache-2.0
//
// The database of an exploration (schema.sql) and its one writer. An exploration that is continued
// clears it and tells everything again: what it knows is in the files of its folder.

#pragma once

#include <cstdint>
#include <string>

#include "sim/config/json.h"
#include "sw/data/sqlite.h"
#include "sw/explore/point.h"
#include "sw/explore/result.h"
#include "sw/explore/search.h"

namespace itg {

class ExplorationDatabase {
 public:
  // Opens the database at `path`, or makes it. One of another space is refused with an Error, or
  // made anew when `again`.
  ExplorationDatabase(const std::string& path, const Space& space, bool again);

  // Everything between the two is there or not, together.
  void Begin() { file_.Execute("BEGIN IMMEDIATE"); }
  void Commit() { file_.Execute("COMMIT"); }

  // Everything but the space.
  void Clear();
  void Propose(int64_t id, const Space& space, const Point& point, const Proposal& proposal);
  void Store(int64_t id, const PointResult& result);
  void Confirm(int64_t id, const nlohmann::json& result);

 private:
  void Make(const Space& space);
  void StoreRun(int64_t id, const nlohmann::json& run);

  SqliteFile file_;
};

// Of the parts of a space that decide its points and what is known of them.
std::string DigestOf(const Space& space);

}  // namespace itg
