// SPDX-License-Identifier: Apache-2.0
//
// Do queue, packer and unpacker keep every byte in order whatever the two sides do? Each is run
// with two knobs, the gap of the source and the stall of the sink, from never to nearly always.

#include <deque>

#include "Vfifo_1.h"
#include "Vfifo_16.h"
#include "Vfifo_5.h"
#include "Vpack_4_16.h"
#include "Vpack_7_4.h"
#include "Vpack_bits_7_4.h"
#include "Vunpack_16_4.h"
#include "Vunpack_4_7.h"
#include "Vunpack_bits_4_56.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct Knobs {
  int gap;    // percent of the cycles without an offer
  int stall;  // percent of the cycles in which the sink takes nothing
};
constexpr Knobs kKnobs[] = {{0, 0}, {50, 0}, {0, 50}, {50, 50}, {90, 10}, {10, 90}};

bool Percent(int percent, RandomSource* random) { return random->Between(0, 99) < percent; }

template <typename Model>
void QueueKeepsOrder(size_t depth) {
  for (const Knobs& knobs : kKnobs) {
    RandomSource random(7, static_cast<uint64_t>(knobs.gap * 100 + knobs.stall));
    SCOPED_TRACE("depth " + std::to_string(depth) + ", gap " + std::to_string(knobs.gap) +
                 ", stall " + std::to_string(knobs.stall));
    Dut<Model> dut;
    dut.Reset();
    std::deque<unsigned> queue;
    for (int cycle = 0; cycle < 1000; ++cycle) {
      dut->valid_i = !Percent(knobs.gap, &random);
      dut->ready_i = !Percent(knobs.stall, &random);
      dut->data_i = static_cast<SData>(random.Next());
      dut.Settle();
      ASSERT_EQ(dut->valid_o != 0, !queue.empty());  // latency: one cycle
      ASSERT_EQ(dut->ready_o != 0, queue.size() < depth);
      if (!queue.empty()) {
        ASSERT_EQ(dut->data_o, queue.front());
      }
      if (dut->valid_o && dut->ready_i) queue.pop_front();
      if (dut->valid_i && dut->ready_o) queue.push_back(dut->data_i);
      dut.Tick();
    }
  }
}

TEST(Fifo, KeepsOrder) {
  QueueKeepsOrder<Vfifo_1>(1);
  QueueKeepsOrder<Vfifo_5>(5);
  QueueKeepsOrder<Vfifo_16>(16);
}

// Pieces of random size in, full beats out, then a flush with a partial last beat, whose last byte
// is completed by zeros.
template <typename Model>
void PackKeepsUnits(int piece_units, int unit_bits, int beat_bytes) {
  const size_t beat_units = static_cast<size_t>(8 * beat_bytes / unit_bits);
  const size_t byte_units = static_cast<size_t>(8 / unit_bits);
  for (const Knobs& knobs : kKnobs) {
    RandomSource random(8, static_cast<uint64_t>(knobs.gap * 100 + knobs.stall));
    SCOPED_TRACE("gap " + std::to_string(knobs.gap) + ", stall " + std::to_string(knobs.stall));
    Dut<Model> dut;
    dut.Reset();
    std::deque<uint64_t> units;
    const int last_piece = 600;
    for (int cycle = 0; cycle < 5000; ++cycle) {
      const bool flush = cycle > last_piece;
      dut->flush_i = flush;
      dut->valid_i = !flush && !Percent(knobs.gap, &random);
      dut->beat_ready_i = !Percent(knobs.stall, &random);
      const int size = random.OneIn(3) ? piece_units : random.IntBetween(0, piece_units);
      dut->size_i = static_cast<CData>(size);
      std::vector<uint64_t> piece;
      for (int i = 0; i < piece_units; ++i) {
        piece.push_back(i < size ? random.Next() & ((uint64_t{1} << unit_bits) - 1) : 0);
        SetBits(&dut->data_i, unit_bits * i, unit_bits, piece.back());
      }
      dut.Settle();
      if (dut->beat_valid_o && dut->beat_ready_i) {
        const size_t count = std::min(units.size(), beat_units);
        const size_t bytes = (count + byte_units - 1) / byte_units;
        ASSERT_TRUE(flush || count == beat_units) << "a beat too early";
        ASSERT_EQ(GetBits(dut->strb_o, 0, beat_bytes), (uint64_t{1} << bytes) - 1);
        for (size_t i = 0; i < bytes * byte_units; ++i) {
          const uint64_t expected = i < count ? units.front() : 0;
          ASSERT_EQ(GetBits(dut->beat_o, static_cast<int>(i) * unit_bits, unit_bits), expected);
          if (i < count) units.pop_front();
        }
      }
      if (dut->valid_i && dut->ready_o) {
        units.insert(units.end(), piece.begin(), piece.begin() + size);
      }
      if (flush && dut->empty_o) break;
      dut.Tick();
    }
    EXPECT_TRUE(dut->empty_o);
    EXPECT_TRUE(units.empty());
  }
}

