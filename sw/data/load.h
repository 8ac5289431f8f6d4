// SPDX-License-Identifier: Apache-2.0
//
// Which data set a configuration names, and its loading.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "sw/data/dataset.h"

namespace itg {

// The object "data" of a training configuration:
//   source        "digits" (inside the program), "mnist", or "idx" (four files of one's own)
//   folder        mnist: where its four files are, plain or .gz; default data/mnist below the
//                 current folder, then below the repository
//   train_images, train_labels, test_images, test_labels, classes     idx only, all required
//   train_limit, test_limit                              use the first images only; 0: all
struct DataConfig {
  std::string source;
  std::string folder;
  std::string train_images;
  std::string train_labels;
  std::string test_images;
  std::string test_labels;
  int classes = 0;
  int64_t train_limit = 0;
  int64_t test_limit = 0;
};

// Throws Error that starts with `source`, the configuration's file.
DataConfig ParseDataConfig(const nlohmann::json& json, const std::string& source);

// What ParseDataConfig reads.
nlohmann::ordered_json ToJson(const DataConfig& config);

// Throws Error naming the missing or damaged file.
Dataset LoadDataset(const DataConfig& config);

}  // namespace itg
