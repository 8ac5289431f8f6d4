// SPDX-License-Identifier: Apache-2.0
//
// The three products of a convolution against the index sums of NUMERICS.md section 4, with every
// kernel; errors as a max-pool spreads them.

#pragma once

#include <gtest/gtest.h>

#include "tests/model/support/image_cases.h"

namespace itg {

inline constexpr KernelChoice kKernels[] = {KernelChoice::kAuto, KernelChoice::kOneDnn,
                                            KernelChoice::kPortable, KernelChoice::kReference};

struct Contents {
  Tensor image, filters, errors;
};

// As a 2 x 2 max-pool spreads errors: one of four. `spoilt`: two in the last block.
inline void KeepOneOfFour(Engine* engine, bool spoilt, Tensor* t) {
  const Shape& s = t->shape();
  for (int64_t at = 0; at < t->size(); ++at) {
    const int64_t y = at / (s[2] * s[3]) % s[1];
    const int64_t x = at / s[3] % s[2];
    if (y % 2 != 0 || x % 2 != 0) continue;
    const int64_t kept = Uniform(engine, 0, 4);  // 4: none
    for (int64_t position = 0; position < 4; ++position) {
      const bool inside = y + position / 2 < s[1] && x + position % 2 < s[2];
      if (!inside || position == kept) continue;
      t->Set(at + (position / 2 * s[2] + position % 2) * s[3], 0);
    }
  }
  if (!spoilt) return;
  const int64_t last = t->size() - 1;
  t->Set(last, 1);
  const int64_t beside = s[2] % 2 == 0 ? last - s[3] : last - s[2] * s[3];
  if (beside >= 0) t->Set(beside, 1);
}

inline Contents RandomContents(Engine* engine, const ImageCase& x) {
  Contents c{RandomNarrow(engine, x.image, x.act), RandomNarrow(engine, x.filters(), x.weight),
             RandomNarrow(engine, x.result, x.error)};
  const int64_t kind = Uniform(engine, 0, 4);
  if (kind == 3) KeepOneOfFour(engine, Uniform(engine, 0, 3) == 0, &c.errors);
  if (kind != 4) return c;
  // The longest sums: all elements extreme.
  const auto fill = [engine](Tensor* t, int bits) {
    const int64_t value = (2 * Uniform(engine, 0, 1) - 1) * MaxMagnitude(bits);
    for (int64_t i = 0; i < t->size(); ++i) t->Set(i, value);
  };
  fill(&c.image, x.act);
  fill(&c.filters, x.weight);
  fill(&c.errors, x.error);
  return c;
}

inline void ExpectForward(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kActivation, x.act, c.image);
  const BufferId b = test.With("b", Role::kWeight, x.weight, c.filters);
  test.Make(Opcode::kForward, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.result)},
            x.window);
  const Exact exact = DumbForward(c.image, c.filters, x.window, x.result);
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.image.exponent() + c.filters.exponent());
  }
}

inline void ExpectError(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kError, x.error, c.errors);
  const BufferId b = test.With("b", Role::kWeight, x.weight, c.filters);
  test.Make(Opcode::kError, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.image)}, x.window);
  const Exact exact = DumbError(c.errors, c.filters, x.window, x.image);
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.errors.exponent() + c.filters.exponent());
  }
}

inline void ExpectGradient(const ImageCase& x, const Contents& c) {
  OneCommand test(x.acc);
  const BufferId a = test.With("a", Role::kError, x.error, c.errors);
  const BufferId b = test.With("b", Role::kActivation, x.act, c.image);
  test.Make(Opcode::kGradient, {a, b, test.Add("out", Role::kAccumulator, x.acc, x.filters())},
            x.window);
  const Exact exact = DumbGradient(c.errors, c.image, x.window, x.filters());
  for (const KernelChoice kernel : kKernels) {
    ExpectSums(test.Run(kernel), exact, x.acc, c.errors.exponent() + c.image.exponent());
  }
}

inline void ExpectAll(const ImageCase& x, Engine* engine) {
  SCOPED_TRACE(x.text());
  const Contents c = RandomContents(engine, x);
  ASSERT_NO_FATAL_FAILURE(ExpectForward(x, c)) << "forward";
  ASSERT_NO_FATAL_FAILURE(ExpectError(x, c)) << "error";
  ASSERT_NO_FATAL_FAILURE(ExpectGradient(x, c)) << "gradient";
}

}  // namespace itg
