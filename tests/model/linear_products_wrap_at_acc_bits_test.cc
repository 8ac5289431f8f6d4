// SPDX-License-Identifier: Apache-2.0
//
// The products of a linear layer: which index meets which, sums modulo 2^AccW, and the counter of
// sums that did not fit.

#include <gtest/gtest.h>

#include "model/ops/linear.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

using List = std::vector<int64_t>;

struct Sums {
  List values;
  uint64_t overflows;
};

enum class Which { kForward, kError, kGradient };

Sums Multiply(Which which, const Narrow& a, const Narrow& b, const Shape& shape, int acc_bits,
              Gemm* gemm) {
  Reducer whole_batch;
  Linear linear(gemm, &whole_batch, acc_bits);
  Tensor acc(shape, acc_bits > 32 ? ElementType::kInt64 : ElementType::kInt32);
  uint64_t overflows = 0;
  if (which == Which::kForward) overflows = linear.Forward(a, b, &acc);
  if (which == Which::kError) overflows = linear.Error(a, b, &acc);
  if (which == Which::kGradient) overflows = linear.Gradient(a, b, &acc);
  EXPECT_EQ(acc.exponent(), a.tensor.exponent() + b.tensor.exponent());
  return {Values(acc), overflows};
}

// One sum of `a` . `b`.
Sums Dot(const List& a, const List& b, int bits, int acc_bits) {
  const Shape shape = {1, static_cast<int64_t>(a.size())};
  const Tensor left = TensorOf(a, StorageFor(bits), -3, shape);
  const Tensor right = TensorOf(b, StorageFor(bits), -4, shape);
  const std::unique_ptr<Gemm> fast = MakeFastGemm();
  const Sums sums =
      Multiply(Which::kForward, {left, bits}, {right, bits}, {1, 1}, acc_bits, fast.get());
  const std::unique_ptr<Gemm> slow = MakeReferenceGemm();
  EXPECT_EQ(
      sums.values,
      Multiply(Which::kForward, {left, bits}, {right, bits}, {1, 1}, acc_bits, slow.get()).values);
  return sums;
}

TEST(Linear, MeetsTheRightIndices) {
  // N = 1 sample pair, I = 3 inputs, O = 2 outputs: every product is different.
  const Tensor a = Int8({1, 2, 3, 4, 5, 6}, 2, {2, 3});
  const Tensor w = Int8({7, 8, 9, 10, 11, 12}, -9, {2, 3});
  const Tensor e = Int8({1, 2, 3, 4}, 1, {2, 2});
  const std::unique_ptr<Gemm> gemm = MakeReferenceGemm();
  EXPECT_EQ(Multiply(Which::kForward, {a, 8}, {w, 8}, {2, 2}, 32, gemm.get()).values,
            (List{50, 68, 122, 167}));
  EXPECT_EQ(Multiply(Which::kError, {e, 8}, {w, 8}, {2, 3}, 32, gemm.get()).values,
            (List{27, 30, 33, 61, 68, 75}));
  EXPECT_EQ(Multiply(Which::kGradient, {e, 8}, {a, 8}, {2, 3}, 32, gemm.get()).values,
            (List{13, 17, 21, 18, 24, 30}));
}

TEST(Linear, WrapsAt8Bits) {
  const Sums fits = Dot({11, 6}, {11, 1}, 8, 8);  // 127
  EXPECT_EQ(fits.values, (List{127}));
  EXPECT_EQ(fits.overflows, 0u);
  const Sums wraps = Dot({11, 7}, {11, 1}, 8, 8);  // 128
  EXPECT_EQ(wraps.values, (List{-128}));
  EXPECT_EQ(wraps.overflows, 1u);
  EXPECT_EQ(Dot({-11, -7}, {11, 1}, 8, 8).overflows, 0u);  // -128 fits
}

TEST(Linear, WrapsAt16And20Bits) {
  EXPECT_EQ(Dot({127, 127}, {127, 127}, 8, 16).values, (List{32258}));
  EXPECT_EQ(Dot({127, 127, 127}, {127, 127, 127}, 8, 16).values, (List{48387 - 65536}));
  EXPECT_EQ(Dot({127, 127, 127}, {127, 127, -127}, 8, 16).overflows, 0u);  // passes 2^15, returns
  EXPECT_EQ(Dot(List(33, 127), List(33, 127), 8, 20).values, (List{532257 - 1048576}));
  EXPECT_EQ(Dot(List(33, -127), List(33, 127), 8, 20).values, (List{1048576 - 532257}));
  EXPECT_EQ(Dot(List(33, -127), List(33, 127), 8, 20).overflows, 1u);
}

