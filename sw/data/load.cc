// SPDX-License-Identifier: Apache-2.0
#include "sw/data/load.h"

#include <filesystem>
#include <vector>

#include "model/error.h"
#include "sw/data/cifar10.h"
#include "sw/data/digits.h"
#include "sw/data/idx.h"
#include "sw/data/npy_images.h"
#include "sw/data/png_folder.h"

namespace itg {
namespace {

// The file `name` in `folder`, plain or compressed; empty when it is absent.
std::string Locate(const std::string& folder, const std::string& name) {
  for (const char* suffix : {"", ".gz"}) {
    const std::string path = folder + "/" + name + suffix;
    std::error_code unknown;
    if (std::filesystem::exists(path, unknown)) return path;
  }
  return "";
}

// The folder that has the file `name`: the configured one, else that of scripts/get_data.sh below
// the current folder or below the repository.
std::string FolderWith(const std::string& name, const DataConfig& config) {
  std::vector<std::string> folders = {config.folder};
  const std::string usual = "data/" + config.source;
  if (config.folder.empty()) folders = {usual, ITG_SOURCE_DIR "/" + usual};
  std::string tried;
  for (const std::string& folder : folders) {
    if (!Locate(folder, name).empty()) return folder;
    tried += (tried.empty() ? "" : " or ") + folder;
  }
  throw Error("data.folder: no " + name + " in " + tried + " (scripts/get_data.sh " +
              config.source + " downloads it)");
}

std::string MnistFile(const DataConfig& config, const std::string& name) {
  return Locate(FolderWith(name, config), name);
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

// Four files of the user's own.
Dataset LoadFiles(const DataConfig& config) {
  const auto read = config.source == "npy" ? ReadNpyImages : ReadIdxImages;
  Dataset data;
  data.name = config.source;
  data.classes = config.classes;
  data.train = read(config.train_images, config.train_labels, config.classes);
  data.test = read(config.test_images, config.test_labels, config.classes);
  if (data.train.height != data.test.height || data.train.width != data.test.width ||
      data.train.channels != data.test.channels) {
    throw Error(config.test_images + ": images differ in size from those of " +
                config.train_images);
  }
  return data;
}

Dataset Read(const DataConfig& config) {
  if (config.source == "digits") return LoadDigits();
  if (config.source == "mnist") return LoadMnist(config);
  if (config.source == "cifar10") return LoadCifar10(FolderWith("data_batch_1.bin", config));
  if (config.source == "png") {
    return LoadPngFolder(config.folder, config.test_percent, config.split_seed);
  }
  return LoadFiles(config);
}

// Configured, published with the data set, or computed from all its training images.
void ChooseNormalisation(const DataConfig& config, Dataset* data) {
  if (config.mean.empty() && data->mean.empty()) {
    Normalise(data->train, &data->mean, &data->deviation);
  }
  if (config.mean.empty()) return;
  if (config.mean.size() != static_cast<size_t>(data->train.channels)) {
    throw Error("data.mean: " + std::to_string(config.mean.size()) +
                " numbers, expected one for each of the " + std::to_string(data->train.channels) +
                " channels");
  }
  data->mean = config.mean;
  data->deviation = config.deviation;
}

}  // namespace

Dataset LoadDataset(const DataConfig& config) {
  Dataset data = Read(config);
  if (!config.name.empty()) data.name = config.name;
  ChooseNormalisation(config, &data);
  Truncate(config.train_limit, &data.train);
  Truncate(config.test_limit, &data.test);
  return data;
}

}  // namespace itg
