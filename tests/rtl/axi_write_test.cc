// SPDX-License-Identifier: Apache-2.0
//
// Do writes over AXI4 put every beat where it belongs, in bursts as long as they may be and no
// longer, whatever the memory refuses? Is `idle_o` never early, and do errors name their burst?

#include "tests/rtl/axi_write_bench.h"

namespace itg {
namespace {

void WriteAll(WriteBench* bench, const std::vector<Write>& writes, RandomSource* random, int gaps) {
  for (size_t next = 0; next < writes.size();) {
    const bool gap = random->Between(0, 99) < gaps;
    bench->Offer(gap ? nullptr : &writes[next]);
    if (bench->Cycle()) ++next;
    ASSERT_LT(bench->cycle(), 100000u) << "stuck at write " << next;
  }
  bench->Offer(nullptr);
  for (int i = 0; i < 300; ++i) {
    bench->dut().Settle();
    if (bench->dut()->idle_o) break;
    bench->Cycle();
  }
}

void ExpectWritten(const WriteBench& bench, const std::vector<Write>& writes) {
  ASSERT_EQ(bench.beats.size(), writes.size());
  size_t beat = 0;
  for (const WriteBench::Burst& burst : bench.bursts) {
    for (uint32_t i = 0; i < burst.beats; ++i, ++beat) {
      ASSERT_LT(beat, writes.size());
      ASSERT_EQ(burst.address + kWriteBeat * i, writes[beat].address) << beat;
      ASSERT_EQ(bench.beats[beat].data, writes[beat].data) << beat;
      ASSERT_EQ(bench.beats[beat].strobe, writes[beat].strobe) << beat;
      ASSERT_EQ(bench.lasts[beat], i == burst.beats - 1) << beat;
    }
  }
  ASSERT_EQ(beat, writes.size());
}

TEST(AxiWrite, WritesEveryBeatInOrderWhateverStalls) {
  for (const int stalls : {0, 20, 60}) {
    for (const int gaps : {0, 50}) {
      RandomSource random(71, static_cast<uint64_t>(stalls + gaps));
      WriteBench bench(&random, stalls, 3);
      const std::vector<Write> writes = DrawWrites(&random, 1500);
      WriteAll(&bench, writes, &random, gaps);
      ExpectWritten(bench, writes);
      EXPECT_EQ(bench.dut()->idle_o, 1);
      EXPECT_EQ(bench.confirmed(), bench.bursts.size());
    }
  }
}

TEST(AxiWrite, JoinsAllThatMayBeJoined) {
  RandomSource random(72, 0);
  WriteBench bench(&random, 0, 1);
  const std::vector<Write> writes = DrawWrites(&random, 1500);
  WriteAll(&bench, writes, &random, 0);
  std::vector<uint32_t> expected;
  for (size_t i = 0; i < writes.size(); ++i) {
    const bool goes_on = i > 0 && writes[i].address == writes[i - 1].address + kWriteBeat &&
                         writes[i].address % 4096 != 0 && expected.back() < kMostWriteBeats;
    if (goes_on) {
      ++expected.back();
    } else {
      expected.push_back(1);
    }
  }
  ASSERT_EQ(bench.bursts.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(bench.bursts[i].beats, expected[i]);
}

// A beat a cycle: one to see that none follows the last, one through the queue.
TEST(AxiWrite, SendsABeatACycle) {
  RandomSource random(73, 0);
  WriteBench bench(&random, 0, 10);
  std::vector<Write> writes;
  for (uint32_t i = 0; i < 500; ++i) writes.push_back({kWriteBeat * i, random.Next(), 255});
  WriteAll(&bench, writes, &random, 0);
  ExpectWritten(bench, writes);
  EXPECT_EQ(bench.last_beat, 499u + 1 + 1);
}

// Neither what is collected, nor what is on its way, nor what is not confirmed is idle.
TEST(AxiWrite, IsIdleOnlyWhenEverythingIsConfirmed) {
  for (int run = 0; run < 60; ++run) {
    RandomSource random(74, static_cast<uint64_t>(run));
    WriteBench bench(&random, run % 3 * 30, static_cast<uint64_t>(random.Between(1, 12)));
    const std::vector<Write> writes = DrawWrites(&random, 40);
    size_t next = 0;
    for (int cycle = 0; cycle < 2000; ++cycle) {
      const bool offer = next < writes.size() && random.OneIn(8);
      bench.Offer(offer ? &writes[next] : nullptr);
      if (bench.Cycle()) ++next;
      bench.Offer(nullptr);
      bench.dut().Settle();
      size_t confirmed_beats = 0;
      for (size_t i = 0; i < bench.confirmed(); ++i) confirmed_beats += bench.bursts[i].beats;
      ASSERT_EQ(bench.dut()->idle_o != 0, confirmed_beats == next);
    }
    ASSERT_EQ(next, writes.size());
  }
}

TEST(AxiWrite, LimitsTheBurstsThatAreNotConfirmed) {
  RandomSource random(75, 0);
  WriteBench bench(&random, 0, 10000);
  for (uint32_t i = 0; i < 200; ++i) {
    const Write write = {kWriteBeat * 2 * i, i, 255};
    bench.Offer(&write);
    bench.Cycle();
  }
  EXPECT_EQ(bench.beats.size(), kMostWriteBursts);
}

TEST(AxiWrite, ReportsTheBurstOfAnError) {
  RandomSource random(76, 0);
  WriteBench bench(&random, 0, 4);
  bench.error_address = 4096;
  int errors = 0;
  for (uint32_t i = 0; i < 60; ++i) {
    const Write write = {4096 - 3 * kWriteBeat + kWriteBeat * i, i, 255};
    bench.Offer(i < 6 ? &write : nullptr);
    bench.Cycle();
    if (!bench.dut()->error_o) continue;
    ++errors;
    EXPECT_EQ(bench.dut()->error_addr_o, 4096u);
  }
  EXPECT_EQ(errors, 1);
}

TEST(AxiWrite, StopsWhenAllThatItTookIsConfirmed) {
  for (int run = 0; run < 50; ++run) {
    RandomSource random(77, static_cast<uint64_t>(run));
    WriteBench bench(&random, 40, 5);
    std::vector<Write> writes = DrawWrites(&random, 60);
    size_t next = 0;
    const uint64_t stop = static_cast<uint64_t>(random.Between(1, 40));
    while (bench.cycle() < stop) {
      bench.Offer(&writes[next]);
      if (bench.Cycle()) ++next;
    }
    bench.dut()->stop_i = 1;
    for (int i = 0; i < 300; ++i) {
      bench.dut().Settle();
      if (bench.dut()->idle_o) break;
      ASSERT_FALSE(bench.Cycle()) << "took a beat while stopping";
    }
    ASSERT_EQ(bench.dut()->idle_o, 1);
    writes.resize(next);
    ExpectWritten(bench, writes);
  }
}

TEST(AxiWrite, AConfirmationOfNothingIsReported) {
  RandomSource random(78, 0);
  WriteBench bench(&random, 0, 1);
  bench.dut().ExpectAssertion("ConfirmedWasSent_A", [&] {
    bench.dut()->bvalid_i = 1;
    bench.dut().Tick();
  });
  bench.dut()->bvalid_i = 0;
}

}  // namespace
}  // namespace itg
