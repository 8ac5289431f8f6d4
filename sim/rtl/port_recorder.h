// SPDX-License-Identifier: Apache-2.0
//
// Copies the ports of the recorded blocks, as the next rising edge finds them, in windows of
// consecutive cycles. A window of a block begins after a random number of cycles in which it was
// active: a fixed period would fall into step with the loops of a product. The numbers are the same
// in every run. Compiled into plug-ins that record; which ports is in ITG_RECORDED_BLOCKS, made
// from sim/rtl/recorded_blocks.h.

#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "sim/rtl/plugin_api.h"

namespace itg {

class PortRecorder {
 public:
  // Who is given the windows from now on; null: nobody.
  void Attach(const PluginRecord* record) {
    record_ = record;
    if (record == nullptr) return;
    for (Block& block : blocks_) {
      if (block.wait == 0) Wait(&block);
    }
  }

  // Before the edge that ends `cycle`.
  template <typename Root>
  void Cycle(uint64_t cycle, const Root* root) {
    if (record_ == nullptr) return;
    uint32_t number = 0;
#define ITG_BLOCK(active, bytes)                             \
  {                                                          \
    Block& block = At(number++);                             \
    if (!block.open && (active) != 0 && --block.wait == 0) { \
      Begin(cycle, &block);                                  \
    }                                                        \
    if (block.open) {
#define ITG_PORT(value, bytes)                              \
  static_assert(sizeof(value) == (bytes), "not as stored"); \
  Append(&(value), bytes, &block.samples);
#define ITG_STATE(value, bytes)                             \
  static_assert(sizeof(value) == (bytes), "not as stored"); \
  if (block.cycles == 0) Append(&(value), bytes, &block.state);
#define ITG_END()                                                 \
  if (++block.cycles == record_->window_cycles) Give(number - 1); \
  }                                                               \
  }
    ITG_RECORDED_BLOCKS(root, ITG_BLOCK, ITG_PORT, ITG_STATE, ITG_END)
#undef ITG_BLOCK
#undef ITG_PORT
#undef ITG_STATE
#undef ITG_END
  }

  // No command runs any more: windows end here.
  void End() {
    for (uint32_t i = 0; i < blocks_.size(); ++i) {
      if (blocks_[i].open) Give(i);
    }
  }

 private:
  struct Block {
    bool open = false;
    uint32_t cycles = 0;  // of the open window
    uint64_t wait = 0;    // active cycles until the next begins
    uint64_t first = 0;
    std::vector<uint8_t> state;
    std::vector<uint8_t> samples;
  };

  Block& At(uint32_t number) {
    if (number >= blocks_.size()) {
      blocks_.resize(number + 1);
      Wait(&blocks_.back());
    }
    return blocks_[number];
  }

  static void Begin(uint64_t cycle, Block* block) {
    block->open = true;
    block->cycles = 0;
    block->first = cycle;
    block->state.clear();
    block->samples.clear();
  }

  static void Append(const void* value, size_t bytes, std::vector<uint8_t>* to) {
    const size_t size = to->size();
    to->resize(size + bytes);
    std::memcpy(to->data() + size, value, bytes);
  }

  void Wait(Block* block) {
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    block->wait = 1 + (random_ >> 33) % (2 * uint64_t{record_->period} - 1);
  }

  void Give(uint32_t number) {
    Block& block = blocks_[number];
    const PluginWindow window = {number, block.cycles, block.first, block.state.data(),
                                 block.samples.data()};
    record_->window(record_->context, &window);
    block.open = false;
    Wait(&block);
  }

  const PluginRecord* record_ = nullptr;
  std::vector<Block> blocks_;
  uint64_t random_ = 1;
};

}  // namespace itg
