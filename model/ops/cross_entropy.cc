// SPDX-License-Identifier: Apache-2.0
//
// Integer cross-entropy. Everything fits int64: act_bits <= 16 gives p < 2^34 (second branch,
// e = -16), times 2^(B_err+4) <= 2^19; with at most 2^18 classes their sum stays below 2^52.

#include "model/ops/cross_entropy.h"

#include <algorithm>
#include <string>

#include "model/error.h"

namespace itg {
namespace {

constexpr int kRoundedBits = 4;      // of G, in the last rounding
constexpr int kLargestExponent = 4;  // larger ones count as this
constexpr int kSmallestExponent = -16;
constexpr int64_t kLargestPower = 10;
constexpr int64_t kLog2e = 47274;  // * 2^-15

// p of one output, where p depends on the sample through its largest output alone.
class Exponential {
 public:
  Exponential(int exponent, int act_bits)
      : first_branch_(exponent > -(act_bits - 1)),
        exponent_(std::min(exponent, kLargestExponent)) {}

  // Second branch: how far outputs must be rounded to reach kSmallestExponent; 40 bits clear all.
  int64_t Prepare(int64_t o) const {
    if (first_branch_ || exponent_ >= kSmallestExponent) return o;
    const int shift = std::min(kSmallestExponent - std::max(exponent_, -1000), 40);
    return Round(o, shift, Rounding::kNearest, 0, 16).value;
  }

  int64_t P(int64_t o, int64_t largest) const {
    if (first_branch_) {
      const int64_t s = Scale(o) - (Scale(largest) - kLargestPower);
      return (int64_t{1} << std::max<int64_t>(s, 0)) - 1;
    }
    const int e = std::max(exponent_, kSmallestExponent);
    return (int64_t{1} << (1 - 2 * e)) + o * (int64_t{1} << (1 - e)) + o * o;
  }

 private:
  // log2(e^(o * 2^e)), truncated toward zero; rises with o.
  int64_t Scale(int64_t o) const {
    const int64_t s = o * kLog2e / (1 << 15);
    if (exponent_ >= 0) return s * (1 << exponent_);
    const int64_t below_one = (int64_t{1} << -exponent_) - 1;  // divides by a shift, toward zero
    return (s + (s < 0 ? below_one : 0)) >> -exponent_;
  }

  bool first_branch_;
  int exponent_;
};

template <typename Logit, typename Acc>
void Sample(const Logit* o, int64_t classes, int64_t target, const Exponential& exponential,
            int64_t scale, Acc* g) {
  const int64_t largest = *std::max_element(o, o + classes);
  int64_t sum = 0;
  for (int64_t c = 0; c < classes; ++c) {
    sum += exponential.P(exponential.Prepare(o[c]), largest);
  }
  int64_t total = 0;
  for (int64_t c = 0; c < classes; ++c) {
    const int64_t value = exponential.P(exponential.Prepare(o[c]), largest) * scale / sum;
    total += value;
    g[c] = static_cast<Acc>(value);
  }
  g[target] = static_cast<Acc>(g[target] - total);
}

void CheckClasses(int64_t classes, int err_bits) {
  const int64_t most = int64_t{1} << (err_bits - 1 + 3);
  if (classes <= most) return;
  throw Error("cross-entropy: " + std::to_string(classes) + " classes, allowed up to " +
              std::to_string(most) + " with " + std::to_string(err_bits) +
              "-bit errors: all errors but the target's would vanish");
}

void CheckLabel(int32_t label, int64_t sample, int64_t classes) {
  if (label >= 0 && label < classes) return;
  throw Error("cross-entropy: label of sample " + std::to_string(sample) + " is " +
              std::to_string(label) + ", allowed 0.." + std::to_string(classes - 1));
}

}  // namespace

void CrossEntropy(const Tensor& logits, const Tensor& labels, int act_bits, int err_bits,
                  Tensor* g) {
  const int64_t samples = logits.shape()[0];
  const int64_t classes = logits.shape()[1];
  CheckClasses(classes, err_bits);
  const Exponential exponential(logits.exponent(), act_bits);
  const int64_t scale = int64_t{1} << (err_bits - 1 + kRoundedBits);
  const int32_t* label = labels.data<int32_t>();
  for (int64_t n = 0; n < samples; ++n) CheckLabel(label[n], n, classes);
  VisitElements(logits, [&](const auto* o) {
    VisitElements(*g, [&](auto* out) {
      for (int64_t n = 0; n < samples; ++n) {
        Sample(o + n * classes, classes, label[n], exponential, scale, out + n * classes);
      }
    });
  });
  g->set_exponent(-kRoundedBits);
}

uint64_t RoundLoss(const Tensor& g, const RoundingPlan& plan, Reducer* reducer, Tensor* error) {
  RoundingPlan global = plan;
  global.first_index = static_cast<uint64_t>(reducer->shard() * g.size());
  error->set_exponent(g.exponent() + kRoundedBits);
  return RoundTensor(g, kRoundedBits, global, error);
}

}  // namespace itg
