// SPDX-License-Identifier: Apache-2.0
//
// Do the units of the fp32 yardstick give the bits of the host's float? Every pair of corner values
// and random ones: all bit patterns, operands that nearly cancel, products around the smallest
// normal number (itg_fp32_pack rounds for both). A NaN of the host's may have any payload; the
// units' is always the same.

#include <cfloat>
#include <cmath>
#include <cstring>

#include "Vfp32_add.h"
#include "Vfp32_array_3_2.h"
#include "Vfp32_multiply.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

static_assert(FLT_EVAL_METHOD == 0, "the host must round every float operation to float");

constexpr uint32_t kQuietNan = 0x7fc00000;
constexpr uint64_t kSeed = 20;

float FloatOf(uint32_t bits) {
  float value = 0;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

uint32_t BitsOf(float value) {
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return std::isnan(value) ? kQuietNan : bits;
}

const std::vector<uint32_t>& Corners() {
  static const std::vector<uint32_t> kCorners = [] {
    std::vector<uint32_t> all;
    for (const uint32_t exponent :
         {0U, 1U, 2U, 23U, 24U, 103U, 126U, 127U, 128U, 151U, 253U, 254U}) {
      for (const uint32_t fraction :
           {0U, 1U, 2U, 0x3fffffU, 0x400000U, 0x400001U, 0x7ffffeU, 0x7fffffU}) {
        all.push_back(exponent << 23 | fraction);
      }
    }
    for (const uint32_t special : {0x7f800000U, 0x7f800001U, 0x7fc00000U, 0x7fffffffU}) {
      all.push_back(special);
    }
    const size_t positive = all.size();
    for (size_t i = 0; i < positive; ++i) all.push_back(all[i] | 0x80000000U);
    return all;
  }();
  return kCorners;
}

// An operand, and one whose sum or product with it is worth a look.
std::pair<uint32_t, uint32_t> Drawn(RandomSource* random) {
  const auto a = static_cast<uint32_t>(random->Next());
  const auto b = static_cast<uint32_t>(random->Next());
  const int exponent = static_cast<int>(a >> 23 & 255);
  const auto with = [b](int other) {
    return (b & 0x807fffffU) | static_cast<uint32_t>(other) << 23;
  };
  switch (random->IntBetween(0, 3)) {
    case 0:  // nearly the same magnitude
      return {a, with(std::clamp(exponent + random->IntBetween(-2, 2), 0, 254))};
    case 1:  // shifted by about a significand
      return {a, with(std::clamp(exponent - random->IntBetween(22, 28), 0, 254))};
    case 2:  // a product about the smallest normal number
      return {a, with(std::clamp(127 - exponent + random->IntBetween(-26, 3), 0, 254))};
    default:
      return {a, b};
  }
}

template <typename Model, typename Host>
void Check(Dut<Model>* dut, uint32_t a, uint32_t b, Host host) {
  (*dut)->a_i = a;
  (*dut)->b_i = b;
  dut->Settle();
  const volatile float x = FloatOf(a);
  const volatile float y = FloatOf(b);
  ASSERT_EQ((*dut)->y_o, BitsOf(host(x, y))) << std::hex << "a " << a << ", b " << b;
}

template <typename Model, typename Host>
void CheckMany(Host host) {
  Dut<Model> dut;
  for (const uint32_t a : Corners()) {
    for (const uint32_t b : Corners()) {
      Check(&dut, a, b, host);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  RandomSource random(kSeed, 0);
  for (int i = 0; i < 400'000; ++i) {
    const auto [a, b] = Drawn(&random);
    Check(&dut, a, b, host);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(Fp32, MultipliesLikeTheHost) {
  CheckMany<Vfp32_multiply>([](float a, float b) { return a * b; });
}

TEST(Fp32, AddsLikeTheHost) {
  CheckMany<Vfp32_add>([](float a, float b) { return a + b; });
}

// Two tiles one behind the other, with idle cycles; the rows of the first drain during the second.
TEST(Fp32, TheArrayAccumulatesLikeALoop) {
  constexpr int kRows = 3;
  constexpr int kCols = 2;
  Dut<Vfp32_array_3_2> dut;
  dut.Reset();
  RandomSource random(kSeed, 1);
  std::vector<float> finished;
  for (int tile = 0; tile < 200; ++tile) {
    std::vector<float> sums(kRows * kCols, 0.0F);
    const int depth = random.IntBetween(kRows + 2, 12);
    int drained = -1;
    for (int step = 0; step < depth;) {
      dut->en_i = !random.OneIn(4);
      dut->first_i = step == 0;
      dut->last_i = step == depth - 1;
      float a[kRows];
      float b[kCols];
      for (int row = 0; row < kRows; ++row) {
        a[row] = static_cast<float>(random.Between(-1'000'000, 1'000'000)) * 1e-3F;
        SetBits(&dut->a_i, 32 * row, 32, BitsOf(a[row]));
      }
      for (int col = 0; col < kCols; ++col) {
        b[col] = static_cast<float>(random.Between(-1'000'000, 1'000'000)) * 1e-5F;
        SetBits(&dut->b_i, 32 * col, 32, BitsOf(b[col]));
      }
      // From the second step on the tile before is complete, products on their way included.
      const bool drains = step >= 1 && ++drained < kRows;
      dut->drain_i = drains;
      dut->drain_row_i = static_cast<CData>(drains ? drained : 0);
      if (dut->en_i) {
        ++step;
        for (int row = 0; row < kRows; ++row) {
          for (int col = 0; col < kCols; ++col) {
            const volatile float product = a[row] * b[col];
            sums[static_cast<size_t>(row) * kCols + col] += product;
          }
        }
      }
      dut.Tick();
      for (int col = 0; drains && tile > 0 && col < kCols; ++col) {
        ASSERT_EQ(GetBits(dut->row_o, 32 * col, 32),
                  BitsOf(finished[static_cast<size_t>(drained * kCols + col)]))
            << "seed " << kSeed << ", tile " << tile << ", row " << drained;
      }
    }
    finished = sums;
  }
}

}  // namespace
}  // namespace itg
