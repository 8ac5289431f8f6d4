// SPDX-License-Identifier: Apache-2.0
//
// Do the shared memory ports lose, double or reorder anything? Requesters with numbered requests,
// a memory that refuses at random; of those that ask at once the lowest number goes first.

#include <deque>

#include "Vread_port_4_8.h"
#include "Vwrite_port_3_8.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

int Lowest(unsigned mask) { return __builtin_ctz(mask); }

TEST(ReadPort, SendsEachRequestOnceAndEachAnswerHome) {
  RandomSource random(31, 0);
  Dut<Vread_port_4_8> dut;
  dut.Reset();
  std::deque<std::pair<uint32_t, int>> accepted;  // address, requester: still in the port
  std::deque<std::pair<uint32_t, int>> at_memory;
  int answer_to = -1;  // of the answer in the port
  bool waits = false;  // the one behind it is not taken yet
  uint64_t answer = 0;
  uint32_t next_address = 0;
  int served[4] = {};
  for (int cycle = 0; cycle < 5000; ++cycle) {
    const unsigned asking = static_cast<unsigned>(random.Between(0, 15));
    dut->req_valid_i = static_cast<CData>(asking);
    for (int i = 0; i < 4; ++i)
      SetBits(&dut->req_addr_i, 32 * i, 32, next_address + static_cast<uint32_t>(i));
    dut->rd_ready_i = random.OneIn(2);
    dut->rsp_ready_i = static_cast<CData>(random.Between(0, 15));
    if (!waits) {
      dut->rd_rsp_valid_i = !at_memory.empty() && random.OneIn(2);
      dut->rd_rsp_data_i = random.Next();
    }
    if (dut->rd_rsp_valid_i) dut->rd_rsp_id_i = static_cast<CData>(at_memory.front().second);
    dut.Settle();
    ASSERT_EQ(dut->rsp_valid_o, answer_to < 0 ? 0 : 1 << answer_to);
    if (answer_to >= 0) {
      ASSERT_EQ(dut->rsp_data_o, answer);
    }
    ASSERT_EQ(dut->rd_valid_o != 0, !accepted.empty());
    if (dut->rd_valid_o && dut->rd_ready_i) {
      ASSERT_EQ(dut->rd_addr_o, accepted.front().first);
      ASSERT_EQ(dut->rd_id_o, accepted.front().second);
    }
    const bool taken = answer_to < 0 || ((dut->rsp_ready_i >> answer_to) & 1) != 0;
    ASSERT_EQ(dut->rd_rsp_ready_o != 0, taken);
    waits = dut->rd_rsp_valid_i && !taken;
    if (taken) {
      answer_to = dut->rd_rsp_valid_i ? at_memory.front().second : -1;
      answer = dut->rd_rsp_data_i;
      if (dut->rd_rsp_valid_i) at_memory.pop_front();
    }
    const bool room = accepted.size() < 2;
    ASSERT_EQ(dut->req_ready_o, asking != 0 && room ? 1 << Lowest(asking) : 0);
    if (dut->rd_valid_o && dut->rd_ready_i) {
      at_memory.push_back(accepted.front());
      accepted.pop_front();
    }
    if (dut->req_ready_o != 0) {
      const int winner = Lowest(asking);
      ++served[winner];
      accepted.emplace_back(next_address + static_cast<uint32_t>(winner), winner);
    }
    next_address += 8;
    dut.Tick();
  }
  for (const int count : served) EXPECT_GT(count, 20);
}

TEST(WritePort, PassesEachWriteOnceAndKnowsWhenIdle) {
  RandomSource random(32, 0);
  Dut<Vwrite_port_3_8> dut;
  dut.Reset();
  struct Write {
    uint32_t address;
    uint64_t data;
    uint64_t strobes;
  };
  std::deque<Write> queue;
  for (int cycle = 0; cycle < 5000; ++cycle) {
    const unsigned asking = static_cast<unsigned>(random.Between(0, 7));
    dut->valid_i = static_cast<CData>(asking);
    for (int i = 0; i < 3; ++i) {
      SetBits(&dut->addr_i, 32 * i, 32, random.Next());
      SetBits(&dut->data_i, 64 * i, 64, random.Next());
      SetBits(&dut->strb_i, 8 * i, 8, random.Next());
    }
    dut->wr_ready_i = random.OneIn(2);
    dut.Settle();
    ASSERT_EQ(dut->idle_o != 0, queue.empty());
    ASSERT_EQ(dut->wr_valid_o != 0, !queue.empty());
    ASSERT_EQ(dut->ready_o, asking != 0 && queue.size() < 2 ? 1 << Lowest(asking) : 0);
    if (dut->wr_valid_o) {
      ASSERT_EQ(dut->wr_addr_o, queue.front().address);
      ASSERT_EQ(dut->wr_data_o, queue.front().data);
      ASSERT_EQ(dut->wr_strb_o, queue.front().strobes);
    }
    const bool pop = dut->wr_valid_o && dut->wr_ready_i;
    if (dut->ready_o != 0) {
      const int w = Lowest(asking);
      queue.push_back({static_cast<uint32_t>(GetBits(dut->addr_i, 32 * w, 32)),
                       GetBits(dut->data_i, 64 * w, 64), GetBits(dut->strb_i, 8 * w, 8)});
    }
    if (pop) queue.pop_front();
    dut.Tick();
  }
}

}  // namespace
}  // namespace itg
