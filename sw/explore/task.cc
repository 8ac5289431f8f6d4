// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/task.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

Json Begin(const char* kind, const Point& point) {
  return {{"kind", kind},
          {"digest", point.digest},
          {"source", point.train.source},
          {"config", point.config},
          {"hardware", point.hardware}};
}

}  // namespace

Task MakePointTask(const Space& space, const Point& point, const std::string& folder) {
  Json json = Begin("point", point);
  json["seeds"] = space.seeds;
  json["trainings"] = point.trainings;
  json["range_steps"] = space.range_steps;
  json["energy"] = point.energy;
  return {point.digest, json.dump(), folder + "/" + kPointsFolder + "/" + point.digest + ".json"};
}

Task MakeConfirmTask(const Space& space, const Point& point, const std::string& folder) {
  Json json = Begin("confirm", point);
  json["steps"] = space.confirm_steps;
  const std::string name = point.digest + "_" + std::to_string(space.confirm_steps);
  return {point.digest, json.dump(), folder + "/" + kConfirmationsFolder + "/" + name + ".json"};
}

}  // namespace itg
