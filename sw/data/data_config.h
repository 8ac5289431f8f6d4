// SPDX-License-Identifier: Apache-2.0
//
// Which data set a configuration names and what is done with it: the object "data" of a training
// configuration. docs/configuration.md explains the keys.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sw/data/augment.h"

namespace itg {

struct DataConfig {
  std::string source;  // "digits", "mnist", "cifar10", "idx", "npy" or "png"
  std::string name;    // in reports; empty: that of the data set
  std::string folder;  // mnist, cifar10: empty is where scripts/get_data.sh puts the files
  std::string train_images;
  std::string train_labels;
  std::string test_images;
  std::string test_labels;
  int classes = 0;
  int test_percent = 0;  // of a folder of classes, for testing; 0: it has train/ and test/
  uint32_t split_seed = 1;
  // Per channel, of pixel/255; empty: the published ones, else those of the training images.
  std::vector<double> mean;
  std::vector<double> deviation;
  Augment augment;
  int64_t train_limit = 0;  // use the first images only; 0: all
  int64_t test_limit = 0;
};

// Throws Error that starts with `source`, the configuration's file.
DataConfig ParseDataConfig(const nlohmann::json& json, const std::string& source);

// What ParseDataConfig reads.
nlohmann::ordered_json ToJson(const DataConfig& config);

}  // namespace itg
