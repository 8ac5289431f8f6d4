// SPDX-License-Identifier: Apache-2.0
//
// Are the random bits of the hardware those of the golden model, and does each lane round its own
// element, or drop it, with its own draw? The mixing function alone, then the rounding lanes as a
// pipeline with stalls.

#include <deque>

#include "Vjenkins.h"
#include "Vround_lanes_4_32_8.h"
#include "Vround_lanes_7_20_6.h"
#include "model/arith/bits.h"
#include "model/arith/random.h"
#include "model/arith/round.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

TEST(Jenkins, MixesLikeTheGoldenModel) {
  RandomSource random(1, 0);
  Dut<Vjenkins> dut;
  dut->en_i = 1;
  for (int i = 0; i < 20000; ++i) {
    const uint32_t a = i < 32 ? 1u << i : static_cast<uint32_t>(random.Next());
    dut->a_i = a;
    dut.Settle();
    ASSERT_EQ(dut->a_o, JenkinsHash(a)) << a;
  }
  dut->en_i = 0;
  dut.Settle();
  EXPECT_EQ(dut->a_o, 0u);
}

struct Work {
  std::vector<int64_t> word;
  unsigned lanes;
  uint32_t index;
};

struct Settings {
  uint32_t key;
  int shift;
  Rounding mode;
  int bits;
  bool round;
  bool zero;
  bool drop;
};

template <typename Model, int kCols, int kAccW, int kOutW>
class Lanes {
 public:
  explicit Lanes(RandomSource* random) : random_(random) { dut_.Reset(); }

  void Run(const Settings& s) {
    dut_->key_i = s.key;
    dut_->shift_i = static_cast<CData>(s.shift);
    dut_->mode_i = static_cast<CData>(s.mode);
    dut_->max_i = static_cast<CData>(MaxMagnitude(s.bits));
    dut_->round_i = s.round;
    dut_->zero_i = s.zero;
    dut_->drop_i = s.drop;
    std::deque<Work> under_way;
    for (int cycle = 0; cycle < 200 && !testing::Test::HasFatalFailure(); ++cycle) {
      dut_->step_i = !random_->OneIn(3);                  // stall of the sink
      dut_->valid_i = cycle < 190 && !random_->OneIn(3);  // gap of the source
      const Work work = Drive();
      if (dut_->step_i && dut_->valid_i) under_way.push_back(work);
      const bool leaves = dut_->step_i && dut_->valid_o;
      if (leaves) under_way.pop_front();
      dut_.Tick();
      if (dut_->valid_o) Check(s, under_way.at(0));
      ASSERT_EQ(dut_->pending_o != 0, under_way.size() > (dut_->valid_o ? 1u : 0u));
    }
    EXPECT_LT(under_way.size(), 2u);  // all but what stands at the output came through
  }

 private:
  Work Drive() {
    Work work = {{},
                 static_cast<unsigned>(random_->Next()) & ((1u << kCols) - 1),
                 static_cast<uint32_t>(random_->Next())};
    for (int col = 0; col < kCols; ++col) {
      const int bits = random_->IntBetween(1, kAccW);
      work.word.push_back(Wrap(static_cast<int64_t>(random_->Next()), bits));
      SetBits(&dut_->word_i, kAccW * col, kAccW, static_cast<uint64_t>(work.word.back()));
    }
    dut_->lanes_i = static_cast<CData>(work.lanes);
    dut_->index_i = work.index;
    return work;
  }
  void Check(const Settings& s, const Work& work) {
    ASSERT_EQ(dut_->lanes_o, work.lanes);
    for (int col = 0; col < kCols; ++col) {
      if (((work.lanes >> col) & 1) == 0) continue;
      const int64_t x = work.word[static_cast<size_t>(col)];
      const uint32_t index = work.index + static_cast<uint32_t>(col);
      const uint32_t draw = JenkinsHash(JenkinsHash(index + s.key));
      Rounded expected = Round(x, s.shift, s.mode, draw, s.bits);
      if (s.zero) expected = {0, false};
      if (!s.round) expected = {s.drop && draw % 2 == 0 ? 0 : Wrap(x, kOutW), false};
      ASSERT_EQ(GetSigned(dut_->out_o, kOutW * col, kOutW), expected.value) << "lane " << col;
      ASSERT_EQ(GetBits(dut_->saturated_o, col, 1) != 0, expected.saturated) << "lane " << col;
      ASSERT_EQ(GetSigned(dut_->word_o, kAccW * col, kAccW), x) << "lane " << col;
    }
  }

  RandomSource* random_;
  Dut<Model> dut_;
};

template <typename Model, int kCols, int kAccW, int kOutW>
void RandomSettings(uint64_t seed) {
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  for (int i = 0; i < 60 && !testing::Test::HasFatalFailure(); ++i) {
    Settings settings = {
        TensorKey(static_cast<uint32_t>(random.Next()), static_cast<uint32_t>(random.Next()),
                  static_cast<uint32_t>(random.Next())),
        random.IntBetween(0, kAccW - 1),
        static_cast<Rounding>(i % kRoundingCount),
        random.IntBetween(4, kOutW),
        !random.OneIn(3),
        random.OneIn(8),
        false};
    settings.drop = !settings.round && random.OneIn(2);
    Lanes<Model, kCols, kAccW, kOutW>(&random).Run(settings);
  }
}

TEST(RoundLanes, RoundEveryElementWithItsOwnDraw) {
  RandomSettings<Vround_lanes_4_32_8, 4, 32, 8>(3);
  RandomSettings<Vround_lanes_7_20_6, 7, 20, 6>(4);
}

}  // namespace
}  // namespace itg
