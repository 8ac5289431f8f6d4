// SPDX-License-Identifier: Apache-2.0
//
// A scratchpad in software, written down from the comment of itg_scratchpad: kLanes banks of kDepth
// words.

#pragma once

#include <cstddef>
#include <cstdint>

namespace itg {

template <int kLanes, int kDepth>
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

}  // namespace itg
