// SPDX-License-Identifier: Apache-2.0
//
// Do the gates of the fp32 array sum as the host does, is a wrong sum refused, and do operands that
// stand still cost less than those that move?

#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "sim/power/fp32_array_energy.h"

namespace itg {
namespace {

constexpr unsigned kSeed = 7;
constexpr int kTerms = 9;
constexpr size_t kLength = 100;

uint32_t BitsOf(float value) {
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// Sums of nine terms, one after the other; `moves`: every cycle has operands of its own.
Fp32Stream Stream(std::mt19937* random, bool moves) {
  std::normal_distribution<float> values;
  Fp32Stream stream(kLength);
  for (size_t i = 0; i < kLength; ++i) {
    if (i != 0 && !moves) stream[i] = stream[0];
    stream[i].first = i % kTerms == 0;
    stream[i].last = i % kTerms == kTerms - 1;
    if (i != 0 && !moves) continue;
    for (uint32_t& a : stream[i].a) a = BitsOf(values(*random));
    for (uint32_t& b : stream[i].b) b = BitsOf(values(*random));
  }
  return stream;
}

TEST(Fp32Array, HasTheSumsOfTheHost) {
  RecordProperty("seed", static_cast<int>(kSeed));
  std::mt19937 random(kSeed);
  Fp32Streams streams;
  for (int i = 0; i < 64; ++i) {
    streams[static_cast<size_t>(Phase::kForward)].push_back(Stream(&random, /*moves=*/true));
    streams[static_cast<size_t>(Phase::kError)].push_back(Stream(&random, /*moves=*/false));
  }
  const BlockEnergy energy = MeasureFp32Array(streams, "");
  const auto& moving = energy.phases[static_cast<size_t>(Phase::kForward)];
  const auto& still = energy.phases[static_cast<size_t>(Phase::kError)];
  ASSERT_TRUE(moving.has_value() && still.has_value());
  // Of the 11 sums of each stream the last ends too late to be seen; two rows of 64 bits each.
  EXPECT_EQ(moving->activity.compared, 64u * 10 * 2 * 64);
  EXPECT_EQ(moving->activity.differences, 0u);
  EXPECT_EQ(moving->activity.events, 64u * (kLength - 1) * 4);
  EXPECT_GT(moving->event_fj, still->event_fj);
  EXPECT_GT(still->event_fj, 0);
  EXPECT_FALSE(energy.phases[static_cast<size_t>(Phase::kUpdate)].has_value());
  EXPECT_GE(energy.registers, 4 * 96);  // two sums and a product in each cell
}

}  // namespace
}  // namespace itg
