// SPDX-License-Identifier: Apache-2.0
//
// Does the array get the right operands in the right order? itg_loader and itg_feeder (with its
// itg_operand_address) run around a scratchpad in software, written down from the comment of
// itg_scratchpad. Products of every orientation, with chunks of K, rows that start inside a beat
// and a memory with a latency: every vector the feeder asks for must hold the elements of its tile
// and k.

#include <deque>

#include "Vfeeder_5_7.h"
#include "Vloader_8_4.h"
#include "sim/plan/descriptor.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kRows = 5;
constexpr int kCols = 7;
constexpr int kLanes = 8;
constexpr int kBeat = 4;
constexpr int kDepth = 256;

class SoftScratchpad {
 public:
  void Write(int lane, int base, int wrap, int cross, int offset, uint8_t value) {
    At(lane, base, wrap, cross, offset, false) = value;
  }
  uint8_t Read(int lane, int base, int wrap, int cross, int offset, bool column) {
    return At(lane, base, wrap, cross, offset, column);
  }

 private:
  uint8_t& At(int lane, int base, int wrap, int cross, int offset, bool column) {
    const int bank = (cross + offset + lane) % kLanes;
    const int near = (bank - cross + kLanes) % kLanes;
    const int word = base + (column ? near : 0) + (near < offset ? wrap : 0);
    return words_[static_cast<size_t>(word % kDepth)][static_cast<size_t>(bank)];
  }
  uint8_t words_[kDepth][kLanes] = {};
};

struct Product {
  int64_t m, n, k, chunk;
  bool a_by_row, b_by_row;
  uint32_t a_address, b_address;
};

class Operands {
 public:
  Operands(const Product& product, RandomSource* random)
      : p_(product), random_(random), memory_(8192) {
    for (uint8_t& byte : memory_) byte = static_cast<uint8_t>(random->Next());
    Descriptor descriptor = {};
    SetField(&descriptor, Field::kRows, p_.m);
    SetField(&descriptor, Field::kCols, p_.n);
    SetField(&descriptor, Field::kDepth, p_.k);
    SetField(&descriptor, Field::kChunk, p_.chunk);
    SetField(&descriptor, Field::kColWords, (p_.n + kCols - 1) / kCols);
    SetField(&descriptor, Field::kAAddr, p_.a_address);
    SetField(&descriptor, Field::kBAddr, p_.b_address);
    for (size_t i = 0; i < descriptor.size(); ++i) {
      loader_->cmd_i[i] = descriptor[i];
      feeder_->cmd_i[i] = descriptor[i];
    }
    loader_->a_by_row_i = feeder_->a_by_row_i = p_.a_by_row;
    loader_->b_by_row_i = feeder_->b_by_row_i = p_.b_by_row;
    loader_.Reset();
    feeder_.Reset();
  }

  void Run() {
    loader_->start_i = feeder_->start_i = 1;
    Step();
    loader_->start_i = feeder_->start_i = 0;
    const int64_t words = (p_.n + kCols - 1) / kCols;
    for (int64_t k0 = 0; k0 < p_.k; k0 += p_.chunk) {
      for (int64_t m0 = 0; m0 < p_.m; m0 += kRows) {
        for (int64_t n0 = 0; n0 < p_.n; n0 += kCols) {
          const int64_t terms = std::min(p_.chunk, p_.k - k0);
          for (int64_t i = 0; i < terms; ++i) {
            NextRead();
            if (testing::Test::HasFatalFailure()) return;
            CheckFlags(k0, i, terms, m0, n0, m0 * words + n0 / kCols);
            CheckVectors(m0, n0, k0 + i);
            if (testing::Test::HasFatalFailure()) return;
            Step();
          }
        }
      }
    }
    for (int i = 0; i < 50; ++i) {
      ASSERT_EQ(feeder_->read_o, 0) << "a vector too many";
      Step();
    }
    EXPECT_TRUE(under_way_.empty());
    EXPECT_EQ(loader_->req_valid_o, 0) << "a beat too many";
  }

 private:
  uint8_t A(int64_t m, int64_t k) const {
    return memory_[static_cast<size_t>(p_.a_address + (p_.a_by_row ? k * p_.m + m : m * p_.k + k))];
  }
  uint8_t B(int64_t n, int64_t k) const {
    return memory_[static_cast<size_t>(p_.b_address + (p_.b_by_row ? k * p_.n + n : n * p_.k + k))];
  }

  void NextRead() {
    for (int waited = 0; !feeder_->read_o; ++waited) {
      ASSERT_LT(waited, 5000) << "the feeder is stuck";
      Step();
    }
  }

