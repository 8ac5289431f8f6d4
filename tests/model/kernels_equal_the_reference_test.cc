// SPDX-License-Identifier: Apache-2.0
//
// Every kernel returns exact sums: equal to the reference in random shapes, every orientation,
// corner values and lengths. The reference itself is measured against three nested loops.

#include <gtest/gtest.h>

#include "model/kernels/gemm.h"
#include "tests/model/support/tensors.h"

namespace itg {
namespace {

struct Problem {
  GemmShape shape;
  Tensor a;
  Tensor b;
  bool a_transposed;
  bool b_transposed;
  int a_bits;
  int b_bits;

  GemmOperand A() const { return {a.type(), a.bytes().data(), a.shape()[1], a_transposed, a_bits}; }
  GemmOperand B() const { return {b.type(), b.bytes().data(), b.shape()[1], b_transposed, b_bits}; }
  int64_t a_at(int64_t m, int64_t k) const {
    return a.Get(a_transposed ? k * shape.m + m : m * shape.k + k);
  }
  int64_t b_at(int64_t k, int64_t n) const {
    return b.Get(b_transposed ? n * shape.k + k : k * shape.n + n);
  }
};

void Fill(Tensor* tensor, int64_t value) {
  for (int64_t i = 0; i < tensor->size(); ++i) tensor->Set(i, value);
}

Problem RandomProblem(Engine* engine, const GemmShape& shape, int a_bits, int b_bits) {
  const bool a_transposed = Uniform(engine, 0, 1) == 1;
  const bool b_transposed = Uniform(engine, 0, 1) == 1;
  const Shape a_shape = a_transposed ? Shape{shape.k, shape.m} : Shape{shape.m, shape.k};
  const Shape b_shape = b_transposed ? Shape{shape.n, shape.k} : Shape{shape.k, shape.n};
  Problem problem{shape,
                  RandomNarrow(engine, a_shape, a_bits),
                  RandomNarrow(engine, b_shape, b_bits),
                  a_transposed,
                  b_transposed,
                  a_bits,
                  b_bits};
  const int64_t max[] = {MaxMagnitude(a_bits), MaxMagnitude(b_bits)};
  switch (Uniform(engine, 0, 5)) {  // half of the problems have constant operands
    case 0:
      Fill(&problem.a, max[0]);
      break;
    case 1:
      Fill(&problem.a, max[0]);
      Fill(&problem.b, max[1]);
      break;
    case 2:
      Fill(&problem.a, -max[0]);
      Fill(&problem.b, max[1]);
      break;
    default:
      break;
  }
  return problem;
}

std::vector<int64_t> Sum32(Gemm* gemm, const Problem& p) {
  std::vector<int32_t> out(static_cast<size_t>(p.shape.m * p.shape.n), -77);
  gemm->Sum32(p.shape, p.A(), p.B(), out.data());
  return {out.begin(), out.end()};
}

std::vector<int64_t> Sum64(Gemm* gemm, const Problem& p) {
  std::vector<int64_t> out(static_cast<size_t>(p.shape.m * p.shape.n), -77);
  gemm->Sum64(p.shape, p.A(), p.B(), out.data());
  return out;
}

std::vector<std::unique_ptr<Gemm>> Kernels() {
  std::vector<std::unique_ptr<Gemm>> kernels;
  kernels.push_back(MakePortableGemm());
  kernels.push_back(MakeFastGemm());
  if (std::unique_ptr<Gemm> onednn = MakeOneDnnGemm()) kernels.push_back(std::move(onednn));
  return kernels;
}

void ExpectAllEqual(const Problem& p) {
  const std::unique_ptr<Gemm> reference = MakeReferenceGemm();
  const std::vector<int64_t> expected = Sum64(reference.get(), p);
  for (const std::unique_ptr<Gemm>& kernel : Kernels()) {
    const std::string what = std::string(kernel->name()) + " " + std::to_string(p.shape.m) + "x" +
                             std::to_string(p.shape.n) + "x" + std::to_string(p.shape.k) +
                             (p.a_transposed ? " A^T" : "") + (p.b_transposed ? " B^T" : "");
    ASSERT_EQ(Sum64(kernel.get(), p), expected) << what;
    if (SumFitsInt32(p.shape.k, p.a_bits, p.b_bits)) {
      ASSERT_EQ(Sum32(kernel.get(), p), expected) << what;
    }
  }
}

TEST(Kernels, ReferenceEqualsThreeNestedLoops) {
  Engine engine(51);
  SCOPED_TRACE("seed 51");
  const std::unique_ptr<Gemm> reference = MakeReferenceGemm();
  for (int trial = 0; trial < 50; ++trial) {
    const GemmShape shape{Uniform(&engine, 1, 9), Uniform(&engine, 1, 9), Uniform(&engine, 1, 9)};
    const Problem p = RandomProblem(&engine, shape, trial % 2 == 0 ? 8 : 16, 8);
    std::vector<int64_t> expected;
    for (int64_t m = 0; m < shape.m; ++m) {
      for (int64_t n = 0; n < shape.n; ++n) {
        int64_t sum = 0;
        for (int64_t k = 0; k < shape.k; ++k) sum += p.a_at(m, k) * p.b_at(k, n);
        expected.push_back(sum);
      }
    }
    ASSERT_EQ(Sum64(reference.get(), p), expected);
    ASSERT_EQ(Sum32(reference.get(), p), expected);
  }
}

TEST(Kernels, EqualTheReferenceInRandomShapes) {
  Engine engine(52);
  SCOPED_TRACE("seed 52");
  for (int trial = 0; trial < 200; ++trial) {
    const GemmShape shape{Uniform(&engine, 1, 70), Uniform(&engine, 1, 70),
                          Uniform(&engine, 1, trial % 4 == 0 ? 1100 : 70)};
    ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(RandomProblem(&engine, shape, 8, 8)));
  }
}

TEST(Kernels, EqualTheReferenceForEveryWidth) {
  Engine engine(53);
  SCOPED_TRACE("seed 53");
  for (int a_bits = 2; a_bits <= 16; ++a_bits) {
    for (int b_bits = 2; b_bits <= 16; ++b_bits) {
      const GemmShape shape{Uniform(&engine, 1, 20), Uniform(&engine, 1, 20),
                            Uniform(&engine, 1, 40)};
      ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(RandomProblem(&engine, shape, a_bits, b_bits)));
    }
  }
}