TEST(Linear, WrapsAt32BitsAndCountsIt) {
  const Sums fits = Dot({32767, 32767}, {32767, 32767}, 16, 32);  // 2147352578
  EXPECT_EQ(fits.values, (List{2147352578}));
  EXPECT_EQ(fits.overflows, 0u);
  const Sums wraps = Dot(List(3, 32767), List(3, 32767), 16, 32);  // 3221028867
  EXPECT_EQ(wraps.values, (List{3221028867 - (int64_t{1} << 32)}));
  EXPECT_EQ(wraps.overflows, 1u);
  // 8-bit elements need 133,145 products to leave int32.
  EXPECT_EQ(Dot(List(133144, 127), List(133144, 127), 8, 32).overflows, 0u);
  const Sums longest = Dot(List(133145, 127), List(133145, 127), 8, 32);
  EXPECT_EQ(longest.values, (List{int64_t{133145} * 16129 - (int64_t{1} << 32)}));
  EXPECT_EQ(longest.overflows, 1u);
}

TEST(Linear, HoldsSumsBeyond32BitsIn48) {
  const Sums sums = Dot(List(1000, -32767), List(1000, 32767), 16, 48);
  EXPECT_EQ(sums.values, (List{int64_t{-1073676289} * 1000}));
  EXPECT_EQ(sums.overflows, 0u);
  EXPECT_EQ(Dot(List(140000, 127), List(140000, 127), 8, 48).values, (List{2258060000}));
}

// Another shard with the same samples.
class TwinReducer final : public Reducer {
 public:
  int shards() const override { return 2; }
  void Sum(int32_t* values, int64_t count) override {
    for (int64_t i = 0; i < count; ++i) values[i] *= 2;
  }
  void Sum(int64_t* values, int64_t count) override {
    for (int64_t i = 0; i < count; ++i) values[i] *= 2;
  }
};

TEST(Linear, SumsShardsExactlyWhereOnlyTheirSumLeaves32Bits) {
  const Tensor e = TensorOf({32767, 32767}, ElementType::kInt16, 0, {2, 1});
  const std::unique_ptr<Gemm> gemm = MakeFastGemm();
  TwinReducer twin;
  Tensor acc({1, 1}, ElementType::kInt32);
  // 2147352578 from each shard fits int32; the sum does not.
  EXPECT_EQ(Linear(gemm.get(), &twin, 32).Gradient({e, 16}, {e, 16}, &acc), 1u);
  EXPECT_EQ(acc.Get(0), 2 * int64_t{2147352578} - (int64_t{1} << 32));
}

TEST(Linear, CountsEveryElementThatDoesNotFit) {
  Engine engine(41);
  SCOPED_TRACE("seed 41");
  const std::unique_ptr<Gemm> reference = MakeReferenceGemm();
  const std::unique_ptr<Gemm> fast = MakeFastGemm();
  for (int acc_bits = 8; acc_bits <= 48; ++acc_bits) {
    const int bits = static_cast<int>(Uniform(&engine, 2, 16));
    const Tensor e = RandomNarrow(&engine, {40, 7}, bits);
    const Tensor a = RandomNarrow(&engine, {40, 9}, bits);
    uint64_t overflows = 0;
    List expected;
    for (int64_t o = 0; o < 7; ++o) {
      for (int64_t i = 0; i < 9; ++i) {
        int64_t sum = 0;
        for (int64_t n = 0; n < 40; ++n) sum += e.Get(n * 7 + o) * a.Get(n * 9 + i);
        const int64_t modulus = int64_t{1} << acc_bits;
        int64_t wrapped = ((sum % modulus) + modulus) % modulus;
        if (wrapped >= modulus / 2) wrapped -= modulus;
        overflows += wrapped != sum ? 1 : 0;
        expected.push_back(wrapped);
      }
    }
    for (Gemm* gemm : {reference.get(), fast.get()}) {
      const Sums got = Multiply(Which::kGradient, {e, bits}, {a, bits}, {7, 9}, acc_bits, gemm);
      ASSERT_EQ(got.values, expected) << gemm->name() << " AccW " << acc_bits << " W " << bits;
      ASSERT_EQ(got.overflows, overflows) << gemm->name() << " AccW " << acc_bits << " W " << bits;
    }
  }
}

}  // namespace
}  // namespace itg
