// SPDX-License-Identifier: Apache-2.0
//
// A worker: takes tasks, one a line, and leaves a result file for each. It reads a data set once.

#pragma once

#include <memory>
#include <string>

#include "sim/config/json.h"
#include "sw/data/dataset.h"
#include "sw/explore/task.h"

namespace itg {

class Worker {
 public:
  // `folder`: that of the exploration.
  explicit Worker(const std::string& folder) : folder_(folder) {}

  // Does the task of this line unless its result is there. A task that fails for a reason of its
  // own leaves {"error": ..}; Error is thrown when the result cannot be written.
  void Do(const std::string& line);

 private:
  nlohmann::ordered_json ResultOf(const nlohmann::json& task);
  nlohmann::ordered_json Training(const nlohmann::json& task, const TrainConfig& config,
                                  size_t seed);
  const Dataset& Data(const DataConfig& config);

  std::string folder_;
  std::string data_key_;
  std::unique_ptr<Dataset> data_;  // the one used last
};

// The tasks of the file `points`, or "-": of standard input, answering each with a line. Returns
// the exit code.
int RunWorker(const std::string& points, const std::string& folder);

}  // namespace itg
