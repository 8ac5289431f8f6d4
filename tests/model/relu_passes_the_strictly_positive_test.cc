// SPDX-License-Identifier: Apache-2.0
//
// ReLU: the mask is strict, exponents are handed on, in place is allowed.

#include <gtest/gtest.h>

#include "model/ops/relu.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

using List = std::vector<int64_t>;

TEST(Relu, PassesTheStrictlyPositive) {
  const Tensor in = Int8({-127, -1, 0, 1, 127}, -6);
  Tensor out(in.shape(), ElementType::kInt8);
  Tensor mask(in.shape(), ElementType::kInt8);
  Relu(in, &out, &mask);
  EXPECT_EQ(Values(out), (List{0, 0, 0, 1, 127}));
  EXPECT_EQ(Values(mask), (List{0, 0, 0, 1, 1}));  // 0 is not passed backward
  EXPECT_EQ(out.exponent(), -6);
}

TEST(Relu, PassesErrorsBackWhereTheMaskIsSet) {
  const Tensor error = Int8({5, -6, 7, -8}, 3);
  Tensor out(error.shape(), ElementType::kInt8);
  ReluBackward(error, Int8({1, 1, 0, 0}), &out);
  EXPECT_EQ(Values(out), (List{5, -6, 0, 0}));
  EXPECT_EQ(out.exponent(), 3);
}

TEST(Relu, WorksInPlaceForEveryLengthAndStorage) {
  Engine engine(91);
  SCOPED_TRACE("seed 91");
  for (const int bits : {8, 16}) {
    for (int64_t size = 1; size < 200; ++size) {
      const Tensor in = RandomNarrow(&engine, {size}, bits);
      Tensor forward = in;
      Tensor mask({size}, ElementType::kInt8);
      Relu(forward, &forward, &mask);
      Tensor backward = in;
      ReluBackward(backward, mask, &backward);
      for (int64_t i = 0; i < size; ++i) {
        ASSERT_EQ(forward.Get(i), in.Get(i) > 0 ? in.Get(i) : 0);
        ASSERT_EQ(mask.Get(i), in.Get(i) > 0 ? 1 : 0);
        ASSERT_EQ(backward.Get(i), in.Get(i) > 0 ? in.Get(i) : 0);
      }
    }
  }
}

}  // namespace
}  // namespace itg