TEST(Kernels, EqualTheReferenceForSumsOfOneProduct) {
  Engine engine(54);
  SCOPED_TRACE("seed 54");
  for (int trial = 0; trial < 20; ++trial) {
    const GemmShape shape{Uniform(&engine, 1, 40), Uniform(&engine, 1, 40), 1};
    ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(RandomProblem(&engine, shape, 8, 8)));
  }
}

// Beyond 2^24 a kernel that passes through float32 loses the last bits; beyond 2^31 int32 wraps.
TEST(Kernels, KeepTheLastBitOfLongSums) {
  Engine engine(55);
  SCOPED_TRACE("seed 55");
  for (const int64_t k : {1041, 1043, 4097, 30001, 133144, 133145, 300001}) {
    for (int trial = 0; trial < 4; ++trial) {
      const GemmShape shape{Uniform(&engine, 1, 5), Uniform(&engine, 1, 5), k};
      ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(RandomProblem(&engine, shape, 8, 8)));
    }
    Problem extreme = RandomProblem(&engine, {3, 4, k}, 8, 8);
    Fill(&extreme.a, 127);
    Fill(&extreme.b, -127);
    ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(extreme));
  }
}

// Large enough for threads.
TEST(Kernels, EqualTheReferenceWithThreads) {
  Engine engine(56);
  SCOPED_TRACE("seed 56");
  for (int trial = 0; trial < 4; ++trial) {
    ASSERT_NO_FATAL_FAILURE(ExpectAllEqual(RandomProblem(&engine, {300, 340, 350}, 8, 8)));
  }
}

// What loses a little of each pair of extreme products, as int8 products below VNNI do, is found.
class SaturatingGemm final : public Gemm {
 public:
  const char* name() const override { return "saturating"; }
  std::unique_ptr<Gemm> Clone() const override { return std::make_unique<SaturatingGemm>(); }
  void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int32_t* out) override {
    exact_->Sum32(shape, a, b, out);
    for (int64_t i = 0; i < shape.m * shape.n; ++i) {
      const int64_t pairs = (shape.k + 1) / 2;
      out[i] = static_cast<int32_t>(std::min<int64_t>(out[i], 32257 * pairs));
    }
  }

 private:
  std::unique_ptr<Gemm> exact_ = MakePortableGemm();
};

// What adds in float32, as oneDNN's matmul primitive does at its end, is found out as well.
class FloatGemm final : public Gemm {
 public:
  const char* name() const override { return "float"; }
  std::unique_ptr<Gemm> Clone() const override { return std::make_unique<FloatGemm>(); }
  void Sum32(const GemmShape& shape, const GemmOperand& a, const GemmOperand& b,
             int32_t* out) override {
    exact_->Sum32(shape, a, b, out);
    for (int64_t i = 0; i < shape.m * shape.n; ++i) {
      out[i] = static_cast<int32_t>(static_cast<float>(out[i]));
    }
  }

 private:
  std::unique_ptr<Gemm> exact_ = MakePortableGemm();
};

TEST(Kernels, SelfTestFindsOutInexactOnes) {
  EXPECT_TRUE(IsExact(MakePortableGemm().get()));
  EXPECT_TRUE(IsExact(MakeReferenceGemm().get()));
  SaturatingGemm saturating;
  FloatGemm through_float;
  EXPECT_FALSE(IsExact(&saturating));
  EXPECT_FALSE(IsExact(&through_float));
}

}  // namespace
}  // namespace itg
