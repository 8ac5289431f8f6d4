// SPDX-License-Identifier: Apache-2.0
#include "sw/data/data_config.h"

#include "sim/config/json_object.h"

namespace itg {
namespace {

using Keys = std::vector<std::string>;

constexpr int64_t kMaxLimit = int64_t{1} << 32;
constexpr int64_t kMaxClasses = 65536;
constexpr int64_t kMaxPad = 64;
constexpr double kMaxMean = 1e6;  // of pixels that lie in 0..1
constexpr double kMinDeviation = 1e-6;

// A source, the keys it needs and the ones it knows; both besides those of every source.
struct Source {
  std::string name;
  Keys required;
  Keys optional;
};

std::vector<Source> Sources() {
  const Keys files = {"train_images", "train_labels", "test_images", "test_labels", "classes"};
  return {{"digits", {}, {}},          {"mnist", {}, {"folder"}},
          {"cifar10", {}, {"folder"}}, {"idx", files, {}},
          {"npy", files, {}},          {"png", {"folder"}, {"test_percent", "split_seed"}}};
}

// The source that `json` names, before its keys are checked: they depend on it. Nameless when there
// is no such source; that is refused after the keys.
Source FindSource(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("source")) return {};
  for (Source& source : Sources()) {
    if (json["source"] == source.name) return source;
  }
  return {};
}

[[noreturn]] void RefuseSource(const JsonObject& object) {
  object.String("source");  // refuses what is not even a string
  std::string names;
  for (const Source& source : Sources()) names += (names.empty() ? "" : ", ") + source.name;
  object.Refuse("source", "one of " + names);
}

// One number a channel, each low..high; empty when the key is absent.
std::vector<double> Numbers(const JsonObject& object, const std::string& key, double low,
                            double high) {
  if (!object.Has(key)) return {};
  const nlohmann::json& list = object.At(key);
  std::vector<double> numbers;
  bool legal = list.is_array() && !list.empty();
  for (size_t i = 0; legal && i < list.size(); ++i) {
    legal = list[i].is_number() && list[i].get<double>() >= low && list[i].get<double>() <= high;
    if (legal) numbers.push_back(list[i].get<double>());
  }
  if (!legal) object.Refuse(key, "a list with one number a channel, for pixels of 0..1");
  return numbers;
}

void ParseFiles(const JsonObject& object, DataConfig* config) {
  const auto path = [&object](const char* key) {
    if (object.String(key).empty()) object.Refuse(key, "the path of a file");
    return object.String(key);
  };
  config->train_images = path("train_images");
  config->train_labels = path("train_labels");
  config->test_images = path("test_images");
  config->test_labels = path("test_labels");
  config->classes = static_cast<int>(object.Integer("classes", 2, kMaxClasses));
}

Augment ParseAugment(const nlohmann::json& json, const std::string& source) {
  const JsonObject object(json, source, "data.augment", {}, {"pad", "flip"});
  Augment augment;
  augment.pad = static_cast<int>(object.Integer("pad", 0, kMaxPad, augment.pad));
  augment.flip = object.Bool("flip", augment.flip);
  return augment;
}

}  // namespace

DataConfig ParseDataConfig(const nlohmann::json& json, const std::string& source) {
  const Source kind = FindSource(json);
  Keys required = {"source"};
  required.insert(required.end(), kind.required.begin(), kind.required.end());
  Keys optional = kind.optional;
  for (const char* key : {"name", "mean", "deviation", "augment", "train_limit", "test_limit"}) {
    optional.push_back(key);
  }
  const JsonObject object(json, source, "data", required, optional);
  if (kind.name.empty()) RefuseSource(object);

  DataConfig config;
  config.source = kind.name;
  config.name = object.String("name", "");
  config.folder = object.String("folder", "");
  if (object.Has("train_images")) ParseFiles(object, &config);
  config.test_percent = static_cast<int>(object.Integer("test_percent", 0, 99, 0));
  config.split_seed = static_cast<uint32_t>(object.Integer("split_seed", 0, UINT32_MAX, 1));
  config.mean = Numbers(object, "mean", -kMaxMean, kMaxMean);
  config.deviation = Numbers(object, "deviation", kMinDeviation, kMaxMean);
  if (config.mean.size() != config.deviation.size()) {
    object.Refuse(object.Has("mean") ? "mean" : "deviation",
                  "data.mean and data.deviation, equally long");
  }
  if (object.Has("augment")) config.augment = ParseAugment(object.At("augment"), source);
  config.train_limit = object.Integer("train_limit", 0, kMaxLimit, 0);
  config.test_limit = object.Integer("test_limit", 0, kMaxLimit, 0);
  return config;
}

nlohmann::ordered_json ToJson(const DataConfig& config) {
  nlohmann::ordered_json json = {{"source", config.source}};
  if (!config.name.empty()) json["name"] = config.name;
  if (!config.folder.empty()) json["folder"] = config.folder;
  if (!config.train_images.empty()) {
    json["train_images"] = config.train_images;
    json["train_labels"] = config.train_labels;
    json["test_images"] = config.test_images;
    json["test_labels"] = config.test_labels;
    json["classes"] = config.classes;
  }
  if (config.source == "png") {
    json["test_percent"] = config.test_percent;
    json["split_seed"] = config.split_seed;
  }
  if (!config.mean.empty()) {
    json["mean"] = config.mean;
    json["deviation"] = config.deviation;
  }
  if (config.augment.any()) {
    json["augment"] = {{"pad", config.augment.pad}, {"flip", config.augment.flip}};
  }
  json["train_limit"] = config.train_limit;
  json["test_limit"] = config.test_limit;
  return json;
}

}  // namespace itg
