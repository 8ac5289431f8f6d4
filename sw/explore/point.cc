// SPDX-License-Identifier: Apache-2.0
#include "sw/explore/point.h"

#include <algorithm>
#include <set>

#include "model/error.h"
#include "sim/plan/schedule.h"
#include "sw/checkpoint/same_run.h"
#include "sw/config/override.h"
#include "sw/data/file.h"
#include "sw/data/load.h"
#include "sw/lower/lower.h"
#include "sw/nn/network_file.h"
#include "sw/report/report.h"
#include "sw/report/sha256.h"
#include "sw/train/session.h"

namespace itg {
namespace {

// What a result means: another number makes all known results unknown.
constexpr int kResultVersion = 1;
constexpr size_t kDigestLetters = 32;

std::string DigestOf(const nlohmann::json& json) {
  const std::string text = json.dump();
  Sha256Sum sum;
  sum.Add(text.data(), text.size());
  return sum.Hex().substr(0, kDigestLetters);
}

std::string FileDigest(const std::string& file) {
  const std::string bytes = ReadFile(file);
  Sha256Sum sum;
  sum.Add(bytes.data(), bytes.size());
  return sum.Hex();
}

bool IsHardware(const std::string& key) { return key.rfind("hw.", 0) == 0; }

// The training adopts the widths of the hardware.
bool MattersToTraining(const std::string& key) {
  return !IsHardware(key) || (key.size() > 5 && key.compare(key.size() - 5, 5, "_bits") == 0);
}

// Sets the keys that begin with `prefix` to what `choice` says.
nlohmann::json Changed(const nlohmann::json& base, const std::vector<Axis>& axes,
                       const Choice& choice, const std::string& prefix) {
  nlohmann::json json = base;
  for (size_t i = 0; i < axes.size(); ++i) {
    const Axis& axis = axes[i];
    for (size_t key = 0; key < axis.keys.size(); ++key) {
      if (axis.keys[key].rfind(prefix, 0) != 0) continue;
      const nlohmann::json& value = axis.values[static_cast<size_t>(choice[i])][key];
      ApplyOverride(axis.keys[key].substr(prefix.size()) + "=" + value.dump(), &json);
    }
  }
  return json;
}

// The choices of the axes that have a key for which `matters`.
template <typename Matters>
Choice Part(const std::vector<Axis>& axes, const Choice& choice, const Matters& matters) {
  Choice part;
  for (size_t i = 0; i < axes.size(); ++i) {
    const std::vector<std::string>& keys = axes[i].keys;
    if (std::any_of(keys.begin(), keys.end(), matters)) part.push_back(choice[i]);
  }
  return part;
}

// "8, 8 and 32, and for 4, 4 and 32"
std::string WidthsOf(const std::vector<EnergySource>& sources) {
  std::string widths;
  for (const EnergySource& source : sources) {
    const DerivedEnergy& derived = *source.table.derived;
    widths += (widths.empty() ? "" : ", and for ") + std::to_string(derived.a_bits) + ", " +
              std::to_string(derived.b_bits) + " and " + std::to_string(derived.acc_bits);
  }
  return widths;
}

Program Lowered(const Network& network, const TrainConfig& config, int64_t batch, bool training) {
  LowerOptions options;
  options.batch = batch;
  options.fused = config.fused;
  options.seed = config.seed;
  return training ? LowerTraining(network, config.numbers, options)
                  : LowerEvaluation(network, config.numbers, options);
}

}  // namespace

std::string PointMaker::Where(const Choice& choice) const {
  std::string where = space_.source + ": point";
  for (size_t i = 0; i < choice.size(); ++i) {
    where += (i == 0 ? " " : ", ") + space_.axes[i].name + "=" + space_.axes[i].Text(choice[i]);
  }
  return where;
}

HwConfig PointMaker::Hardware(const Choice& choice) const {
  const nlohmann::json json = Changed(space_.hardware, space_.axes, choice, "hw.");
  HwConfig hw = HwConfig::FromJson(json.dump(), Where(choice));
  if (hw.blocks.empty()) return hw;
  throw Error(Where(choice) + ": hw.blocks: expected none: their cycles are not known");
}

TrainConfig PointMaker::Training(const Choice& choice, const HwConfig& hw) const {
  nlohmann::json json = Changed(space_.config, space_.axes, choice, "train.");
  json["seed"] = space_.seeds[0];
  TrainConfig config = ParseTrainConfig(json, Where(choice), &hw);
  if (!config.is_float) return config;
  throw Error(Where(choice) + ": arithmetic = \"float\": expected \"integer\"");
}

// Of several tables a point has the one of its widths; there is no guessing from another.
const EnergySource& PointMaker::Energy(const Choice& choice, const HwConfig& hw) const {
  for (const EnergySource& energy : space_.energy) {
    const std::optional<DerivedEnergy>& derived = energy.table.derived;
    const bool fits =
        !derived || (derived->a_bits == hw.a_bits() && derived->b_bits == hw.b_bits() &&
                     derived->acc_bits == hw.acc_bits);
    if (fits) return energy;
  }
  throw Error(Where(choice) + ": energy: expected a table for operands of " +
              std::to_string(hw.a_bits()) + " and " + std::to_string(hw.b_bits()) +
              " bits and sums of " + std::to_string(hw.acc_bits) + "; there is one for " +
              WidthsOf(space_.energy));
}

// Configurations repeat themselves along the axes that do not concern them: each is read once.
void PointMaker::CheckAll() {
  std::set<Choice> hardware, training;
  const int64_t points = PointsOf(space_.axes, space_.source);
  for (int64_t number = 0; number < points; ++number) {
    const Choice choice = ChoiceOf(space_.axes, number);
    const bool new_hw = hardware.insert(Part(space_.axes, choice, IsHardware)).second;
    const bool new_config = training.insert(Part(space_.axes, choice, MattersToTraining)).second;
    if (!new_hw && !new_config) continue;
    const HwConfig hw = Hardware(choice);
    Energy(choice, hw);
    if (new_config) Training(choice, hw);
  }
}

const DataFacts& PointMaker::Data(const TrainConfig& config) {
  const std::string key = ToJson(config.data).dump();
  const auto known = data_.find(key);
  if (known != data_.end()) return known->second;
  const Dataset data = LoadDataset(config.data);
  DataFacts facts;
  facts.image = data.train.image_shape();
  facts.classes = data.classes;
  facts.train_images = data.train.count;
  facts.test_images = data.test.count;
  facts.digest = DataDigest(data);
  return data_.emplace(key, facts).first->second;
}

Point PointMaker::Make(const Choice& choice) {
  Point point;
  point.choice = choice;
  point.hw = Hardware(choice);
  point.train = Training(choice, point.hw);
  point.config = ToJson(point.train);
  for (const char* key :
       {"source", "checkpoint_steps", "log_steps", "stats_steps", "arithmetic", "float"}) {
    point.config.erase(key);
  }
  point.hardware = HardwareJson(point.hw);
  point.hardware.erase("blocks");
  point.energy = Energy(choice, point.hw).json;
  Digest(&point);
  return point;
}

void PointMaker::Digest(Point* point) {
  const DataFacts& data = Data(point->train);
  const Network network =
      ParseNetwork(point->train.network, point->train.source, data.image, data.classes);
  nlohmann::json config = point->config;
  config.erase("seed");
  const nlohmann::json images = config["data"];
  for (const auto& item :
       images.items()) {  // where files lie does not matter: what is in them does
    if (item.value().is_string()) config["data"].erase(item.key());
  }
  config["network"] = LayersOf(point->train.network, point->train.source);
  const nlohmann::json training = {
      {"version", kResultVersion},
      {"config", config},
      {"data", data.digest},
      {"weights", network.weights.empty() ? "" : FileDigest(network.weights)}};
  nlohmann::json hardware = point->hardware;
  hardware.erase("name");
  point->digest = DigestOf({{"training", training},
                            {"hardware", hardware},
                            {"seeds", space_.seeds},
                            {"energy", point->energy},
                            {"range_steps", space_.range_steps}});
  for (const uint32_t seed : space_.seeds) {
    const int64_t ranges = seed == space_.seeds[0] ? space_.range_steps : 0;
    point->trainings.push_back(
        DigestOf({{"training", training}, {"seed", seed}, {"range_steps", ranges}}));
  }
}

void PointMaker::CheckFits(const Point& point) {
  const DataFacts& data = Data(point.train);
  const TrainConfig& config = point.train;
  const Network network = ParseNetwork(config.network, config.source, data.image, data.classes);
  if (data.train_images < config.batch) {
    throw Error(config.source + ": batch = " + std::to_string(config.batch) + ": more than the " +
                std::to_string(data.train_images) + " training images");
  }
  try {
    const Program program = Lowered(network, config, config.batch, /*training=*/true);
    for (const int mu : config.mu) CheckMu(program, mu);
    Plan(program, point.hw);
    for (const int64_t batch :
         {std::min(data.test_images, kEvaluationBatch), data.test_images % kEvaluationBatch}) {
      if (batch > 0) Plan(Lowered(network, config, batch, /*training=*/false), point.hw);
    }
  } catch (const Error& error) {
    const std::string what = error.what();
    throw Error(what.rfind(config.source, 0) == 0 ? what : config.source + ": " + what);
  }
}

}  // namespace itg
