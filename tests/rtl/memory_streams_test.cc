// SPDX-License-Identifier: Apache-2.0
//
// Do the streams move exactly the bytes they were asked for, run by run, from and to the right
// addresses? A memory with a latency answers the reads and refuses at random; the other side takes
// or offers pieces of any size when it likes.

#include <deque>

#include "Vstream_in_8_5.h"
#include "Vstream_out_7_8.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

constexpr int kBeat = 8;
constexpr uint64_t kBytes = 4096;

std::vector<uint8_t> RandomMemory(RandomSource* random) {
  std::vector<uint8_t> memory(kBytes);
  for (uint8_t& byte : memory) byte = static_cast<uint8_t>(random->Next());
  return memory;
}

struct Response {
  int due;
  uint32_t address;
};

class Reader {
 public:
  Reader(RandomSource* random, int latency)
      : random_(random), latency_(latency), memory_(RandomMemory(random)) {
    dut_.Reset();
  }

  // `runs`: addresses and bytes.
  void Transfer(const std::vector<std::pair<uint32_t, uint32_t>>& runs, int stall) {
    std::deque<uint8_t> bytes;
    std::deque<uint32_t> beats;
    for (const auto& [address, count] : runs) {
      bytes.insert(bytes.end(), memory_.begin() + address, memory_.begin() + address + count);
      for (uint32_t at = address / kBeat; at <= (address + count - 1) / kBeat; ++at) {
        beats.push_back(at * kBeat);
      }
    }
    dut_->take_i = 0;
    dut_->run_valid_i = 0;
    dut_->start_i = 1;
    dut_.Tick();
    dut_->start_i = 0;
    size_t told = 0;
    for (int cycle = 0; !bytes.empty(); ++cycle) {
      ASSERT_LT(cycle, 200000) << "stuck with " << bytes.size() << " bytes to come";
      Respond(cycle);
      dut_->run_valid_i = told < runs.size() && !random_->OneIn(4);
      if (dut_->run_valid_i) dut_->run_addr_i = runs[told].first;
      if (dut_->run_valid_i) dut_->run_bytes_i = runs[told].second;
      dut_->req_ready_i = !random_->OneIn(3);
      const size_t need = std::min(bytes.size(), static_cast<size_t>(random_->Between(0, 5)));
      dut_->need_i = static_cast<CData>(need);
      dut_.Settle();
      dut_->take_i = dut_->valid_o && random_->Between(0, 99) >= stall;
      dut_.Settle();
      for (size_t i = 0; i < need && dut_->take_i; ++i) {
        ASSERT_EQ(GetBits(dut_->data_o, static_cast<int>(8 * i), 8), bytes.front());
        bytes.pop_front();
      }
      if (dut_->run_valid_i && dut_->run_ready_o) ++told;
      if (dut_->req_valid_o && dut_->req_ready_i) {
        ASSERT_FALSE(beats.empty()) << "a beat that no run needs";
        ASSERT_EQ(dut_->req_addr_o, beats.front());
        beats.pop_front();
        under_way_.push_back({cycle + latency_, dut_->req_addr_o});
      }
      dut_.Tick();
      dut_->take_i = 0;
    }
    EXPECT_TRUE(beats.empty());
    EXPECT_TRUE(under_way_.empty());
    EXPECT_EQ(dut_->req_valid_o, 0);
  }

 private:
  void Respond(int cycle) {
    dut_->rsp_valid_i = !under_way_.empty() && under_way_.front().due <= cycle;
    if (dut_->rsp_valid_i == 0) return;
    for (uint32_t i = 0; i < kBeat; ++i) {
      SetBits(&dut_->rsp_data_i, static_cast<int>(8 * i), 8,
              memory_[under_way_.front().address + i]);
    }
    under_way_.pop_front();
  }

  RandomSource* random_;
  int latency_;
  std::vector<uint8_t> memory_;
  std::deque<Response> under_way_;
  Dut<Vstream_in_8_5> dut_;
};

TEST(StreamIn, HandsOutTheBytesAsked) {
  for (const int latency : {1, 3, 20}) {
    for (const int stall : {0, 60, 95}) {
      SCOPED_TRACE("latency " + std::to_string(latency) + ", stall " + std::to_string(stall));
      RandomSource random(21, static_cast<uint64_t>(latency * 100 + stall));
      Reader reader(&random, latency);
      for (int i = 0; i < 20 && !HasFatalFailure(); ++i) {
        std::vector<std::pair<uint32_t, uint32_t>> runs;
        for (int run = random.IntBetween(0, i % 4 == 0 ? 0 : 30); run >= 0; --run) {
          runs.emplace_back(random.Between(0, 3000), random.Between(1, i % 2 == 0 ? 20 : 600));
        }
        reader.Transfer(runs, stall);
      }
    }
  }
}

