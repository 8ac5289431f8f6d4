// SPDX-License-Identifier: Apache-2.0
#include "sw/train/metrics.h"

#include <algorithm>
#include <cmath>

namespace itg {
namespace {

template <typename T>
Score ScoreRow(const T* row, int64_t classes, int32_t label, int exponent,
               const std::vector<double>& exponentials) {
  const T* const largest = std::max_element(row, row + classes);
  double sum = 0.0;
  for (int64_t c = 0; c < classes; ++c) sum += exponentials[static_cast<size_t>(*largest - row[c])];
  Score score;
  score.loss = std::log(sum) + std::ldexp(static_cast<double>(*largest - row[label]), exponent);
  score.correct = largest - row == label ? 1 : 0;
  score.samples = 1;
  return score;
}

}  // namespace

Score& Score::operator+=(const Score& other) {
  loss += other.loss;
  correct += other.correct;
  samples += other.samples;
  return *this;
}

Score LogitsScorer::operator()(const Tensor& logits, const Tensor& labels) {
  const int64_t count = logits.shape()[0];
  const int64_t classes = logits.shape()[1];
  const int32_t* label = labels.data<int32_t>();
  const size_t differences = size_t{2} << (8 * std::min(ByteSize(logits.type()), 2) - 1);
  const std::vector<double>& table = Exponentials(logits.exponent(), differences);
  return VisitElements(logits, [&](const auto* o) {
    Score total;
    for (int64_t n = 0; n < count; ++n) {
      total += ScoreRow(o + n * classes, classes, label[n], logits.exponent(), table);
    }
    return total;
  });
}

const std::vector<double>& LogitsScorer::Exponentials(int exponent, size_t size) {
  std::vector<double>& table = tables_[exponent];
  while (table.size() < size) {
    table.push_back(std::exp(-std::ldexp(static_cast<double>(table.size()), exponent)));
  }
  return table;
}

}  // namespace itg
