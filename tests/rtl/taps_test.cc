// SPDX-License-Identifier: Apache-2.0
//
// Is every tap of a nest told once to each reader that needs it, in order, and is it queued for the
// walk whether it lies in the image or not? Readers and walk take it when they like.

#include <deque>

#include "Vtaps_3.h"
#include "sim/plan/nests.h"
#include "sw/compare/random_source.h"
#include "tests/support/dut.h"

namespace itg {
namespace {

struct TapRun {
  uint32_t address;
  bool zero, line_last, last;
};

ImageWindow RandomImage(RandomSource* random) {
  ImageWindow image = {};
  image.height = random->Between(1, 5);
  image.width = random->Between(1, 5);
  image.channels = random->Between(1, 9);
  image.lines_y = random->Between(1, 3);
  image.lines_x = random->Between(1, 3);
  image.taps_y = random->Between(1, 3);
  image.taps_x = random->Between(1, 3);
  const bool backward = random->OneIn(2);
  image.divisor = backward ? random->Between(1, 3) : 1;
  image.line_step = backward ? 1 : random->Between(1, 3);
  image.tap_step = backward ? -1 : 1;
  image.start = random->Between(-2, 2);
  return image;
}

// All taps of `samples` images in the order of the walk.
std::vector<TapRun> Expected(const ImageWindow& image, int64_t samples) {
  std::vector<TapRun> runs;
  const int64_t taps = image.taps_y * image.taps_x;
  const int64_t lines = image.lines_y * image.lines_x;
  for (int64_t i = 0; i < samples * lines * taps; ++i) {
    const int64_t line = i / taps % lines;
    const auto at = [&](int64_t number, int64_t tap, int64_t size) {
      const int64_t position = image.start + number * image.line_step + tap * image.tap_step;
      if (position < 0 || position % image.divisor != 0) return int64_t{-1};
      return position / image.divisor < size ? position / image.divisor : int64_t{-1};
    };
    const int64_t y = at(line / image.lines_x, i % taps / image.taps_x, image.height);
    const int64_t x = at(line % image.lines_x, i % taps % image.taps_x, image.width);
    const int64_t pixel = (i / taps / lines * image.height + y) * image.width + x;
    runs.push_back({static_cast<uint32_t>(pixel * image.channels), y < 0 || x < 0,
                    i % taps == taps - 1, i == samples * lines * taps - 1});
  }
  return runs;
}

void Start(Dut<Vtaps_3>* dut, const ImageWindow& image, int64_t samples, bool use_y) {
  const NestedTensor x = ThroughWindow(image);
  Descriptor descriptor = {};
  EncodeNest(Field::kNestX, x.nest, &descriptor);
  EncodeWindow(Field::kWindowX, x.window, &descriptor);
  const auto words = [&](Field field) {
    return &descriptor[static_cast<size_t>(Info(field).word)];
  };
  for (size_t i = 0; i < 8; ++i) (*dut)->nest_i[i] = words(Field::kNestX)[i];
  for (size_t i = 0; i < 5; ++i) (*dut)->window_i[i] = words(Field::kWindowX)[i];
  (*dut)->lines_i = static_cast<IData>(samples * image.lines_y * image.lines_x);
  (*dut)->use_y_i = use_y;
  (*dut)->run_ready_i = 0;
  (*dut)->tap_take_i = 0;
  (*dut)->start_i = 1;
  dut->Tick();
  (*dut)->start_i = 0;
}

TEST(Taps, AreToldOnceToEverybody) {
  RandomSource random(81, 0);
  Dut<Vtaps_3> dut;
  dut.Reset();
  for (int test = 0; test < 200; ++test) {
    SCOPED_TRACE("test " + std::to_string(test));
    const ImageWindow image = RandomImage(&random);
    const int64_t samples = random.Between(1, 2);
    const bool use_y = random.OneIn(2);
    const uint32_t offset = static_cast<uint32_t>(ThroughWindow(image).offset);
    std::deque<TapRun> queued;
    std::deque<uint32_t> told[2];
    for (const TapRun& run : Expected(image, samples)) {
      queued.push_back(run);
      if (run.zero) continue;
      told[0].push_back(run.address - offset);
      if (use_y) told[1].push_back(run.address - offset);
    }
    Start(&dut, image, samples, use_y);
    for (int cycle = 0; !queued.empty(); ++cycle) {
      ASSERT_LT(cycle, 5000) << "stuck";
      dut->run_ready_i = static_cast<CData>(random.IntBetween(0, 3));
      dut->tap_take_i = 0;
      dut.Settle();
      dut->tap_take_i = dut->tap_valid_o && !random.OneIn(3);
      dut.Settle();
      for (size_t reader = 0; reader < 2; ++reader) {
        if (((dut->run_valid_o >> reader) & 1) == 0) continue;
        ASSERT_NE((dut->run_ready_i >> reader) & 1, 0);
        ASSERT_FALSE(told[reader].empty());
        ASSERT_EQ(dut->run_addr_o, told[reader].front());
        ASSERT_EQ(dut->run_bytes_o, image.channels);
        told[reader].pop_front();
      }
      if (dut->tap_take_i) {
        const TapRun& run = queued.front();
        const uint64_t flags = (run.zero ? 4 : 0) | (run.line_last ? 2 : 0) | (run.last ? 1 : 0);
        ASSERT_EQ(GetBits(dut->tap_o, 0, 3), flags);
        if (!run.zero) {
          ASSERT_EQ(GetBits(dut->tap_o, 3, 32), uint64_t{run.address - offset});
        }
        queued.pop_front();
      }
      dut.Tick();
    }
    dut->tap_take_i = 0;
    dut.Settle();
    EXPECT_TRUE(told[0].empty() && told[1].empty());
    EXPECT_EQ(dut->tap_valid_o, 0);
  }
}

}  // namespace
}  // namespace itg