// The beat that is being written.
void Apply(Dut<Vstream_out_7_8>& dut, std::vector<uint8_t>* memory) {
  ASSERT_EQ(dut->wr_addr_o % kBeat, 0u);
  for (uint32_t i = 0; i < kBeat; ++i) {
    if (((dut->wr_strb_o >> i) & 1) == 0) continue;
    memory->at(dut->wr_addr_o + i) =
        static_cast<uint8_t>(GetBits(dut->wr_data_o, static_cast<int>(8 * i), 8));
  }
}

TEST(StreamOut, WritesTheBytesGivenAndNoOthers) {
  RandomSource random(22, 0);
  Dut<Vstream_out_7_8> dut;
  dut.Reset();
  for (int run = 0; run < 60; ++run) {
    SCOPED_TRACE("run " + std::to_string(run));
    std::vector<uint8_t> memory = RandomMemory(&random);
    std::vector<uint8_t> expected = memory;
    uint64_t at = static_cast<uint64_t>(kBeat * random.Between(0, 200));
    const int pieces = random.IntBetween(0, 80);
    dut->start_i = 1;
    dut->addr_i = static_cast<IData>(at);
    dut.Tick();
    dut->start_i = 0;
    int offered = 0;
    for (int cycle = 0; cycle < 5000; ++cycle) {
      dut->flush_i = offered == pieces;
      dut->valid_i = offered < pieces && !random.OneIn(3);
      dut->wr_ready_i = random.OneIn(2);
      const int size = random.IntBetween(0, 7);
      dut->size_i = static_cast<CData>(size);
      SetBits(&dut->data_i, 0, 56, random.Next() & ((uint64_t{1} << (8 * size)) - 1));
      dut.Settle();
      if (dut->valid_i && dut->ready_o) {
        ++offered;
        for (int i = 0; i < size; ++i) {
          expected[at++] = static_cast<uint8_t>(GetBits(dut->data_i, 8 * i, 8));
        }
      }
      if (dut->wr_valid_o && dut->wr_ready_i) Apply(dut, &memory);
      const bool done = dut->flush_i && dut->empty_o;
      dut.Tick();
      if (done) break;
    }
    EXPECT_TRUE(dut->empty_o);
    ASSERT_EQ(memory, expected);
    dut->flush_i = 0;
  }
}

// Rows of whole pieces, side by side or apart, from any byte on.
TEST(StreamOut, WritesRowsWhereTheyBegin) {
  RandomSource random(23, 0);
  Dut<Vstream_out_7_8> dut;
  dut.Reset();
  for (int run = 0; run < 100; ++run) {
    SCOPED_TRACE("run " + std::to_string(run));
    std::vector<uint8_t> memory = RandomMemory(&random);
    std::vector<uint8_t> expected = memory;
    const uint32_t rows = static_cast<uint32_t>(random.Between(1, 8));
    const uint32_t row_bytes = static_cast<uint32_t>(random.Between(1, 40));
    const uint32_t pitch =
        row_bytes + (random.OneIn(3) ? 0 : static_cast<uint32_t>(random.Between(1, 30)));
    const uint32_t first = static_cast<uint32_t>(random.Between(0, 200));
    dut->start_i = 1;
    dut->addr_i = first;
    dut->row_bytes_i = row_bytes;
    dut->pitch_i = pitch;
    dut.Tick();
    dut->start_i = 0;
    uint32_t row = 0;
    uint32_t byte = 0;  // of the row
    for (int cycle = 0; cycle < 5000; ++cycle) {
      dut->flush_i = row == rows;
      dut->valid_i = row < rows && !random.OneIn(3);
      dut->wr_ready_i = random.OneIn(2);
      const uint32_t size = std::min(static_cast<uint32_t>(random.Between(1, 7)), row_bytes - byte);
      dut->size_i = static_cast<CData>(size);
      SetBits(&dut->data_i, 0, 56, random.Next() & ((uint64_t{1} << (8 * size)) - 1));
      dut.Settle();
      if (dut->valid_i && dut->ready_o) {
        for (uint32_t i = 0; i < size; ++i, ++byte) {
          expected[first + row * pitch + byte] =
              static_cast<uint8_t>(GetBits(dut->data_i, static_cast<int>(8 * i), 8));
        }
        if (byte == row_bytes) {
          byte = 0;
          ++row;
        }
      }
      if (dut->wr_valid_o && dut->wr_ready_i) Apply(dut, &memory);
      const bool done = dut->flush_i && dut->empty_o;
      dut.Tick();
      if (done) break;
    }
    EXPECT_TRUE(dut->empty_o);
    ASSERT_EQ(memory, expected);
    ASSERT_EQ(dut->next_row_o, first + rows * pitch);
    dut->flush_i = 0;
  }
}

}  // namespace
}  // namespace itg
