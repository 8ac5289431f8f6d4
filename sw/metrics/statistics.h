// SPDX-License-Identifier: Apache-2.0
//
// What the tensors of a training step look like. A fused step keeps its gradients inside, so the
// step is replayed in its parts on a golden machine of its own, from the weights before it; that
// its weights come out as the machine's proves that the replay shows the same step.

#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sw/metrics/event_file.h"
#include "sw/train/session.h"

namespace itg {

struct TensorStatistics {
  static constexpr int kLengths = 17;  // magnitudes have 0 to 16 bits

  std::string name;  // of the buffer, "fc1.gradient"
  int exponent = 0;
  int64_t saturations = 0;  // elements clipped by the command that wrote it
  int64_t largest = 0;      // magnitude
  int64_t sum = 0;
  int64_t sum_squares = 0;
  // Elements by sign and by the bits of their magnitude: [0] 0, [1] 1, [2] 2..3, [3] 4..7, ...
  std::array<int64_t, kLengths> negative = {};
  std::array<int64_t, kLengths> positive = {};  // [0] counts the zeros

  // Magnitude bits that the largest element uses.
  int effective_bits() const;
};

TensorStatistics StatisticsOf(const Tensor& tensor);
nlohmann::ordered_json ToJson(const TensorStatistics& statistics);
Histogram ToHistogram(const TensorStatistics& statistics);  // of the integers, without exponent

class StatisticsProbe {
 public:
  explicit StatisticsProbe(Session* session);

  void BeforeStep() { before_ = session_->weights(); }
  // Of every activation, error, gradient and weight that the step wrote, in program order and
  // summed over the processes. Throws Error when the replay ends with other weights.
  std::vector<TensorStatistics> AfterStep();

 private:
  void Prepare();
  void Gather(bool samples, TensorStatistics* statistics);

  Session* session_;
  std::unique_ptr<Machine> machine_;
  std::unique_ptr<Pass> pass_;
  std::vector<Tensor> before_;
};

}  // namespace itg
