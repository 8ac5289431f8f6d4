// SPDX-License-Identifier: Apache-2.0
#include "sw/data/load.h"

#include <filesystem>
#include <vector>

#include "model/error.h"
#include "sw/config/json_object.h"
#include "sw/data/digits.h"
#include "sw/data/idx.h"

namespace itg {
namespace {

constexpr int kMaxClasses = 256;  // labels are bytes
constexpr int64_t kMaxLimit = int64_t{1} << 32;

// The file `name` in `folder`, plain or compressed; empty when it is absent.
std::string Locate(const std::string& folder, const std::string& name) {
  for (const char* suffix : {"", ".gz"}) {
    const std::string path = folder + "/" + name + suffix;
    if (std::filesystem::exists(path)) return path;
  }
  return "";
}

std::string MnistFile(const DataConfig& config, const std::string& name) {
  std::vector<std::string> folders = {config.folder};
  if (config.folder.empty()) folders = {"data/mnist", ITG_SOURCE_DIR "/data/mnist"};
  std::string tried;
  for (const std::string& folder : folders) {
    const std::string path = Locate(folder, name);
    if (!path.empty()) return path;
    tried += (tried.empty() ? "" : " or ") + folder;
  }
  throw Error("data.folder: no " + name + "[.gz] in " + tried +
              " (scripts/get_data.sh downloads MNIST)");
}

Dataset LoadMnist(const DataConfig& config) {
  Dataset data;
  data.name = "mnist";
  data.classes = 10;
  const std::string train = MnistFile(config, "train-images-idx3-ubyte");
  const std::string train_labels = MnistFile(config, "train-labels-idx1-ubyte");
  const std::string test = MnistFile(config, "t10k-images-idx3-ubyte");
  const std::string test_labels = MnistFile(config, "t10k-labels-idx1-ubyte");
  data.train = ReadIdxImages(train, train_labels, data.classes);
  data.test = ReadIdxImages(test, test_labels, data.classes);
  data.mean = {.1307};
  data.deviation = {.3081};
  return data;
}

Dataset LoadIdx(const DataConfig& config) {
  Dataset data;
  data.name = "idx";
  data.classes = config.classes;
  data.train = ReadIdxImages(config.train_images, config.train_labels, config.classes);
  data.test = ReadIdxImages(config.test_images, config.test_labels, config.classes);
  if (data.train.height != data.test.height || data.train.width != data.test.width) {
    throw Error(config.test_images + ": images differ in size from those of " +
                config.train_images);
  }
  Normalise(data.train, &data.mean, &data.deviation);
  return data;
}

// Which data set `json` names, before its keys are checked: they depend on it.
std::string Kind(const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("source") || !json["source"].is_string()) return "";
  return json["source"].get<std::string>();
}

std::vector<std::string> Required(const std::string& kind) {
  if (kind != "idx") return {"source"};
  return {"source", "train_images", "train_labels", "test_images", "test_labels", "classes"};
}

}  // namespace

DataConfig ParseDataConfig(const nlohmann::json& json, const std::string& source) {
  const std::string kind = Kind(json);
  std::vector<std::string> optional = {"train_limit", "test_limit"};
  if (kind == "mnist") optional.push_back("folder");
  const JsonObject object(json, source, "data", Required(kind), optional);
  object.String("source");
  if (kind != "digits" && kind != "mnist" && kind != "idx") {
    object.Refuse("source", "digits, mnist or idx");
  }
  DataConfig config;
  config.source = kind;
  config.folder = object.String("folder", "");
  config.train_limit = object.Integer("train_limit", 0, kMaxLimit, 0);
  config.test_limit = object.Integer("test_limit", 0, kMaxLimit, 0);
  if (kind != "idx") return config;
  config.train_images = object.String("train_images");
  config.train_labels = object.String("train_labels");
  config.test_images = object.String("test_images");
  config.test_labels = object.String("test_labels");
  config.classes = static_cast<int>(object.Integer("classes", 2, kMaxClasses));
  return config;
}

nlohmann::ordered_json ToJson(const DataConfig& config) {
  nlohmann::ordered_json json = {{"source", config.source}};
  if (config.source == "mnist" && !config.folder.empty()) json["folder"] = config.folder;
  if (config.source == "idx") {
    json["train_images"] = config.train_images;
    json["train_labels"] = config.train_labels;
    json["test_images"] = config.test_images;
    json["test_labels"] = config.test_labels;
    json["classes"] = config.classes;
  }
  json["train_limit"] = config.train_limit;
  json["test_limit"] = config.test_limit;
  return json;
}

Dataset LoadDataset(const DataConfig& config) {
  Dataset data;
  if (config.source == "digits") data = LoadDigits();
  if (config.source == "mnist") data = LoadMnist(config);
  if (config.source == "idx") data = LoadIdx(config);
  Truncate(config.train_limit, &data.train);
  Truncate(config.test_limit, &data.test);
  return data;
}

}  // namespace itg
