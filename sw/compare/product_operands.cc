// SPDX-License-Identifier: Apache-2.0
//
// Operands of products. Most edges need a sum of a known size: one or two terms of K carry the
// crafted values and the others are zero.

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "model/arith/bits.h"
#include "sw/compare/operands.h"

namespace itg {
namespace {

size_t At(int64_t index) { return static_cast<size_t>(index); }

// Operands under construction: a row of zeros for every m and n.
class Panels {
 public:
  Panels(const ProductTarget& target, RandomSource* random)
      : t_(target),
        random_(random),
        factors_{Values(At(t_.loops.m * t_.loops.k)), Values(At(t_.loops.n * t_.loops.k))},
        k0_(random->Between(0, t_.loops.k - 1)),
        k1_((k0_ + random->Between(1, std::max<int64_t>(1, t_.loops.k - 1))) % t_.loops.k) {}

  Factors Build(Edge edge);

 private:
  int64_t& A(int64_t m, int64_t k) { return factors_.a[At(m * t_.loops.k + k)]; }
  int64_t& B(int64_t n, int64_t k) { return factors_.b[At(n * t_.loops.k + k)]; }

  void Zero();
  void Unit();
  void Small();
  void Wide();
  void Tie();
  void Clip();
  void Max();
  void Wrap();
  void OneSign(int sign);
  void Mixed();
  // Terms that cannot leave AccW whatever the elements are.
  int64_t SafeTerms() const {
    const int64_t top = (int64_t{1} << (t_.acc_bits - 1)) - 1;
    return std::max<int64_t>(1, std::min(t_.loops.k, top / (t_.a_max * t_.b_max)));
  }

