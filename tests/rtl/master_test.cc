// SPDX-License-Identifier: Apache-2.0
//
// Do the master weights take the update as the golden model says, and do the weights follow from
// them? Random and corner values, every width of the weights, with stalls.

#include <optional>

#include "Vmaster_5_6.h"
#include "model/arith/round.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kCols = 5;
constexpr int64_t kMax = 32767;

struct Word {
  std::vector<int64_t> gradient;
  std::vector<int64_t> master;
  unsigned lanes;
};

Word RandomWord(RandomSource* random) {
  Word word = {{}, {}, static_cast<unsigned>(random->Between(0, 31))};
  for (int col = 0; col < kCols; ++col) {
    const auto number = [&] {
      if (random->OneIn(3)) return random->Sign() * kMax;
      return random->Between(-kMax, kMax) >> random->Between(0, 15);
    };
    word.gradient.push_back(number());
    word.master.push_back(number());
  }
  return word;
}

void Check(Dut<Vmaster_5_6>* dut, const Word& word, int bits) {
  ASSERT_EQ((*dut)->lanes_o, word.lanes);
  for (int col = 0; col < kCols; ++col) {
    const size_t i = static_cast<size_t>(col);
    const int64_t exact = word.master[i] - word.gradient[i];
    int64_t master = std::max(-kMax, std::min(kMax, exact));
    Rounded weight = Round(master, 16 - bits, Rounding::kPseudoStochastic, 0, bits);
    bool saturated = master != exact;
    if (((word.lanes >> col) & 1) == 0) {
      master = 0;
      weight = {0, false};
      saturated = false;
    }
    ASSERT_EQ(GetSigned((*dut)->master_o, 16 * col, 16), master);
    ASSERT_EQ(GetSigned((*dut)->weight_o, 8 * col, 8), weight.value) << master;
    ASSERT_EQ(GetBits((*dut)->master_saturated_o, col, 1) != 0, saturated);
    ASSERT_EQ(GetBits((*dut)->weight_saturated_o, col, 1) != 0, weight.saturated);
  }
}

TEST(Master, TakesTheUpdateAndRoundsTheWeights) {
  const uint64_t seed = 61;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Vmaster_5_6> dut;
  dut.Reset();
  std::optional<Word> there;
  for (int bits = 4; bits <= 6; ++bits) {
    dut->weight_bits_i = static_cast<CData>(bits);
    for (int cycle = 0; cycle < 4000 && !HasFatalFailure(); ++cycle) {
      const Word word = RandomWord(&random);
      dut->valid_i = !random.OneIn(4);
      dut->step_i = !random.OneIn(4);
      dut->lanes_i = static_cast<CData>(word.lanes);
      for (int col = 0; col < kCols; ++col) {
        const size_t i = static_cast<size_t>(col);
        SetBits(&dut->gradient_i, 16 * col, 16, static_cast<uint64_t>(word.gradient[i]));
        SetBits(&dut->master_i, 16 * col, 16, static_cast<uint64_t>(word.master[i]));
      }
      if (dut->step_i) there = dut->valid_i ? std::optional<Word>(word) : std::nullopt;
      dut.Tick();
      ASSERT_EQ(dut->valid_o != 0, there.has_value());
      if (there) Check(&dut, *there, bits);
    }
  }
}

}  // namespace
}  // namespace itg
