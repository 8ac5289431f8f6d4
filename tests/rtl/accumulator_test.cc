// SPDX-License-Identifier: Apache-2.0
//
// Are partial sums added to the right word? Random updates, replacing or adding, with the same word
// hit in neighbouring cycles, where the SRAM alone would return what is not yet written.

#include <optional>

#include "Vaccumulator_3_20.h"
#include "model/arith/bits.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kCols = 3;
constexpr int kAccW = 20;
constexpr int kDepth = 11;

using Word = std::vector<int64_t>;

void Put(Dut<Vaccumulator_3_20>* dut, const Word& word) {
  for (int col = 0; col < kCols; ++col) {
    SetBits(&(*dut)->row_i, kAccW * col, kAccW,
            static_cast<uint64_t>(word[static_cast<size_t>(col)]));
  }
}

template <typename Port>
Word Take(const Port& port) {
  Word word;
  for (int col = 0; col < kCols; ++col) word.push_back(GetSigned(port, kAccW * col, kAccW));
  return word;
}

TEST(Accumulator, AddsToTheRightWordInAnyOrder) {
  const uint64_t seed = 3;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Vaccumulator_3_20> dut;
  dut.Reset();
  std::vector<Word> words(kDepth, Word(kCols, 0));
  std::optional<int> updated;  // by the request of the previous cycle
  std::optional<int> read;
  bool adds = false;
  int last = 0;
  for (int cycle = 0; cycle < 20000; ++cycle) {
    const int address = random.OneIn(2) ? last : random.IntBetween(0, kDepth - 1);
    last = address;
    const bool first_time = cycle < kDepth;  // give every word a value first
    dut->addr_i = static_cast<CData>(first_time ? cycle : address);
    dut->update_i = first_time || !random.OneIn(3);
    dut->accumulate_i = !first_time && random.OneIn(2);
    dut->read_i = (dut->update_i && dut->accumulate_i) || random.OneIn(2);

    Word row;
    for (int col = 0; col < kCols; ++col) {
      row.push_back(Wrap(static_cast<int64_t>(random.Next()), kAccW));
    }
    Put(&dut, row);
    dut.Settle();
    if (read) {
      ASSERT_EQ(Take(dut->rdata_o), words[static_cast<size_t>(*read)]) << cycle;
    }
    ASSERT_EQ(dut->sum_valid_o != 0, updated.has_value());
    if (updated) {
      Word& word = words[static_cast<size_t>(*updated)];
      for (size_t col = 0; col < kCols; ++col) {
        word[col] = Wrap(row[col] + (adds ? word[col] : 0), kAccW);
      }
      ASSERT_EQ(Take(dut->sum_o), word) << "cycle " << cycle;
    }
    updated = dut->update_i ? std::optional<int>(dut->addr_i) : std::nullopt;
    read = dut->read_i ? std::optional<int>(dut->addr_i) : std::nullopt;
    adds = dut->accumulate_i;
    dut.Tick();
  }
}

// The second pass keeps what the taps of a window gave so far: it reads a word, and writes it,
// maybe in the very cycle in which it is read.
TEST(Accumulator, IsTheScratchMemoryOfTheSecondPass) {
  const uint64_t seed = 4;
  SCOPED_TRACE("seed " + std::to_string(seed));
  RandomSource random(seed, 0);
  Dut<Vaccumulator_3_20> dut;
  dut.Reset();
  std::vector<Word> words(kDepth, Word(kCols, 0));
  std::optional<Word> read;
  for (int cycle = 0; cycle < 5000; ++cycle) {
    const bool first_time = cycle < kDepth;
    const int place = first_time ? cycle : random.IntBetween(0, kDepth - 1);
    dut->write_i = first_time || random.OneIn(2);
    dut->waddr_i = static_cast<CData>(place);
    dut->read_i = !first_time && random.OneIn(2);
    dut->addr_i = static_cast<CData>(random.OneIn(2) ? place : random.IntBetween(0, kDepth - 1));
    Word word;
    for (int col = 0; col < kCols; ++col) {
      word.push_back(Wrap(static_cast<int64_t>(random.Next()), kAccW));
      SetBits(&dut->wdata_i, kAccW * col, kAccW, static_cast<uint64_t>(word.back()));
    }
    dut.Settle();
    if (read) {
      ASSERT_EQ(Take(dut->rdata_o), *read) << cycle;
    }
    ASSERT_EQ(dut->sum_valid_o, 0);
    if (dut->write_i) words[static_cast<size_t>(place)] = word;
    if (dut->read_i) read = words[dut->addr_i];  // and it stays there
    dut.Tick();
  }
}

}  // namespace
}  // namespace itg
