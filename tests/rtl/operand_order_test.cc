// SPDX-License-Identifier: Apache-2.0
//
// Does the array get the right operands in the right order? itg_loader and itg_feeder (with its
// itg_operand_address) run around a scratchpad in software, written down from the comment of
// itg_scratchpad. Products of every orientation, in blocks and chunks of K of any size, through
// random nests and windows, with a memory that has a latency: every vector the feeder asks for must
// hold the elements of its tile and k.

#include <algorithm>
#include <deque>
#include <string>

#include "Vfeeder_5_7.h"
#include "Vloader_8_4.h"
#include "sim/plan/product_encoding.h"
#include "tests/support/dut.h"
#include "tests/support/soft_nest.h"
#include "tests/support/soft_scratchpad.h"

namespace itg {
namespace {

constexpr int kRows = 5;
constexpr int kCols = 7;
constexpr int kLanes = 8;
constexpr int kBeat = 4;
constexpr int kDepth = 256;
using Scratchpad = SoftScratchpad<kLanes, kDepth>;

// Memory without an end: a byte is a function of its address.
uint8_t ByteAt(uint32_t address) { return static_cast<uint8_t>((address * 2654435761u) >> 13); }

class Operands {
 public:
  Operands(const ProductNests& product, const Blocks& blocks, RandomSource* random)
      : p_(product), blocks_(blocks), random_(random) {
    HwConfig hw;
    hw.cols = kCols;
    for (uint32_t* address : {&a_address_, &b_address_}) {
      *address = static_cast<uint32_t>(random->Next());
    }
    Descriptor descriptor = {};
    EncodeProduct(p_, blocks_, {a_address_, b_address_, 0}, hw, &descriptor);
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
    for (int64_t m0 = 0; m0 < p_.rows; m0 += blocks_.rows) {
      for (int64_t n0 = 0; n0 < p_.cols; n0 += blocks_.cols) {
        if (m0 + n0 > 0) Resume();
        CheckBlock(m0, std::min(m0 + blocks_.rows, p_.rows), n0,
                   std::min(n0 + blocks_.cols, p_.cols));
        if (testing::Test::HasFatalFailure()) return;
      }
    }
    ExpectNoRead();
    EXPECT_TRUE(under_way_.empty());
    EXPECT_EQ(loader_->req_valid_o, 0) << "a beat too many";
  }

 private:
  uint8_t Element(const NestedTensor& tensor, uint32_t address, bool by_row, int64_t lane,
                  int64_t k) const {
    const SoftByte byte = ByteOfNest(tensor, address + static_cast<uint32_t>(tensor.offset),
                                     by_row ? k : lane, by_row ? lane : k);
    return byte.zero ? 0 : ByteAt(byte.address);
  }

  void ExpectNoRead() {
    for (int i = 0; i < 50; ++i) {
      ASSERT_EQ(feeder_->read_o, 0) << "a vector too many";
      Step();
    }
  }

  void Resume() {
    ExpectNoRead();
    feeder_->resume_i = 1;
    Step();
    feeder_->resume_i = 0;
  }

  void CheckBlock(int64_t m0, int64_t m1, int64_t n0, int64_t n1) {
    for (int64_t k0 = 0; k0 < p_.depth; k0 += blocks_.chunk) {
      for (int64_t m = m0; m < m1; m += kRows) {
        for (int64_t n = n0; n < n1; n += kCols) {
          const int64_t terms = std::min(blocks_.chunk, p_.depth - k0);
          for (int64_t i = 0; i < terms; ++i) {
            NextRead();
            if (testing::Test::HasFatalFailure()) return;
            CheckFlags(k0, i, terms, m + kRows >= m1 && n + kCols >= n1);
            CheckTile(std::min<int64_t>(kRows, m1 - m), std::min<int64_t>(kCols, n1 - n),
                      (m - m0) * ((blocks_.cols + kCols - 1) / kCols) + (n - n0) / kCols);
            CheckVectors(m, m1, n, n1, k0 + i);
            if (testing::Test::HasFatalFailure()) return;
            Step();
          }
        }
      }
    }
    ASSERT_EQ(feeder_->block_rows_o, m1 - m0);
    ASSERT_EQ(feeder_->block_cols_o, n1 - n0);
    ASSERT_EQ(feeder_->row_last_o != 0, n1 == p_.cols);
    ASSERT_EQ(feeder_->block_last_o != 0, n1 == p_.cols && m1 == p_.rows);
  }

  void NextRead() {
    for (int waited = 0; !feeder_->read_o; ++waited) {
      ASSERT_LT(waited, 20000) << "the feeder is stuck";
      Step();
    }
  }

  void CheckFlags(int64_t k0, int64_t i, int64_t terms, bool last_tile) {
    const bool final = k0 + terms == p_.depth;
    ASSERT_EQ(feeder_->first_o != 0, i == 0);
    ASSERT_EQ(feeder_->last_o != 0, i == terms - 1);
    if (i != terms - 1) return;
    ASSERT_EQ(feeder_->accumulate_o != 0, k0 > 0);
    ASSERT_EQ(feeder_->final_o != 0, final);
    ASSERT_EQ(feeder_->tile_last_o != 0, final && last_tile);
  }

  void CheckTile(int64_t rows, int64_t cols, int64_t address) {
    if (!feeder_->last_o) return;
    ASSERT_EQ(feeder_->tile_rows_o, rows);
    ASSERT_EQ(feeder_->tile_cols_o, cols);
    ASSERT_EQ(feeder_->tile_addr_o, address);
    // Two banks of accumulators: the tile before must have drained.
    ASSERT_GE(cycle_ - last_done_, previous_rows_);
    last_done_ = cycle_;
    previous_rows_ = rows;
  }

