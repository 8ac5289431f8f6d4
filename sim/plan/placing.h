// SPDX-License-Identifier: Apache-2.0
//
// Where things lie in the accelerator's memory: one behind the other, each at a multiple of the
// widest beat, so that no address depends on the width of the bus. Or, for tests, scattered: at any
// multiple of what the hardware asks for, across borders of 4 KiB, with gaps between.

#pragma once

#include <cstdint>
#include <random>

namespace itg {

class Placing {
 public:
  // `scatter`: the seed of the random places; 0: none. `beat`: bytes of the bus.
  Placing(uint32_t scatter, int64_t beat)
      : scatters_(scatter != 0), random_(scatter), beat_(static_cast<uint64_t>(beat)) {}

  // The address of the next `bytes`, a multiple of `align`.
  uint64_t Place(int64_t bytes, int64_t align);
  // The same, and if align allows, no byte of the memory is behind them.
  uint64_t PlaceLast(int64_t bytes, int64_t align);

  // Of what has been placed; whole beats.
  uint64_t memory_bytes() const { return RoundUp(end_, beat_); }
  std::mt19937& random() { return random_; }
  bool scatters() const { return scatters_; }

 private:
  static uint64_t RoundUp(uint64_t value, uint64_t multiple) {
    return (value + multiple - 1) / multiple * multiple;
  }

  bool scatters_;
  std::mt19937 random_;
  uint64_t beat_;
  uint64_t end_ = 0;
};

}  // namespace itg
