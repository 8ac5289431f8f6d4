// SPDX-License-Identifier: Apache-2.0
//
// From cycles in which a unit works to spans: stretches of work whose gaps are short.

#pragma once

#include <cstdint>
#include <optional>

namespace itg {

// A unit that stands still for so many cycles or fewer goes on with its span. Longer than the gaps
// of a stream that somebody slows down (a bus shared by reads and writes, a tile's rows drained by
// turns), shorter than what a reader of the timeline looks for.
inline constexpr uint64_t kMergeGap = 16;

struct Span {
  uint64_t begin = 0;
  uint64_t end = 0;     // first cycle after: the unit works in the first cycle and in the last
  uint64_t active = 0;  // cycles of work among them
};

// The spans of one unit.
class SpanMerger {
 public:
  // The unit works in `cycle`, which is later than all before. Returns the span that ended before.
  std::optional<Span> Work(uint64_t cycle) {
    if (span_.active != 0 && cycle - span_.end <= kMergeGap) {
      span_.end = cycle + 1;
      ++span_.active;
      return std::nullopt;
    }
    std::optional<Span> before = Finish();
    span_ = {cycle, cycle + 1, 1};
    return before;
  }

  // Nothing follows, or a span of its own. Returns the one that was open.
  std::optional<Span> Finish() {
    std::optional<Span> open;
    if (span_.active != 0) open = span_;
    span_ = {};
    return open;
  }

 private:
  Span span_;  // open; none while it has no active cycle
};

}  // namespace itg
