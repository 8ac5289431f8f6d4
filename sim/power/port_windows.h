// SPDX-License-Identifier: Apache-2.0
//
// The recorded windows of a run, a bounded number of each block and phase: a reservoir, in which
// every window of the run has the same chance. The choice is the same in every run.

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "sim/rtl/recorded_blocks.h"
#include "sim/rtl/window_sink.h"

namespace itg {

struct PortWindow {
  size_t command = 0;
  uint64_t cycle = 0;  // the first
  uint32_t cycles = 0;
  std::vector<uint8_t> state;
  std::vector<uint8_t> samples;

  bool operator==(const PortWindow& other) const;
};

struct WindowOptions {
  uint32_t cycles = 64;
  uint32_t period = 509;  // a prime
  size_t most = 64;       // of a block and phase: the lanes of a gate simulation
};

class PortWindows final : public WindowSink {
 public:
  PortWindows(std::vector<RecordedBlock> blocks, const WindowOptions& options)
      : blocks_(std::move(blocks)), options_(options) {}

  uint32_t window_cycles() const override { return options_.cycles; }
  uint32_t period() const override { return options_.period; }
  void Begin(size_t index, const Command& command) override;
  void Window(const PluginWindow& window) noexcept override;

  const std::vector<RecordedBlock>& blocks() const { return blocks_; }
  // Of one block and phase; the second pass of an update is phase kUpdate, whatever came before.
  const std::vector<PortWindow>& Of(size_t block, Phase phase) const;
  // How many there were of them.
  uint64_t Seen(size_t block, Phase phase) const;

 private:
  struct Reservoir {
    uint64_t seen = 0;
    std::vector<PortWindow> kept;
  };

  std::vector<RecordedBlock> blocks_;
  WindowOptions options_;
  size_t command_ = 0;
  Phase phase_ = Phase::kForward;
  bool updates_ = false;
  uint64_t random_ = 1;
  std::map<std::pair<size_t, Phase>, Reservoir> reservoirs_;
};

// What stands in a window at a port in one of its cycles; `samples` are those of the window.
class SampleReader {
 public:
  SampleReader(const RecordedBlock& block, const std::string& port);

  bool Bit(const PortWindow& window, uint32_t cycle, int bit) const {
    const size_t at = static_cast<size_t>(cycle) * stride_ + offset_ + static_cast<size_t>(bit) / 8;
    return (window.samples[at] >> bit % 8 & 1) != 0;
  }
  // Of at most 64 bits.
  uint64_t Number(const PortWindow& window, uint32_t cycle) const;
  int bits() const { return bits_; }

 private:
  size_t stride_;
  size_t offset_ = 0;
  int bits_ = 0;
};

}  // namespace itg