TEST(Pack, KeepsUnits) {
  PackKeepsUnits<Vpack_7_4>(7, 8, 4);
  PackKeepsUnits<Vpack_4_16>(4, 8, 16);
  PackKeepsUnits<Vpack_bits_7_4>(7, 1, 4);
}

template <typename Model>
void UnpackKeepsUnits(int beat_bytes, int take_units, int unit_bits) {
  for (const Knobs& knobs : kKnobs) {
    RandomSource random(9, static_cast<uint64_t>(knobs.gap * 100 + knobs.stall));
    SCOPED_TRACE("gap " + std::to_string(knobs.gap) + ", stall " + std::to_string(knobs.stall));
    Dut<Model> dut;
    dut.Reset();
    std::deque<uint64_t> units;
    size_t taken = 0;
    for (int cycle = 0; cycle < 1500; ++cycle) {
      std::vector<uint64_t> beat;
      dut->clear_i = cycle % 500 == 499;
      dut->beat_valid_i = !Percent(knobs.gap, &random);
      const int whole = 8 * beat_bytes / unit_bits;
      const int size = random.OneIn(2) ? whole : random.IntBetween(0, whole);
      dut->beat_size_i = static_cast<CData>(size);
      for (int i = 0; i < whole; ++i) {
        const uint64_t unit = i < size ? random.Next() & ((uint64_t{1} << unit_bits) - 1) : 0;
        if (i < size) beat.push_back(unit);
        SetBits(&dut->beat_i, unit_bits * i, unit_bits, unit);
      }
      const int need = random.OneIn(3) ? take_units : random.IntBetween(0, take_units);
      dut->need_i = static_cast<CData>(need);
      dut->take_i = 0;
      dut.Settle();
      ASSERT_EQ(dut->valid_o != 0, units.size() >= static_cast<size_t>(need));
      dut->take_i = dut->valid_o && !Percent(knobs.stall, &random);
      dut.Settle();
      for (int i = 0; i < need && dut->take_i; ++i) {
        ASSERT_EQ(GetBits(dut->data_o, unit_bits * i, unit_bits), units.front()) << "unit " << i;
        units.pop_front();
        ++taken;
      }
      if (dut->beat_valid_i && dut->beat_ready_o)
        units.insert(units.end(), beat.begin(), beat.end());
      if (dut->clear_i) units.clear();
      dut.Tick();
    }
    EXPECT_GT(taken, 200u);
  }
}

TEST(Unpack, KeepsUnits) {
  UnpackKeepsUnits<Vunpack_4_7>(4, 7, 8);
  UnpackKeepsUnits<Vunpack_16_4>(16, 4, 8);
  UnpackKeepsUnits<Vunpack_bits_4_56>(4, 56, 1);
}

}  // namespace
}  // namespace itg
