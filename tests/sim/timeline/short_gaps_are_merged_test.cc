// SPDX-License-Identifier: Apache-2.0
//
// Which cycles of work are one span: the limit of a gap from both sides, and what a span counts.

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

#include "sim/timeline/spans.h"

namespace itg {
namespace {

std::vector<Span> SpansOf(std::initializer_list<uint64_t> cycles) {
  SpanMerger merger;
  std::vector<Span> spans;
  const auto take = [&](const std::optional<Span>& span) {
    if (span) spans.push_back(*span);
  };
  for (const uint64_t cycle : cycles) take(merger.Work(cycle));
  take(merger.Finish());
  EXPECT_FALSE(merger.Finish());
  return spans;
}

void ExpectSpan(const Span& span, uint64_t begin, uint64_t end, uint64_t active) {
  EXPECT_EQ(span.begin, begin);
  EXPECT_EQ(span.end, end);
  EXPECT_EQ(span.active, active);
}

TEST(ShortGaps, NoWorkIsNoSpan) { EXPECT_TRUE(SpansOf({}).empty()); }

TEST(ShortGaps, OneCycleIsASpan) {
  const std::vector<Span> spans = SpansOf({0});
  ASSERT_EQ(spans.size(), 1u);
  ExpectSpan(spans[0], 0, 1, 1);
}

TEST(ShortGaps, NeighboursAreOneSpan) {
  const std::vector<Span> spans = SpansOf({7, 8, 9});
  ASSERT_EQ(spans.size(), 1u);
  ExpectSpan(spans[0], 7, 10, 3);
}

// Idle in the kMergeGap cycles 6 .. 5 + kMergeGap.
TEST(ShortGaps, TheLongestGapIsMerged) {
  const std::vector<Span> spans = SpansOf({4, 5, 6 + kMergeGap});
  ASSERT_EQ(spans.size(), 1u);
  ExpectSpan(spans[0], 4, 7 + kMergeGap, 3);
}

TEST(ShortGaps, ACycleMoreParts) {
  const std::vector<Span> spans = SpansOf({4, 5, 7 + kMergeGap, 8 + kMergeGap});
  ASSERT_EQ(spans.size(), 2u);
  ExpectSpan(spans[0], 4, 6, 2);
  ExpectSpan(spans[1], 7 + kMergeGap, 9 + kMergeGap, 2);
}

// The gap counts from the last cycle of work, not from the first.
TEST(ShortGaps, ManyAreMergedIntoOne) {
  constexpr uint64_t kStep = kMergeGap + 1;
  const std::vector<Span> spans = SpansOf({0, kStep, 2 * kStep, 3 * kStep, 4 * kStep + 1});
  ASSERT_EQ(spans.size(), 2u);
  ExpectSpan(spans[0], 0, 3 * kStep + 1, 4);
  ExpectSpan(spans[1], 4 * kStep + 1, 4 * kStep + 2, 1);
}

TEST(ShortGaps, WhatIsFinishedDoesNotGoOn) {
  SpanMerger merger;
  EXPECT_FALSE(merger.Work(1));
  ASSERT_TRUE(merger.Finish());
  EXPECT_FALSE(merger.Work(2));
  const std::optional<Span> second = merger.Finish();
  ASSERT_TRUE(second);
  ExpectSpan(*second, 2, 3, 1);
}

}  // namespace
}  // namespace itg
