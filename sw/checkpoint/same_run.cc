// SPDX-License-Identifier: Apache-2.0
#include "sw/checkpoint/same_run.h"

#include <algorithm>

#include "model/error.h"
#include "sw/report/sha256.h"

namespace itg {
namespace {

using Json = nlohmann::json;

void Add(const ImageSet& images, Sha256Sum* sum) {
  const int64_t sizes[] = {images.count, images.height, images.width, images.channels};
  sum->Add(sizes, sizeof sizes);
  sum->Add(images.pixels.data(), images.pixels.size());
  sum->Add(images.labels.data(), images.labels.size() * sizeof(int32_t));
}

[[noreturn]] void Refuse(const Checkpoint& checkpoint, const std::string& key, const Json& saved,
                         const Json& given) {
  std::string name = key.substr(key.front() == '/' ? 1 : 0);
  std::replace(name.begin(), name.end(), '/', '.');
  throw Error(checkpoint.path + ": was written with " + name + " = " + saved.dump() +
              ", this run has " + given.dump());
}

// The keys of a configuration that decide the result of the first `epochs` epochs.
Json Deciding(Json config, size_t epochs) {
  for (const char* key : {"source", "epochs", "checkpoint_steps", "log_steps", "stats_steps",
                          "arithmetic", "float"}) {  // only integers are checkpointed
    config.erase(key);
  }
  Json& mu = config["mu"];
  if (mu.is_array() && mu.size() > epochs) {
    mu.erase(mu.begin() + static_cast<int64_t>(epochs), mu.end());
  }
  Json data = config["data"];
  for (const auto& item : data.items()) {
    if (item.value().is_string()) config["data"].erase(item.key());  // names; DataDigest compares
  }
  return config.flatten();
}

void CheckEqual(const Checkpoint& checkpoint, const Json& saved, const Json& given) {
  Json keys = saved;
  keys.update(given);
  for (const auto& item : keys.items()) {
    const Json a = saved.value(item.key(), Json());
    const Json b = given.value(item.key(), Json());
    if (a != b) Refuse(checkpoint, item.key(), a, b);
  }
}

}  // namespace

std::string DataDigest(const Dataset& data) {
  Sha256Sum sum;
  Add(data.train, &sum);
  Add(data.test, &sum);
  sum.Add(data.mean.data(), data.mean.size() * sizeof(double));
  sum.Add(data.deviation.data(), data.deviation.size() * sizeof(double));
  return sum.Hex();
}

void CheckSameRun(const Checkpoint& checkpoint, const TrainConfig& config,
                  const std::string& data_digest, const RunMachine& machine) {
  const RunMachine& saved = checkpoint.machine;
  if (saved.machine != machine.machine) {
    Refuse(checkpoint, "machine", saved.machine, machine.machine);
  }
  CheckEqual(checkpoint, Json({{"hardware", saved.config}}).flatten(),
             Json({{"hardware", machine.config}}).flatten());
  // The schedule counts as far as it has been followed.
  const TrainResult& progress = checkpoint.progress;
  const size_t begun = progress.epochs.size() + (progress.running.samples > 0 ? 1 : 0);
  if (static_cast<size_t>(config.epochs()) < begun) {
    Refuse(checkpoint, "epochs", begun, config.epochs());
  }
  CheckEqual(checkpoint, Deciding(checkpoint.configuration, begun),
             Deciding(ToJson(config), begun));
  if (checkpoint.data != data_digest)
    Refuse(checkpoint, "data_sha256", checkpoint.data, data_digest);
}

}  // namespace itg
