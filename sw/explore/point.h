// SPDX-License-Identifier: Apache-2.0
//
// A point of a design space: a training configuration and a hardware configuration, both whole, and
// the digest of everything that its results depend on.

#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/hw/hw_config.h"
#include "sw/explore/space.h"
#include "sw/train/train_config.h"

namespace itg {

struct Point {
  Choice choice;
  TrainConfig train;
  HwConfig hw;
  nlohmann::ordered_json config;    // with every default filled in; the seed is the first one
  nlohmann::ordered_json hardware;  // the same
  nlohmann::json energy;            // the table, as written
  std::string digest;
  std::vector<std::string> trainings;  // digest of the training with each seed, without hardware
};

// What of a data set decides which networks it can train, and the digest of its images.
struct DataFacts {
  std::vector<int64_t> image;
  int classes = 0;
  int64_t train_images = 0;
  int64_t test_images = 0;
  std::string digest;
};

class PointMaker {
 public:
  explicit PointMaker(const Space& space) : space_(space) {}

  // Reads the configurations of every point of the space; throws Error for the first that is
  // refused, naming the values of its axes.
  void CheckAll();
  Point Make(const Choice& choice);
  // Throws Error when the network does not suit the data, or the hardware cannot run it.
  void CheckFits(const Point& point);

 private:
  std::string Where(const Choice& choice) const;
  HwConfig Hardware(const Choice& choice) const;
  TrainConfig Training(const Choice& choice, const HwConfig& hw) const;
  const EnergySource& Energy(const Choice& choice, const HwConfig& hw) const;
  const DataFacts& Data(const TrainConfig& config);
  void Digest(Point* point);

  const Space& space_;
  std::map<std::string, DataFacts> data_;  // by configuration
};

}  // namespace itg
