// SPDX-License-Identifier: Apache-2.0
#include "sw/train/metrics.h"

#include <algorithm>
#include <cmath>

#include "model/ops/reducer.h"

namespace itg {
namespace {

constexpr int kFractionBits = 52;
constexpr double kLargestLoss = 1099511627776.0;  // 2^40: millions of them fit the sum

// Carries whole units out of the fraction: at most 2^11 parts of it have been added.
void Normalise(Score* score) {
  score->loss_whole += score->loss_fraction >> kFractionBits;
  score->loss_fraction &= (int64_t{1} << kFractionBits) - 1;
}

template <typename T>
Score ScoreRow(const T* row, int64_t classes, int32_t label, int exponent,
               const std::vector<double>& exponentials) {
  const T* const largest = std::max_element(row, row + classes);
  double sum = 0.0;
  for (int64_t c = 0; c < classes; ++c) sum += exponentials[static_cast<size_t>(*largest - row[c])];
  Score score;
  score.AddLoss(std::log(sum) + std::ldexp(static_cast<double>(*largest - row[label]), exponent));
  score.correct = largest - row == label ? 1 : 0;
  score.samples = 1;
  return score;
}

}  // namespace

void Score::AddLoss(double loss) {
  const double bounded = std::min(loss, kLargestLoss);
  const double whole = std::floor(bounded);
  loss_whole += static_cast<int64_t>(whole);
  loss_fraction += static_cast<int64_t>(std::ldexp(bounded - whole, kFractionBits));
  Normalise(this);
}

double Score::loss() const {
  return static_cast<double>(loss_whole) +
         std::ldexp(static_cast<double>(loss_fraction), -kFractionBits);
}

bool Score::operator==(const Score& other) const {
  return loss_whole == other.loss_whole && loss_fraction == other.loss_fraction &&
         correct == other.correct && samples == other.samples;
}

void Share(Reducer* reducer, Score* score) {
  int64_t values[] = {score->loss_whole, score->loss_fraction, score->correct, score->samples};
  reducer->Sum(values, 4);
  *score = {values[0], values[1], values[2], values[3]};
  Normalise(score);
}

Score& Score::operator+=(const Score& other) {
  loss_whole += other.loss_whole;
  loss_fraction += other.loss_fraction;
  Normalise(this);
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
