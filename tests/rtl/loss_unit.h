// SPDX-License-Identifier: Apache-2.0
//
// The loss unit under test: samples in, G out, and what the golden model says to the same.

#pragma once

#include <string>
#include <vector>

#include "model/ops/cross_entropy.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {

using List = std::vector<int64_t>;

struct Case {
  int exponent = 0;
  int logit_bits = 8;
  int error_bits = 8;
  int64_t classes = 0;
  List logits;  // sample by sample
  List labels;
};

struct Result {
  List g;
  int cycles = 0;
};

// Percents of the cycles in which a source offers nothing, or the sink takes nothing.
struct Knobs {
  int logit_gap = 0;
  int label_gap = 0;
  int stall = 0;
};

template <typename Model>
class LossUnit {
 public:
  explicit LossUnit(int g_bits) : g_bits_(g_bits) { dut_.Reset(); }

  Result Run(const Case& c, const Knobs& knobs = {}, uint64_t seed = 0) {
    RandomSource random(seed, 3);
    Start(c);
    const auto happens = [&](int percent) { return random.IntBetween(0, 99) >= percent; };
    Result result;
    size_t logit = 0;
    size_t label_byte = 0;
    for (; result.g.size() < c.logits.size(); ++result.cycles) {
      if (result.cycles > 1000 + 400 * static_cast<int>(c.logits.size())) {
        ADD_FAILURE() << "stuck after " << result.g.size() << " elements";
        break;
      }
      dut_->logit_valid_i = logit < c.logits.size() && happens(knobs.logit_gap);
      dut_->label_valid_i = label_byte < 4 * c.labels.size() && happens(knobs.label_gap);
      dut_->ready_i = happens(knobs.stall);
      if (dut_->logit_valid_i) dut_->logit_i = static_cast<CData>(c.logits[logit] & 0xff);
      if (dut_->label_valid_i) {
        dut_->label_i =
            static_cast<CData>((c.labels[label_byte / 4] >> (8 * (label_byte % 4))) & 0xff);
      }
      dut_.Settle();
      logit += dut_->logit_valid_i && dut_->logit_ready_o ? 1 : 0;
      label_byte += dut_->label_valid_i && dut_->label_ready_o ? 1 : 0;
      if (dut_->valid_o && dut_->ready_i) result.g.push_back(GetSigned(dut_->g_o, 0, g_bits_));
      dut_.Tick();
    }
    dut_->logit_valid_i = 0;
    dut_->label_valid_i = 0;
    dut_.Tick();
    return result;
  }

  Dut<Model>& dut() { return dut_; }

 private:
  void Start(const Case& c) {
    dut_->start_i = 1;
    dut_->exponent_i = static_cast<IData>(c.exponent);
    dut_->logit_bits_i = static_cast<CData>(c.logit_bits);
    dut_->error_bits_i = static_cast<CData>(c.error_bits);
    SetBits(&dut_->classes_i, 0, 11, static_cast<uint64_t>(c.classes));
    dut_.Tick();
    dut_->start_i = 0;
  }

  Dut<Model> dut_;
  int g_bits_;
};

inline List Golden(const Case& c) {
  const Shape shape = {static_cast<int64_t>(c.labels.size()), c.classes};
  Tensor logits(shape, ElementType::kInt8);
  Tensor labels({shape[0]}, ElementType::kInt32);
  Tensor g(shape, ElementType::kInt32);
  for (int64_t i = 0; i < logits.size(); ++i) logits.Set(i, c.logits[static_cast<size_t>(i)]);
  for (int64_t n = 0; n < shape[0]; ++n) labels.Set(n, c.labels[static_cast<size_t>(n)]);
  logits.set_exponent(c.exponent);
  CrossEntropy(logits, labels, c.logit_bits, c.error_bits, &g);
  List values;
  for (int64_t i = 0; i < g.size(); ++i) values.push_back(g.Get(i));
  return values;
}

inline std::string Text(const Case& c) {
  return "exponent " + std::to_string(c.exponent) + ", logits of " + std::to_string(c.logit_bits) +
         " bits, errors of " + std::to_string(c.error_bits) + " bits, " +
         std::to_string(c.labels.size()) + " samples of " + std::to_string(c.classes);
}

// A logit of one of ten kinds of sample: extremes of both signs, few large ones, equal ones, small
// ones, any.
inline int64_t Logit(int64_t max, int kind, RandomSource* random) {
  switch (kind) {
    case 0:
      return random->Sign() * max;
    case 1:
      return random->OneIn(8) ? max : -max;
    case 2:
      return 0;
    case 3:
      return max;
    case 4:
      return -max;
    case 5:
      return random->Between(-1, 1);
    default:
      return random->Between(-max, max);
  }
}

}  // namespace itg