  const ProductTarget& t_;
  RandomSource* random_;
  Factors factors_;
  int64_t k0_;  // two terms of K that carry the crafted values
  int64_t k1_;
};

// Zeros on one side, or non-zeros that never meet.
void Panels::Zero() {
  const int kind = random_->IntBetween(0, 2);
  for (int64_t k = 0; k < t_.loops.k; ++k) {
    const bool left = kind == 0 || (kind == 1 && k % 2 == 0);
    for (int64_t m = 0; m < t_.loops.m && left; ++m)
      A(m, k) = random_->Between(-t_.a_max, t_.a_max);
    for (int64_t n = 0; n < t_.loops.n && !left; ++n)
      B(n, k) = random_->Between(-t_.b_max, t_.b_max);
  }
}

// One term of +-1 and 0: sums are -1, 0, +1.
void Panels::Unit() {
  for (int64_t m = 0; m < t_.loops.m; ++m) A(m, k0_) = random_->Between(-1, 1);
  for (int64_t n = 0; n < t_.loops.n; ++n) B(n, k0_) = random_->Between(-1, 1);
  A(random_->Between(0, t_.loops.m - 1), k0_) = random_->Sign();
  B(random_->Between(0, t_.loops.n - 1), k0_) = random_->Sign();
}

void Panels::Small() {
  const int64_t limit = std::min(t_.b_max, int64_t{1} << std::max(1, t_.target_bits));
  for (int64_t m = 0; m < t_.loops.m; ++m) A(m, k0_) = random_->Between(-1, 1);
  for (int64_t n = 0; n < t_.loops.n; ++n) B(n, k0_) = random_->Between(-limit, limit);
  A(0, k0_) = random_->Sign();
  B(0, k0_) = random_->Sign() * random_->Between(2, limit);
}

// Random elements in as many terms as cannot wrap; the first sum is certain to be large.
void Panels::Wide() {
  const int64_t terms = SafeTerms();
  const int64_t stride = t_.loops.k / terms;
  for (int64_t i = 0; i < terms; ++i) {
    const int64_t k = i * stride;
    for (int64_t m = 0; m < t_.loops.m; ++m) A(m, k) = random_->Between(-t_.a_max, t_.a_max);
    for (int64_t n = 0; n < t_.loops.n; ++n) B(n, k) = random_->Between(-t_.b_max, t_.b_max);
    B(0, k) = A(0, k) < 0 ? -std::abs(B(0, k)) : std::abs(B(0, k));
  }
  A(0, 0) = t_.a_max;
  B(0, 0) = t_.b_max;
}

// acc[.,0] = +-Max * Max sets the range; acc[.,1] = +-2^(shift-1) lies half way.
void Panels::Tie() {
  const int b = RangeBits(static_cast<uint64_t>(t_.a_max * t_.b_max));
  const int exponent = b - t_.target_bits - 1;
  const int a_bits = BitLength(static_cast<uint64_t>(t_.a_max)) - 1;  // 2^a_bits <= a_max
  const int64_t s = int64_t{1} << std::min(exponent, a_bits);
  const int64_t t = int64_t{1} << std::max(0, exponent - a_bits);
  for (int64_t m = 0; m < t_.loops.m; ++m) {
    const int sign = random_->Sign();
    A(m, k0_) = sign * t_.a_max;
    A(m, k1_) = sign * s;
  }
  for (int64_t n = 0; n < t_.loops.n; ++n) {
    const bool range = n == 0 || (n > 1 && random_->OneIn(4));
    if (range) {
      B(n, k0_) = random_->Sign() * t_.b_max;
    } else {
      B(n, k1_) = random_->Sign() * t;
    }
  }
}

// Powers of two in one term: the largest sum 2^k becomes 2^B, one more than Max.
void Panels::Clip() {
  const int a_bits = BitLength(static_cast<uint64_t>(t_.a_max)) - 1;
  const int b_bits = BitLength(static_cast<uint64_t>(t_.b_max)) - 1;
  for (int64_t m = 0; m < t_.loops.m; ++m) {
    A(m, k0_) = random_->Sign() * (int64_t{1} << random_->Between(0, a_bits));
  }
  for (int64_t n = 0; n < t_.loops.n; ++n) {
    B(n, k0_) = random_->Sign() * (int64_t{1} << random_->Between(0, b_bits));
  }
  A(0, k0_) = int64_t{1} << a_bits;
  B(0, k0_) = -(int64_t{1} << b_bits);
}

void Panels::Max() {
  for (int64_t& value : factors_.a) value = random_->Sign() * t_.a_max;
  for (int64_t& value : factors_.b) value = random_->Sign() * t_.b_max;
}

// All of one sign in every row: the sums pass 2^(AccW-1).
void Panels::Wrap() {
  for (int64_t m = 0; m < t_.loops.m; ++m) {
    const int sign = random_->Sign();
    for (int64_t k = 0; k < t_.loops.k; ++k) A(m, k) = sign * t_.a_max;
  }
  for (int64_t n = 0; n < t_.loops.n; ++n) {
    const int sign = random_->Sign();
    for (int64_t k = 0; k < t_.loops.k; ++k) B(n, k) = sign * t_.b_max;
  }
}

// Every sum has `sign` and at least a quarter of the largest, so that none rounds to zero.
void Panels::OneSign(int sign) {
  const int64_t terms = SafeTerms();
  const int64_t stride = t_.loops.k / terms;
  for (int64_t i = 0; i < terms; ++i) {
    for (int64_t m = 0; m < t_.loops.m; ++m) {
      A(m, i * stride) = random_->Between((t_.a_max + 1) / 2, t_.a_max);
    }
    for (int64_t n = 0; n < t_.loops.n; ++n) {
      B(n, i * stride) = sign * random_->Between((t_.b_max + 1) / 2, t_.b_max);
    }
  }
}

// A positive and a negative sum of equal size side by side.
void Panels::Mixed() {
  Wide();
  for (int64_t k = 0; k < t_.loops.k; ++k) B(1, k) = -B(0, k);
}

Factors Panels::Build(Edge edge) {
  switch (edge) {
    case Edge::kZero:
      Zero();
      break;
    case Edge::kUnit:
      Unit();
      break;
    case Edge::kSmall:
      Small();
      break;
    case Edge::kWide:
    case Edge::kTinyMu:
      Wide();
      break;
    case Edge::kTie:
      Tie();
      break;
    case Edge::kClip:
      Clip();
      break;
    case Edge::kMax:
      Max();
      break;
    case Edge::kWrap:
      Wrap();
      break;
    case Edge::kOff:
    case Edge::kOn:
      OneSign(edge == Edge::kOn ? 1 : -1);
      break;
    case Edge::kMixed:
      Mixed();
      break;
  }
  return std::move(factors_);
}

}  // namespace

Factors ProductOperands(const ProductTarget& target, Edge edge, RandomSource* random) {
  return Panels(target, random).Build(edge);
}

}  // namespace itg
