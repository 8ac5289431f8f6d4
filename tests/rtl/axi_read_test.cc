// SPDX-License-Identifier: Apache-2.0
//
// Do reads over AXI4 bring every requester its beats, in bursts as long as they may be and no
// longer, whatever the memory and the core refuse? And do they stop cleanly? The protocol's rules
// are assertions of the module, which fail these tests too.

#include "tests/rtl/axi_read_bench.h"

namespace itg {
namespace {

void AskAll(ReadBench* bench, const std::vector<Request>& requests, RandomSource* random,
            int gaps) {
  for (size_t next = 0; next < requests.size();) {
    const bool gap = random->Between(0, 99) < gaps;
    bench->Ask(gap ? nullptr : &requests[next]);
    if (bench->Cycle()) ++next;
    ASSERT_LT(bench->cycle(), 100000u) << "stuck at request " << next;
  }
  bench->Ask(nullptr);
  for (int i = 0; i < 200; ++i) bench->Cycle();
}

void ExpectAnswers(const ReadBench& bench, const std::vector<Request>& requests) {
  ASSERT_EQ(bench.answers.size(), requests.size());
  for (size_t i = 0; i < requests.size(); ++i) {
    ASSERT_EQ(bench.answers[i].id, requests[i].id) << i;
    ASSERT_EQ(bench.answers[i].data, DataAt(requests[i].address)) << i;
  }
}

TEST(AxiRead, AnswersEveryRequestInOrderWhateverStalls) {
  for (const int stalls : {0, 20, 60}) {
    for (const int gaps : {0, 50}) {
      RandomSource random(61, static_cast<uint64_t>(stalls + gaps));
      ReadBench bench(&random, stalls, 3);
      const std::vector<Request> requests = DrawRequests(&random, 1500);
      AskAll(&bench, requests, &random, gaps);
      ExpectAnswers(bench, requests);
      EXPECT_EQ(bench.dut()->idle_o, 1);
      size_t beat = 0;  // the bursts ask for exactly what was requested
      for (const ReadBench::Burst& burst : bench.bursts) {
        for (uint32_t i = 0; i < burst.beats; ++i) {
          ASSERT_EQ(burst.address + kReadBeat * i, requests[beat++].address);
        }
      }
    }
  }
}

// Without gaps and stalls each burst ends where it must: at its greatest length, at 4 KiB, or where
// the next request is not the beat behind, or another requester's.
TEST(AxiRead, JoinsAllThatMayBeJoined) {
  RandomSource random(62, 0);
  ReadBench bench(&random, 0, 1);
  const std::vector<Request> requests = DrawRequests(&random, 1500);
  AskAll(&bench, requests, &random, 0);
  std::vector<ReadBench::Burst> expected;
  for (size_t i = 0; i < requests.size(); ++i) {
    const bool goes_on = i > 0 && requests[i].address == requests[i - 1].address + kReadBeat &&
                         requests[i].id == requests[i - 1].id && requests[i].address % 4096 != 0 &&
                         expected.back().beats < kMostReadBeats;
    if (goes_on) {
      ++expected.back().beats;
    } else {
      expected.push_back({requests[i].address, 1});
    }
  }
  ASSERT_EQ(bench.bursts.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    ASSERT_EQ(bench.bursts[i].address, expected[i].address);
    ASSERT_EQ(bench.bursts[i].beats, expected[i].beats);
  }
}

// 6 bursts of 5 beats in flight cover a latency of 20: a beat every cycle once the first is there,
// which takes 5 cycles to collect the burst, one to its address, the latency, and one for the data.
TEST(AxiRead, BringsABeatACycle) {
  RandomSource random(63, 0);
  ReadBench bench(&random, 0, 20);
  std::vector<Request> requests;
  for (uint32_t i = 0; i < 500; ++i) requests.push_back({kReadBeat * i, 1});
  AskAll(&bench, requests, &random, 0);
  ExpectAnswers(bench, requests);
  EXPECT_EQ(bench.last_answer, 499u + 5 + 1 + 20 + 1);
}

TEST(AxiRead, LimitsTheBurstsInFlight) {
  RandomSource random(64, 0);
  ReadBench bench(&random, 0, 1000);
  for (uint32_t i = 0; i < 200; ++i) {
    const Request request = {kReadBeat * 2 * i, 0};
    bench.Ask(&request);
    bench.Cycle();
  }
  EXPECT_EQ(bench.bursts.size(), kMostReadBursts);
}

TEST(AxiRead, ReportsTheBurstOfAnError) {
  RandomSource random(65, 0);
  ReadBench bench(&random, 0, 4);
  bench.error_address = 3 * kReadBeat;
  std::vector<Request> requests;
  for (uint32_t i = 1; i < 5; ++i) requests.push_back({kReadBeat * i, 0});
  int errors = 0;
  for (size_t i = 0; i < 40; ++i) {
    bench.Ask(i < 4 ? &requests[i] : nullptr);
    bench.Cycle();
    if (!bench.dut()->error_o) continue;
    ++errors;
    EXPECT_EQ(bench.dut()->error_addr_o, kReadBeat);
  }
  EXPECT_EQ(errors, 1);
}

TEST(AxiRead, StopsWhenAllIsAnsweredAndDropsIt) {
  for (int run = 0; run < 50; ++run) {
    RandomSource random(66, static_cast<uint64_t>(run));
    ReadBench bench(&random, 40, 5);
    const std::vector<Request> requests = DrawRequests(&random, 60);
    size_t next = 0;
    const uint64_t stop = static_cast<uint64_t>(random.Between(1, 40));
    while (bench.cycle() < stop) {
      bench.Ask(&requests[next]);
      if (bench.Cycle()) ++next;
    }
    bench.dut()->stop_i = 1;
    const size_t answered = bench.answers.size();
    for (int i = 0; i < 300; ++i) {
      bench.dut().Settle();
      if (bench.dut()->idle_o) {
        ASSERT_TRUE(bench.AllAnswered());
        break;
      }
      ASSERT_FALSE(bench.Cycle()) << "took a request while stopping";
    }
    ASSERT_EQ(bench.dut()->idle_o, 1);
    EXPECT_EQ(bench.answers.size(), answered);
    bench.dut()->stop_i = 0;
    bench.answers.clear();
    AskAll(&bench, requests, &random, 10);
    ExpectAnswers(bench, requests);
  }
}

TEST(AxiRead, DataThatNobodyAskedForIsReported) {
  RandomSource random(67, 0);
  ReadBench bench(&random, 0, 1);
  bench.dut().ExpectAssertion("DataWasAskedFor_A", [&] {
    bench.dut()->rvalid_i = 1;
    bench.dut().Tick();
  });
  bench.dut()->rvalid_i = 0;
}

}  // namespace
}  // namespace itg
