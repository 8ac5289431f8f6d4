// SPDX-License-Identifier: Apache-2.0
//
// Do words survive the way to memory and back? A word of 1..Cols numbers of one, two or four bytes
// leaves itg_scatter in pieces; the same bytes go into itg_gather and must give the word again.

#include "Vgather_7_20.h"
#include "Vscatter_7_20.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kCols = 7;
constexpr int kAccW = 20;
constexpr int kRoundW = 16;

int BitsOfSize(int size) { return size == 2 ? kAccW : 8 << size; }

// The bytes of `word`, 2^size a number, as itg_scatter sends them.
std::vector<uint64_t> Sent(Dut<Vscatter_7_20>* dut, const std::vector<int64_t>& word, int size,
                           int count, RandomSource* random) {
  std::vector<uint64_t> bytes;
  (*dut)->en_i = 1;
  (*dut)->size_i = static_cast<CData>(size);
  (*dut)->count_i = static_cast<CData>(count);
  for (int col = 0; col < kCols; ++col) {
    // Only the port of this size counts.
    const uint64_t number = static_cast<uint64_t>(word[static_cast<size_t>(col)]);
    const auto at = [&](int this_size) { return size == this_size ? number : random->Next(); };
    SetBits(&(*dut)->word_i, kAccW * col, kAccW, at(2));
    SetBits(&(*dut)->rounded_i, kRoundW * col, kRoundW, at(1));
    SetBits(&(*dut)->narrow_i, 8 * col, 8, col < count ? at(0) : 0);
  }
  for (bool last = false; !last;) {
    (*dut)->ready_i = random->OneIn(2);
    dut->Settle();
    if ((*dut)->ready_i) {
      last = (*dut)->last_o != 0;
      for (int i = 0; i < kCols; ++i) {
        const uint64_t byte = GetBits((*dut)->piece_o, 8 * i, 8);
        if (i < (*dut)->bytes_o) {
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

// Hands the bytes to itg_gather and checks the word that comes out.
void Gather(Dut<Vgather_7_20>* in, const std::vector<uint64_t>& bytes,
            const std::vector<int64_t>& word, int size, int count, RandomSource* random) {
  size_t given = 0;
  (*in)->en_i = 1;
  (*in)->size_i = static_cast<CData>(size);
  (*in)->count_i = static_cast<CData>(count);
  for (int cycle = 0; given < bytes.size() || (*in)->take_i == 0; ++cycle) {
    ASSERT_LT(cycle, 200) << "stuck";
    (*in)->take_i = 0;
    (*in)->piece_valid_i = random->OneIn(2);  // the last pieces of a word may be empty
    for (int b = 0; b < kCols; ++b) {
      const size_t at = given + static_cast<size_t>(b);
      SetBits(&(*in)->piece_i, 8 * b, 8, at < bytes.size() ? bytes[at] : random->Next());
    }
    in->Settle();
    (*in)->take_i = (*in)->valid_o != 0 && random->OneIn(2);
    in->Settle();
    if ((*in)->piece_take_o) given += (*in)->need_o;
    for (int col = 0; col < count && (*in)->take_i; ++col) {
      ASSERT_EQ(GetSigned((*in)->word_o, kAccW * col, kAccW), word[static_cast<size_t>(col)]);
    }
    in->Tick();
  }
  ASSERT_EQ(given, bytes.size());
  (*in)->take_i = 0;
  (*in)->piece_valid_i = 0;
  in->Settle();
  ASSERT_EQ((*in)->valid_o, 0);
}

TEST(WordsInMemory, GoThereAndBack) {
  const uint64_t seed = 41;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Vscatter_7_20> out;
  Dut<Vgather_7_20> in;
  out.Reset();
  in.Reset();
  for (int i = 0; i < 3000 && !HasFatalFailure(); ++i) {
    const int size = i % 3;
    const int count = random.IntBetween(1, kCols);
    std::vector<int64_t> word;
    for (int col = 0; col < kCols; ++col) {
      word.push_back(
          Wrap(static_cast<int64_t>(random.Next()), random.IntBetween(1, BitsOfSize(size))));
    }
    const std::vector<uint64_t> bytes = Sent(&out, word, size, count, &random);
    ASSERT_EQ(bytes.size(), static_cast<size_t>(count) << size);
    for (size_t b = 0; b < bytes.size(); ++b) {
      const uint32_t number = static_cast<uint32_t>(word[b >> size]);  // sign-extended
      ASSERT_EQ(bytes[b], (number >> (8 * (b % (1u << size)))) & 0xff) << "byte " << b;
    }
    Gather(&in, bytes, word, size, count, &random);
  }
}

}  // namespace
}  // namespace itg
