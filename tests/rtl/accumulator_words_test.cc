// SPDX-License-Identifier: Apache-2.0
//
// Do accumulators survive the way to memory and back? A word of 1..Cols accumulators leaves
// itg_acc_out as 32-bit numbers in pieces; the same bytes go into itg_acc_in and must give the word
// again.

#include "Vacc_in_7_20.h"
#include "Vacc_out_7_20.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kCols = 7;
constexpr int kAccW = 20;

// The bytes of `word`, 32 bits an accumulator, as itg_acc_out sends them.
std::vector<uint64_t> Sent(Dut<Vacc_out_7_20>* dut, const std::vector<int64_t>& word, int count,
                           RandomSource* random) {
  std::vector<uint64_t> bytes;
  (*dut)->en_i = 1;
  (*dut)->count_i = static_cast<CData>(count);
  for (int col = 0; col < kCols; ++col) {
    SetBits(&(*dut)->word_i, kAccW * col, kAccW,
            static_cast<uint64_t>(word[static_cast<size_t>(col)]));
  }
  for (bool last = false; !last;) {
    (*dut)->ready_i = random->OneIn(2);
    dut->Settle();
    if ((*dut)->ready_i) {
      last = (*dut)->last_o != 0;
      for (int i = 0; i < kCols; ++i) {
        const uint64_t byte = GetBits((*dut)->piece_o, 8 * i, 8);
        if (i < (*dut)->size_o) {
          bytes.push_back(byte);
        } else {
          EXPECT_EQ(byte, 0u);
        }
      }
    }
    dut->Tick();
  }
  (*dut)->en_i = 0;
  return bytes;
}

TEST(AccumulatorWords, GoToMemoryAndBack) {
  const uint64_t seed = 41;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Vacc_out_7_20> out;
  Dut<Vacc_in_7_20> in;
  out.Reset();
  in.Reset();
  for (int i = 0; i < 2000; ++i) {
    const int count = random.IntBetween(1, kCols);
    std::vector<int64_t> word;
    for (int col = 0; col < kCols; ++col) {
      word.push_back(Wrap(static_cast<int64_t>(random.Next()), random.IntBetween(1, kAccW)));
    }
    const std::vector<uint64_t> bytes = Sent(&out, word, count, &random);
    ASSERT_EQ(bytes.size(), static_cast<size_t>(4 * count));
    for (size_t b = 0; b < bytes.size(); ++b) {
      const uint32_t number = static_cast<uint32_t>(word[b / 4]);  // sign-extended
      ASSERT_EQ(bytes[b], (number >> (8 * (b % 4))) & 0xff) << "byte " << b;
    }

    size_t given = 0;
    in->en_i = 1;
    in->count_i = static_cast<CData>(count);
    in.Settle();
    for (int cycle = 0; !in->valid_o; ++cycle) {
      ASSERT_LT(cycle, 200) << "stuck";
      in->piece_valid_i = random.OneIn(2);
      for (int b = 0; b < kCols; ++b) {
        const size_t at = given + static_cast<size_t>(b);
        SetBits(&in->piece_i, 8 * b, 8, at < bytes.size() ? bytes[at] : random.Next());
      }
      in.Settle();
      if (in->piece_take_o) given += in->need_o;
      in.Tick();
    }
    ASSERT_EQ(given, bytes.size());
    for (int col = 0; col < count; ++col) {
      ASSERT_EQ(GetSigned(in->word_o, kAccW * col, kAccW), word[static_cast<size_t>(col)]);
    }
    in->piece_valid_i = 0;
    in->take_i = 1;
    in.Tick();
    in->take_i = 0;
    ASSERT_EQ(in->valid_o, 0);
  }
}

}  // namespace
}  // namespace itg
