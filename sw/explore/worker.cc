// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/worker.h"

#include <sys/prctl.h>

#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sw/data/file.h"
#include "sw/data/load.h"
#include "sw/explore/confirm.h"
#include "sw/explore/point_costs.h"
#include "sw/explore/training.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

std::string ResultFile(const nlohmann::json& task, const std::string& folder) {
  const std::string digest = task.at("digest");
  if (task.at("kind") == "point") return folder + "/" + kPointsFolder + "/" + digest + ".json";
  return folder + "/" + kConfirmationsFolder + "/" + digest + "_" + task.at("steps").dump() +
         ".json";
}

bool IsThere(const std::string& file) { return std::filesystem::exists(file); }

}  // namespace

const Dataset& Worker::Data(const DataConfig& config) {
  const std::string key = ToJson(config).dump();
  if (!data_ || key != data_key_) {
    data_.reset();
    data_ = std::make_unique<Dataset>(LoadDataset(config));
    data_key_ = key;
  }
  return *data_;
}

// Points that differ in hardware alone share their trainings.
Json Worker::Training(const nlohmann::json& task, const TrainConfig& config, size_t seed) {
  const std::string digest = task.at("trainings").at(seed);
  const std::string file = folder_ + "/" + kTrainingsFolder + "/" + digest + ".json";
  if (IsThere(file)) return Json::parse(ReadFile(file));
  TrainConfig seeded = config;
  seeded.seed = task.at("seeds").at(seed);
  const int64_t ranges = seed == 0 ? task.at("range_steps").get<int64_t>() : 0;
  Json result = TrainPoint(seeded, Data(config.data), ranges);
  WriteFile(file, result.dump() + "\n");
  return result;
}

Json Worker::ResultOf(const nlohmann::json& task) {
  const HwConfig hw = HwConfig::FromJson(task.at("hardware").dump(), task.at("source"));
  const TrainConfig config = ParseTrainConfig(task.at("config"), task.at("source"), &hw);
  const Dataset& data = Data(config.data);
  if (task.at("kind") == "confirm") return ConfirmPoint(config, data, hw, task.at("steps"));
  const EnergyTable table = EnergyTable::FromJson(task.at("energy").dump(), "the energy table");
  Json result;
  result["costs"] = PredictCosts(config, data, hw, table);
  result["runs"] = Json::array();
  for (size_t seed = 0; seed < task.at("seeds").size(); ++seed) {
    result["runs"].push_back(Training(task, config, seed));
  }
  return result;
}

void Worker::Do(const std::string& line) {
  const nlohmann::json task = nlohmann::json::parse(line);
  const std::string file = ResultFile(task, folder_);
  if (IsThere(file)) return;
  Json result;
  try {
    result = ResultOf(task);
  } catch (const Error& error) {
    result = {{"error", error.what()}};
  }
  WriteFile(file, result.dump() + "\n");
}

int RunWorker(const std::string& points, const std::string& folder) {
  for (const char* name : {kPointsFolder, kTrainingsFolder, kConfirmationsFolder}) {
    MakeWritableFolder(folder + "/" + name);
  }
  Worker worker(folder);
  std::string line;
  if (points == "-") {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // whoever gives the tasks is gone: so are they
    while (std::getline(std::cin, line)) {
      worker.Do(line);
      std::puts("done");
      std::fflush(stdout);
    }
    return 0;
  }
  std::ifstream file(points);
  if (!file) throw Error("--points " + points + ": cannot read");
  while (std::getline(file, line)) worker.Do(line);
  return 0;
}

}  // namespace itg