  void CheckFlags(int64_t k0, int64_t i, int64_t terms, int64_t m0, int64_t n0, int64_t address) {
    const bool last = i == terms - 1;
    const bool final = k0 + terms == p_.k;
    ASSERT_EQ(feeder_->first_o != 0, i == 0);
    ASSERT_EQ(feeder_->last_o != 0, last);
    if (!last) return;
    ASSERT_EQ(feeder_->tile_rows_o, std::min<int64_t>(kRows, p_.m - m0));
    ASSERT_EQ(feeder_->tile_cols_o, std::min<int64_t>(kCols, p_.n - n0));
    ASSERT_EQ(feeder_->tile_addr_o, address);
    ASSERT_EQ(feeder_->accumulate_o != 0, k0 > 0);
    ASSERT_EQ(feeder_->final_o != 0, final);
    ASSERT_EQ(feeder_->tile_last_o != 0, final && m0 + kRows >= p_.m && n0 + kCols >= p_.n);
    // One set of shadow registers: the tile before must have drained.
    ASSERT_GE(cycle_ - last_done_, previous_rows_);
    last_done_ = cycle_;
    previous_rows_ = feeder_->tile_rows_o;
  }

  void CheckVectors(int64_t m0, int64_t n0, int64_t k) {
    for (int64_t lane = 0; lane < std::min<int64_t>(kRows, p_.m - m0); ++lane) {
      ASSERT_EQ(a_.Read(static_cast<int>(lane), feeder_->a_base_o, feeder_->a_wrap_o,
                        feeder_->a_cross_o, feeder_->a_offset_o, !p_.a_by_row),
                A(m0 + lane, k))
          << "a[" << m0 + lane << ", " << k << "]";
    }
    for (int64_t lane = 0; lane < std::min<int64_t>(kCols, p_.n - n0); ++lane) {
      ASSERT_EQ(b_.Read(static_cast<int>(lane), feeder_->b_base_o, feeder_->b_wrap_o,
                        feeder_->b_cross_o, feeder_->b_offset_o, !p_.b_by_row),
                B(n0 + lane, k))
          << "b[" << n0 + lane << ", " << k << "]";
    }
  }

  // One cycle of both modules and the memory.
  void Step() {
    loader_->rsp_valid_i = !under_way_.empty() && under_way_.front().first <= cycle_;
    if (loader_->rsp_valid_i) {
      for (uint32_t i = 0; i < kBeat; ++i) {
        SetBits(&loader_->rsp_data_i, static_cast<int>(8 * i), 8,
                memory_[under_way_.front().second + i]);
      }
      under_way_.pop_front();
    }
    loader_->req_ready_i = !random_->OneIn(4);
    feeder_->loaded_i = loader_->loaded_o;
    loader_->consumed_i = feeder_->consumed_o;
    loader_.Settle();
    for (int i = 0; i < kBeat; ++i) {
      if (((loader_->wstrb_o >> i) & 1) == 0) continue;
      SoftScratchpad* pad = loader_->a_we_o ? &a_ : loader_->b_we_o ? &b_ : nullptr;
      if (pad == nullptr) continue;
      pad->Write(i, loader_->wbase_o, loader_->wwrap_o, loader_->wcross_o, loader_->woffset_o,
                 static_cast<uint8_t>(GetBits(loader_->wdata_o, 8 * i, 8)));
    }
    if (loader_->req_valid_o && loader_->req_ready_i) {
      under_way_.emplace_back(cycle_ + 6, loader_->req_addr_o);
    }
    loader_.Tick();
    feeder_.Tick();
    feeder_.Settle();
    ++cycle_;
  }

  Product p_;
  RandomSource* random_;
  std::vector<uint8_t> memory_;
  std::deque<std::pair<int64_t, uint32_t>> under_way_;
  Dut<Vloader_8_4> loader_;
  Dut<Vfeeder_5_7> feeder_;
  SoftScratchpad a_;
  SoftScratchpad b_;
  int64_t cycle_ = 0;
  int64_t last_done_ = -1000;
  int64_t previous_rows_ = 0;
};

TEST(OperandOrder, IsThatOfTheProductForEveryOrientation) {
  const uint64_t seed = 61;
  RandomSource random(seed, 0);
  for (int run = 0; run < 300 && !HasFatalFailure(); ++run) {
    Product p = {};
    p.m = random.Between(1, 16);
    p.n = random.Between(1, 16);
    p.k = random.Between(1, 70);
    // Half a scratchpad: 128 words. By row a panel has `chunk` words, else m or n of them.
    p.chunk = std::min(p.k, random.Between(1, 60));
    p.a_by_row = random.OneIn(2);
    p.b_by_row = random.OneIn(2);
    p.a_address = static_cast<uint32_t>(kBeat * random.Between(0, 100));
    p.b_address = static_cast<uint32_t>(2048 + kBeat * random.Between(0, 100));
    SCOPED_TRACE("seed " + std::to_string(seed) + " run " + std::to_string(run) + ": " +
                 std::to_string(p.m) + "x" + std::to_string(p.n) + "x" + std::to_string(p.k) +
                 " chunk " + std::to_string(p.chunk) + (p.a_by_row ? " a by row" : "") +
                 (p.b_by_row ? " b by row" : ""));
    Operands(p, &random).Run();
  }
}

}  // namespace
}  // namespace itg
