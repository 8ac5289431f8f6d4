// SPDX-License-Identifier: Apache-2.0
//
// Does the memory model keep its latency, its order, its bandwidth and its bounds?

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "sim/rtl/memory_model.h"

namespace itg {
namespace {

constexpr int kBeat = 4;

class Memory : public testing::Test {
 protected:
  MemoryModel Make(const PluginOptions& options) {
    MemoryModel model(options, kBeat);
    PluginRun run = {};
    run.memory = bytes_.data();
    run.memory_bytes = bytes_.size();
    run.writable = &writable_;
    run.writable_count = 1;
    model.Attach(run);
    return model;
  }
  MemoryModel Make(int latency) {
    PluginOptions options = {};
    options.memory_latency = latency;
    return Make(options);
  }
  std::vector<uint8_t> bytes_ = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  PluginRange writable_ = {4, 8};
};

TEST_F(Memory, AnswersAfterItsLatencyAndNotBefore) {
  MemoryModel memory = Make(5);
  memory.AcceptRead(10, 4, 1);
  EXPECT_EQ(memory.ReadData(14), nullptr);
  const MemoryModel::Beat* beat = memory.ReadData(15);
  ASSERT_NE(beat, nullptr);
  EXPECT_TRUE(beat->last);
  EXPECT_FALSE(beat->error);
  EXPECT_EQ(std::memcmp(beat->data, bytes_.data() + 4, kBeat), 0);
  EXPECT_EQ(memory.ReadData(16), beat);  // offered until it is taken
  memory.ReadTaken();
  EXPECT_EQ(memory.ReadData(17), nullptr);
}

TEST_F(Memory, AnswersBurstsInOrderABeatAtATime) {
  MemoryModel memory = Make(3);
  memory.AcceptRead(1, 0, 2);
  memory.AcceptRead(2, 8, 1);
  for (uint32_t i = 0; i < 3; ++i) {
    const MemoryModel::Beat* beat = memory.ReadData(100 + i);
    ASSERT_NE(beat, nullptr);
    EXPECT_EQ(beat->data[0], i * 4);
    EXPECT_EQ(beat->last, i > 0);
    memory.ReadTaken();
    memory.Refill();
  }
}

// Whatever comes first, address or data, a write is there when it is confirmed, not before, and
// writes only the bytes of the strobe. A read whose address came earlier sees what was there.
TEST_F(Memory, WritesWhenItConfirms) {
  for (const bool data_first : {false, true}) {
    bytes_ = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    MemoryModel memory = Make(3);
    const uint8_t data[kBeat] = {0xa, 0xb, 0xc, 0xd};
    if (!data_first) memory.AcceptWriteAddress(10, 4, 1);
    memory.AcceptWriteData(11, data, 0b0101, true);
    if (data_first) memory.AcceptWriteAddress(11, 4, 1);
    memory.AcceptRead(12, 4, 1);
    bool error = true;
    EXPECT_FALSE(memory.Confirmation(13, &error));
    EXPECT_EQ(bytes_[4], 4);
    ASSERT_TRUE(memory.Confirmation(14, &error));
    EXPECT_FALSE(error);
    EXPECT_EQ(bytes_, (std::vector<uint8_t>{0, 1, 2, 3, 0xa, 5, 0xc, 7, 8, 9, 10, 11}));
    memory.ConfirmationTaken();
    EXPECT_FALSE(memory.Confirmation(15, &error));
    memory.Refill();
    EXPECT_EQ(memory.ReadData(15)->data[0], 4);
  }
}

TEST_F(Memory, ConfirmsBurstsOfSeveralBeatsInOrder) {
  writable_ = {0, 12};
  MemoryModel memory = Make(1);
  const uint8_t one[kBeat] = {50, 51, 52, 53};
  const uint8_t two[kBeat] = {60, 61, 62, 63};
  memory.AcceptWriteAddress(1, 4, 2);
  memory.AcceptWriteAddress(2, 0, 1);
  memory.AcceptWriteData(2, one, 0xf, false);
  bool error = false;
  EXPECT_FALSE(memory.Confirmation(20, &error));
  memory.AcceptWriteData(20, two, 0xf, true);
  memory.AcceptWriteData(21, two, 0xf, true);
  for (const int byte : {8, 0}) {
    ASSERT_TRUE(memory.Confirmation(30, &error));
    EXPECT_EQ(bytes_[static_cast<size_t>(byte)], 60);
    memory.ConfirmationTaken();
  }
  EXPECT_EQ(bytes_[4], 50);
  EXPECT_FALSE(memory.Confirmation(40, &error));
}

TEST_F(Memory, AnswersWhatIsOutOfBoundsWithAnError) {
  MemoryModel memory = Make(1);
  const uint8_t data[kBeat] = {9, 9, 9, 9};
  const std::vector<uint8_t> before = bytes_;
  bool error = false;
  memory.AcceptWriteAddress(1, 0, 1);
  memory.AcceptWriteData(1, data, 0b1000, true);  // byte 3 lies before the range
  ASSERT_TRUE(memory.Confirmation(9, &error));
  EXPECT_TRUE(error);
  memory.ConfirmationTaken();
  EXPECT_EQ(memory.fault_address(), 3u);
  for (const uint32_t address : {4u, 8u}) {  // no byte at all, within the range and behind it
    memory.AcceptWriteAddress(1, address, 1);
    memory.AcceptWriteData(1, data, 0, true);
    ASSERT_TRUE(memory.Confirmation(9, &error));
    EXPECT_EQ(error, address == 8);
    memory.ConfirmationTaken();
  }
  EXPECT_EQ(bytes_, before);

  MemoryModel reads = Make(1);
  reads.AcceptRead(1, 8, 2);
  EXPECT_FALSE(reads.ReadData(2)->error);
  reads.ReadTaken();
  reads.Refill();
  EXPECT_TRUE(reads.ReadData(3)->error);
  EXPECT_EQ(reads.fault_address(), 12u);
}

TEST_F(Memory, AnswersBurstsThatBreakTheProtocolWithAnError) {
  bytes_.assign(8192, 1);
  writable_ = {0, 8192};
  const uint8_t data[kBeat] = {9, 9, 9, 9};
  bool error = false;
  MemoryModel memory = Make(1);
  memory.AcceptRead(1, 4092, 2);
  EXPECT_TRUE(memory.ReadData(9)->error);
  EXPECT_EQ(memory.fault_address(), 4092u);
  for (const int announced : {1, 3}) {
    memory = Make(1);
    memory.AcceptWriteAddress(1, 64, announced);
    memory.AcceptWriteData(1, data, 0xf, false);
    memory.AcceptWriteData(2, data, 0xf, true);
    ASSERT_TRUE(memory.Confirmation(9, &error));
    EXPECT_TRUE(error);
  }
}

// 3 bytes a cycle carry 3 beats of 4 bytes in 4 cycles, reads and writes together.
TEST_F(Memory, TransfersNoMoreBytesThanItsBandwidth) {
  for (const int both : {0, 1}) {
    PluginOptions options = {};
    options.memory_latency = 1;
    options.memory_bytes_per_cycle = 3;
    MemoryModel memory = Make(options);
    memory.AcceptRead(0, 0, 10000);
    const uint8_t data[kBeat] = {};
    int beats = 0;
    for (uint64_t cycle = 1; cycle <= 4000; ++cycle) {
      memory.Refill();
      const bool read = memory.ReadData(cycle) != nullptr;
      const bool write = both != 0 && memory.WriteDataReady();
      if (read) memory.ReadTaken();
      if (write) memory.AcceptWriteData(cycle, data, 0, true);
      beats += (read ? 1 : 0) + (write ? 1 : 0);
    }
    EXPECT_NEAR(beats, 3000, 2);
  }
}

TEST_F(Memory, TakesNoMoreReadsThanItWorksOn) {
  PluginOptions options = {};
  options.memory_latency = 1;
  options.memory_reads = 2;
  MemoryModel memory = Make(options);
  memory.AcceptRead(1, 0, 2);
  EXPECT_TRUE(memory.ReadAddressReady());
  memory.AcceptRead(1, 0, 1);
  EXPECT_FALSE(memory.ReadAddressReady());
  memory.ReadData(9);
  memory.ReadTaken();
  EXPECT_FALSE(memory.ReadAddressReady());  // the first burst has one more beat
  memory.Refill();
  memory.ReadData(10);
  memory.ReadTaken();
  EXPECT_TRUE(memory.ReadAddressReady());
}

TEST_F(Memory, StallsTheChannelsItIsAskedToAboutAsOften) {
  PluginOptions options = {};
  options.stall_percent = 30;
  options.stall_channels = kStallAw;
  MemoryModel memory = Make(options);
  int ready = 0;
  for (int i = 0; i < 10000; ++i) {
    ready += memory.WriteAddressReady() ? 1 : 0;
    ASSERT_TRUE(memory.ReadAddressReady());
    ASSERT_TRUE(memory.WriteDataReady());
  }
  EXPECT_GT(ready, 6700);
  EXPECT_LT(ready, 7300);
}

}  // namespace
}  // namespace itg
