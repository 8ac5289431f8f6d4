// SPDX-License-Identifier: Apache-2.0
//
// Does the memory model keep its latency, its order and its bounds?

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "sim/rtl/memory_model.h"

namespace itg {
namespace {

constexpr int kBeat = 4;

class Memory : public testing::Test {
 protected:
  MemoryModel Make(int latency, int stall_percent = 0) {
    PluginOptions options = {};
    options.memory_latency = latency;
    options.stall_percent = stall_percent;
    MemoryModel model(options, kBeat);
    PluginRun run = {};
    run.memory = bytes_.data();
    run.memory_bytes = bytes_.size();
    run.writable = &writable_;
    run.writable_count = 1;
    model.Attach(run);
    return model;
  }
  std::vector<uint8_t> bytes_ = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  PluginRange writable_ = {4, 8};
};

TEST_F(Memory, AnswersAfterItsLatencyAndNotBefore) {
  MemoryModel memory = Make(5);
  ASSERT_TRUE(memory.Request(10, 4, 2));
  uint32_t id = 0;
  EXPECT_EQ(memory.Respond(14, &id), nullptr);
  const void* data = memory.Respond(15, &id);
  ASSERT_NE(data, nullptr);
  EXPECT_EQ(id, 2u);
  EXPECT_EQ(std::memcmp(data, bytes_.data() + 4, kBeat), 0);
  EXPECT_EQ(memory.Respond(16, &id), nullptr);
}

TEST_F(Memory, AnswersInOrderOneBeatAtATime) {
  MemoryModel memory = Make(3);
  for (uint32_t i = 0; i < 3; ++i) ASSERT_TRUE(memory.Request(1, i * 4, i));
  for (uint32_t i = 0; i < 3; ++i) {
    uint32_t id = 9;
    const void* data = memory.Respond(100 + i, &id);
    ASSERT_NE(data, nullptr);
    EXPECT_EQ(id, i);
    EXPECT_EQ(static_cast<const uint8_t*>(data)[0], i * 4);
  }
}

TEST_F(Memory, WritesOnlyTheBytesOfTheStrobe) {
  MemoryModel memory = Make(1);
  const uint8_t data[kBeat] = {0xa, 0xb, 0xc, 0xd};
  ASSERT_TRUE(memory.Write(4, data, 0b0101));
  EXPECT_EQ(bytes_, (std::vector<uint8_t>{0, 1, 2, 3, 0xa, 5, 0xc, 7, 8, 9, 10, 11}));
}

TEST_F(Memory, RefusesWhatIsOutOfBounds) {
  MemoryModel memory = Make(1);
  const uint8_t data[kBeat] = {};
  EXPECT_FALSE(memory.Write(0, data, 0b1000));  // byte 3 lies before the range
  EXPECT_EQ(memory.fault_address(), 3u);
  EXPECT_FALSE(memory.Write(8, data, 0b0001));
  EXPECT_EQ(memory.fault_address(), 8u);
  EXPECT_TRUE(memory.Write(8, data, 0));
  EXPECT_TRUE(memory.Request(1, 8, 0));
  EXPECT_FALSE(memory.Request(1, 12, 0));
  EXPECT_EQ(memory.fault_address(), 12u);
}

TEST_F(Memory, StallsAboutAsOftenAsAsked) {
  MemoryModel memory = Make(1, 30);
  int ready = 0;
  for (int i = 0; i < 10000; ++i) ready += memory.ReadReady() ? 1 : 0;
  EXPECT_GT(ready, 6700);
  EXPECT_LT(ready, 7300);
}

}  // namespace
}  // namespace itg
