// SPDX-License-Identifier: Apache-2.0
#include "sw/checkpoint/checkpoint_json.h"

#include <algorithm>

#include "model/error.h"
#include "sw/report/revision.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

const Json::array_t& List(const Json& json, const char* key) {
  return json.at(key).get_ref<const Json::array_t&>();
}

Json ToJson(const Score& score) {
  return {score.loss_whole, score.loss_fraction, score.correct, score.samples};
}

Score ScoreFrom(const Json& json) {
  return {json.at(0).get<int64_t>(), json.at(1).get<int64_t>(), json.at(2).get<int64_t>(),
          json.at(3).get<int64_t>()};
}

Json ToJson(const EpochResult& epoch) {
  return {{"epoch", epoch.epoch},         {"mu", epoch.mu},
          {"loss", epoch.loss},           {"accuracy_train", epoch.accuracy_train},
          {"loss_test", epoch.loss_test}, {"accuracy_test", epoch.accuracy_test}};
}

EpochResult EpochFrom(const Json& json) {
  EpochResult epoch;
  epoch.epoch = json.at("epoch").get<int>();
  epoch.mu = json.at("mu").get<int>();
  epoch.loss = json.at("loss").get<double>();
  epoch.accuracy_train = json.at("accuracy_train").get<double>();
  epoch.loss_test = json.at("loss_test").get<double>();
  epoch.accuracy_test = json.at("accuracy_test").get<double>();
  return epoch;
}

Json ToJson(const TrainResult& progress) {
  Json epochs = Json::array();
  for (const EpochResult& epoch : progress.epochs) epochs.push_back(ToJson(epoch));
  return {{"steps", progress.steps},
          {"epochs", epochs},
          {"running", ToJson(progress.running)},
          {"training_seconds", progress.training_seconds},
          {"evaluation_seconds", progress.evaluation_seconds},
          {"recording_seconds", progress.recording_seconds}};
}

TrainResult ProgressFrom(const Json& json) {
  TrainResult progress;
  for (const Json& epoch : List(json, "epochs")) progress.epochs.push_back(EpochFrom(epoch));
  progress.steps = json.at("steps").get<int64_t>();
  progress.running = ScoreFrom(json.at("running"));
  progress.training_seconds = json.at("training_seconds").get<double>();
  progress.evaluation_seconds = json.at("evaluation_seconds").get<double>();
  progress.recording_seconds = json.at("recording_seconds").get<double>();
  return progress;
}

// One row of numbers a command: what is counted everywhere, then the hardware's counters.
Json ToJson(const CommandStats& stats) {
  Json row = {stats.executions, stats.cycles, stats.saturations, stats.acc_overflows};
  for (const auto field : kCounterFields) row.push_back(stats.counters.*field);
  for (const auto field : kCycleTermFields) row.push_back(stats.terms.*field);
  return row;
}

CommandStats StatsFrom(const Json& row) {
  size_t column = 0;
  const auto next = [&] { return row.at(column++).get<uint64_t>(); };
  CommandStats stats;
  stats.executions = next();
  stats.cycles = next();
  stats.saturations = next();
  stats.acc_overflows = next();
  for (const auto field : kCounterFields) stats.counters.*field = next();
  for (const auto field : kCycleTermFields) stats.terms.*field = next();
  return stats;
}

Json ToJson(const Checkpoint::PassStats& pass) {
  Json commands = Json::array();
  for (const CommandStats& stats : pass.commands) commands.push_back(ToJson(stats));
  return {{"batch", pass.batch}, {"commands", commands}};
}

Checkpoint::PassStats PassFrom(const Json& json) {
  Checkpoint::PassStats pass;
  pass.batch = json.at("batch").get<int64_t>();
  for (const Json& row : List(json, "commands")) pass.commands.push_back(StatsFrom(row));
  return pass;
}

Json ToJson(const RunMachine& machine) {
  return {{"machine", machine.machine},
          {"hw", machine.hw},
          {"check", machine.check},
          {"energy", machine.energy},
          {"hardware", machine.config}};
}

RunMachine MachineFrom(const Json& json) {
  return {json.at("machine").get<std::string>(), json.at("hw").get<std::string>(),
          json.at("check").get<bool>(), json.at("energy").get<std::string>(),
          nlohmann::json(json.at("hardware"))};
}

void Fill(const Json& json, Checkpoint* checkpoint) {
  checkpoint->configuration = json.at("configuration");
  checkpoint->machine = MachineFrom(json.at("run"));
  checkpoint->data = json.at("data_sha256").get<std::string>();
  checkpoint->progress = ProgressFrom(json.at("progress"));
  const Json& compare = json.at("compare");
  checkpoint->comparison = {compare.at(0).get<uint64_t>(), compare.at(1).get<uint64_t>(), 0};
  checkpoint->training = PassFrom(json.at("training"));
  for (const Json& pass : List(json, "evaluation"))
    checkpoint->evaluation.push_back(PassFrom(pass));
  for (const auto& file : json.at("log").at("files").items()) {
    checkpoint->log.files[file.key()] = file.value().get<int64_t>();
  }
  checkpoint->log.logged = ScoreFrom(json.at("log").at("logged"));
  for (const Json& name : List(json, "weights")) {
    checkpoint->weights.emplace_back(name.get<std::string>(), Tensor());
  }
}

}  // namespace

Json ToJson(const Checkpoint& checkpoint) {
  Json json;
  json["checkpoint_version"] = kCheckpointVersion;
  json["version"] = Version();
  json["git_revision"] = Revision();
  json["configuration"] = checkpoint.configuration;
  json["run"] = ToJson(checkpoint.machine);
  json["data_sha256"] = checkpoint.data;
  json["progress"] = ToJson(checkpoint.progress);
  json["compare"] = {checkpoint.comparison.commands, checkpoint.comparison.elements};
  json["training"] = ToJson(checkpoint.training);
  json["evaluation"] = Json::array();
  for (const Checkpoint::PassStats& pass : checkpoint.evaluation) {
    json["evaluation"].push_back(ToJson(pass));
  }
  json["log"] = {{"files", checkpoint.log.files}, {"logged", ToJson(checkpoint.log.logged)}};
  json["weights"] = Json::array();
  for (const auto& [name, tensor] : checkpoint.weights) json["weights"].push_back(name);
  return json;
}

void FromJson(const Json& json, Checkpoint* checkpoint) {
  try {
    const int version = json.at("checkpoint_version").get<int>();
    if (version != kCheckpointVersion) {
      throw Error(checkpoint->path + ": checkpoint_version = " + std::to_string(version) +
                  ": this program reads " + std::to_string(kCheckpointVersion));
    }
    Fill(json, checkpoint);
  } catch (const nlohmann::json::exception& error) {
    std::string what = error.what();
    std::replace(what.begin(), what.end(), '\n', ' ');
    throw Error(checkpoint->path + ": checkpoint.json: " + what);
  }
}

}  // namespace itg