  void CheckVectors(int64_t m0, int64_t m1, int64_t n0, int64_t n1, int64_t k) {
    for (int64_t lane = 0; lane < std::min<int64_t>(kRows, m1 - m0); ++lane) {
      ASSERT_EQ(a_.Read(static_cast<int>(lane), feeder_->a_base_o, feeder_->a_wrap_o,
                        feeder_->a_cross_o, feeder_->a_offset_o, !p_.a_by_row),
                Element(p_.a, a_address_, p_.a_by_row, m0 + lane, k))
          << "a[" << m0 + lane << ", " << k << "]";
    }
    for (int64_t lane = 0; lane < std::min<int64_t>(kCols, n1 - n0); ++lane) {
      ASSERT_EQ(b_.Read(static_cast<int>(lane), feeder_->b_base_o, feeder_->b_wrap_o,
                        feeder_->b_cross_o, feeder_->b_offset_o, !p_.b_by_row),
                Element(p_.b, b_address_, p_.b_by_row, n0 + lane, k))
          << "b[" << n0 + lane << ", " << k << "]";
    }
  }

  // One cycle of both modules and the memory, which keeps a response until it is taken.
  void Step() {
    loader_->rsp_valid_i = !under_way_.empty() && under_way_.front().first <= cycle_;
    if (loader_->rsp_valid_i) {
      for (uint32_t i = 0; i < kBeat; ++i) {
        SetBits(&loader_->rsp_data_i, static_cast<int>(8 * i), 8,
                ByteAt(under_way_.front().second + i));
      }
    }
    loader_->req_ready_i = !random_->OneIn(4);
    feeder_->loaded_i = loader_->loaded_o;
    loader_->consumed_i = feeder_->consumed_o;
    loader_.Settle();
    if (loader_->rsp_valid_i && loader_->rsp_ready_o) under_way_.pop_front();
    for (int i = 0; i < kBeat; ++i) {
      if (((loader_->wstrb_o >> i) & 1) == 0) continue;
      Scratchpad* const pad = loader_->a_we_o ? &a_ : loader_->b_we_o ? &b_ : nullptr;
      if (pad == nullptr) continue;
      pad->Write(i, loader_->wbase_o, loader_->wwrap_o, loader_->wcross_o, loader_->woffset_o,
                 static_cast<uint8_t>(GetBits(loader_->wdata_o, 8 * i, 8)));
    }
    if (loader_->req_valid_o && loader_->req_ready_i) {
      ASSERT_EQ(loader_->req_addr_o % kBeat, 0u);
      under_way_.emplace_back(cycle_ + 6, loader_->req_addr_o);
    }
    loader_.Tick();
    feeder_.Tick();
    feeder_.Settle();
    ++cycle_;
  }

  ProductNests p_;
  Blocks blocks_;
  RandomSource* random_;
  uint32_t a_address_ = 0;
  uint32_t b_address_ = 0;
  std::deque<std::pair<int64_t, uint32_t>> under_way_;
  Dut<Vloader_8_4> loader_;
  Dut<Vfeeder_5_7> feeder_;
  Scratchpad a_;
  Scratchpad b_;
  int64_t cycle_ = 0;
  int64_t last_done_ = -1000;
  int64_t previous_rows_ = 0;
};

TEST(OperandOrder, IsThatOfTheProductForEveryOrientation) {
  const uint64_t seed = 61;
  RandomSource random(seed, 0);
  for (int run = 0; run < 400 && !HasFatalFailure(); ++run) {
    ProductNests p;
    const int64_t k_taps[3] = {random.Between(1, 3), random.Between(1, 3), random.Between(1, 12)};
    p.depth = k_taps[0] * k_taps[1] * k_taps[2];
    p.a_by_row = random.OneIn(2);
    p.b_by_row = random.OneIn(2);
    // The lane of an operand whose lines are K: all bytes of a line.
    const auto operand = [&](bool by_row, int64_t* lanes) {
      if (!by_row) {
        *lanes = random.Between(1, 24);
        return RandomOperand(k_taps[0], k_taps[1], k_taps[2], &random);
      }
      const int64_t taps[3] = {random.Between(1, 3), random.Between(1, 3), random.Between(1, 5)};
      *lanes = taps[0] * taps[1] * taps[2];
      return RandomOperand(taps[0], taps[1], taps[2], &random);
    };
    p.a = operand(p.a_by_row, &p.rows);
    p.b = operand(p.b_by_row, &p.cols);
    if (p.b.windowed) p.a.windowed = false;
    Blocks blocks{random.OneIn(2) ? p.rows : random.Between(1, p.rows),
                  random.OneIn(2) ? p.cols : random.Between(1, p.cols), 0, 1};
    HwConfig hw;  // Lanes 8: half a scratchpad is 128 words
    hw.rows = kRows;
    hw.cols = kCols;
    hw.bus_bytes = kLanes;
    blocks.chunk = random.Between(1, p.depth);
    while (ScratchpadWords(blocks.rows, p.a_by_row, blocks.chunk, hw) > kDepth / 2 ||
           ScratchpadWords(blocks.cols, p.b_by_row, blocks.chunk, hw) > kDepth / 2) {
      --blocks.chunk;
    }
    SCOPED_TRACE("seed " + std::to_string(seed) + " run " + std::to_string(run) + ": " +
                 std::to_string(p.rows) + "x" + std::to_string(p.cols) + "x" +
                 std::to_string(p.depth) + " in blocks of " + std::to_string(blocks.rows) + "x" +
                 std::to_string(blocks.cols) + "x" + std::to_string(blocks.chunk) +
                 (p.a_by_row ? " a by row" : "") + (p.b_by_row ? " b by row" : ""));
    Operands(p, blocks, &random).Run();
  }
}

}  // namespace
}  // namespace itg
