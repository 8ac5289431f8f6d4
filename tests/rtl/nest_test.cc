// SPDX-License-Identifier: Apache-2.0
//
// Does the address engine walk the loops that sim/plan/descriptor.h writes down? Random nests and
// windows are walked whole and in slices, from the beginning, again and onwards, with a taker that
// stalls. The windows of convolutions are checked against the index sums of NUMERICS.md section 4.

#include <string>
#include <vector>

#include "Vnest.h"
#include "tests/support/dut.h"
#include "tests/support/soft_nest.h"

namespace itg {
namespace {

constexpr int64_t kWhole = (1 << 24) - 1;  // as the bytes of a line: all there are

enum class From { kFirst, kAgain, kOn };

// The engine, and where the sweep before began and ended.
class Engine {
 public:
  Engine(const NestedTensor& tensor, uint32_t first, RandomSource* random)
      : tensor_(tensor), first_(first), random_(random) {
    Descriptor d = {};
    EncodeNest(Field::kNestA, tensor.nest, &d);
    EncodeWindow(Field::kWindow, tensor.window, &d);
    const uint32_t* nest = &d[static_cast<size_t>(Info(Field::kNestA).word)];
    const uint32_t* window = &d[static_cast<size_t>(Info(Field::kWindow).word)];
    for (size_t i = 0; i < 8; ++i) dut_->nest_i[i] = nest[i];
    for (size_t i = 0; i < 5; ++i) dut_->window_i[i] = window[i];
    dut_->addr_i = first;
    dut_->windowed_i = tensor.windowed;
    dut_.Reset();
  }

  void Sweep(From line_from, From byte_from, int64_t lines, int64_t bytes) {
    if (line_from != From::kOn) line_ = line_from == From::kFirst ? 0 : line_mark_;
    if (byte_from != From::kOn) byte_ = byte_from == From::kFirst ? 0 : byte_mark_;
    line_mark_ = line_;
    byte_mark_ = byte_;
    ASSERT_TRUE(dut_->ready_o);
    dut_->start_i = 1;
    dut_->line_first_i = line_from == From::kFirst;
    dut_->line_again_i = line_from == From::kAgain;
    dut_->byte_first_i = byte_from == From::kFirst;
    dut_->byte_again_i = byte_from == From::kAgain;
    dut_->lines_i = static_cast<uint32_t>(lines);
    dut_->bytes_i = static_cast<uint32_t>(bytes);
    dut_.Tick();
    dut_->start_i = 0;
    dut_.Tick();  // offered two cycles after start_i
    const int64_t all = tensor_.nest.line_bytes();
    const int64_t end = bytes == kWhole ? all : std::min(byte_ + bytes, all);
    for (int64_t i = 0; i < lines; ++i, ++line_) {
      CheckLine(end, i == lines - 1);
      if (testing::Test::HasFatalFailure()) return;
    }
    byte_ = end % tensor_.nest.line_bytes();
    ASSERT_FALSE(dut_->valid_o) << "a run too many";
  }

 private:
  void CheckLine(int64_t end, bool last_line) {
    for (int64_t byte = byte_mark_; byte < end;) {
      const int64_t run = tensor_.nest.run;
      const int64_t size = std::min(end, (byte / run + 1) * run) - byte;
      const SoftByte expected = ByteOfNest(tensor_, first_, line_, byte);
      for (int stalls = random_->IntBetween(-2, 2); stalls > 0; --stalls) dut_.Tick();
      ASSERT_TRUE(dut_->valid_o) << "line " << line_ << " byte " << byte;
      ASSERT_EQ(dut_->bytes_o, size) << "line " << line_ << " byte " << byte;
      ASSERT_EQ(dut_->zero_o != 0, expected.zero) << "line " << line_ << " byte " << byte;
      if (!expected.zero) {
        ASSERT_EQ(dut_->addr_o, expected.address) << "line " << line_ << " byte " << byte;
      }
      byte += size;
      ASSERT_EQ(dut_->line_last_o != 0, byte == end);
      ASSERT_EQ(dut_->last_o != 0, byte == end && last_line);
      dut_->take_i = 1;
      dut_.Tick();
      dut_->take_i = 0;
    }
  }

  NestedTensor tensor_;
  uint32_t first_;
  RandomSource* random_;
  Dut<Vnest> dut_;
  int64_t line_ = 0, byte_ = 0, line_mark_ = 0, byte_mark_ = 0;
};

TEST(Nest, RandomSweepsOfRandomNestsAreThoseOfTheLoops) {
  const uint64_t seed = 4;
  RandomSource random(seed, 0);
  const std::vector<From> anywhere = {From::kFirst, From::kAgain, From::kOn};
  for (int run = 0; run < 1500 && !HasFatalFailure(); ++run) {
    SCOPED_TRACE("seed " + std::to_string(seed) + " run " + std::to_string(run));
    const NestedTensor tensor =
        RandomNest(random.Between(1, 4), random.Between(1, 4), random.Between(1, 20), &random);
    Engine engine(tensor, static_cast<uint32_t>(random.Next()), &random);
    From line_from = From::kFirst;
    From byte_from = From::kFirst;
    for (int sweep = 0; sweep < 8 && !HasFatalFailure(); ++sweep) {
      const int64_t bytes = random.OneIn(5) ? kWhole : random.Between(1, tensor.nest.line_bytes());
      engine.Sweep(line_from, byte_from, random.Between(1, 30), bytes);
      line_from = random.Pick(anywhere);
      byte_from = random.Pick(anywhere);
    }
  }
}

// One byte a pixel, so that a run is a pixel and its address the pixel's index in the batch.
void ExpectPixels(const ImageWindow& image, RandomSource* random) {
  const NestedTensor read = ThroughWindow(image);
  const uint32_t first = 1 << 20;
  const int64_t lines = image.lines_y * image.lines_x;
  for (int64_t line = 0; line < 2 * lines; ++line) {
    for (int64_t tap = 0; tap < image.taps_y * image.taps_x; ++tap) {
      const auto pixel = [&](int64_t line_index, int64_t tap_index) {
        return image.start + line_index * image.line_step + tap_index * image.tap_step;
      };
      const int64_t y = pixel(line % lines / image.lines_x, tap / image.taps_x);
      const int64_t x = pixel(line % image.lines_x, tap % image.taps_x);
      const int64_t d = image.divisor;
      const bool exists = y >= 0 && x >= 0 && y % d == 0 && x % d == 0 && y / d < image.height &&
                          x / d < image.width;
      const SoftByte byte = ByteOfNest(read, first + static_cast<uint32_t>(read.offset), line, tap);
      ASSERT_EQ(byte.zero, !exists) << "line " << line << " tap " << tap;
      if (!exists) continue;
      ASSERT_EQ(byte.address - first, (line / lines * image.height + y / d) * image.width + x / d);
    }
  }
  Engine engine(read, first + static_cast<uint32_t>(read.offset), random);
  engine.Sweep(From::kFirst, From::kFirst, 2 * lines, kWhole);
}

// As the taps of a pool are walked, whose runs together may be longer than one can be.
TEST(Nest, AWholeLineEndsWhereItsTapsDo) {
  RandomSource random(42, 0);
  NestedTensor tensor;
  tensor.nest.run = kWhole;
  tensor.nest.tap_count1 = 2;
  tensor.nest.tap_count0 = 3;
  tensor.nest.tap_stride0 = kWhole;
  tensor.nest.line_count0 = 4;
  for (const int64_t run : {kWhole, kWhole / 2 + 1, int64_t{7}}) {
    tensor.nest.run = run;
    Engine engine(tensor, 100, &random);
    engine.Sweep(From::kFirst, From::kFirst, 4, kWhole);
  }
}

TEST(Nest, WindowsOfConvolutionsFindTheirPixels) {
  RandomSource random(5, 0);
  for (const int64_t size : {1, 2, 5}) {
    for (const int64_t kernel : {1, 2, 3, 5}) {
      for (const int64_t stride : {1, 2, 3, 7}) {
        for (const int64_t padding : {0, 1, 2}) {
          const int64_t height = size;
          const int64_t width = size + 1;
          if (height + 2 * padding < kernel) continue;
          const int64_t out_h = (height + 2 * padding - kernel) / stride + 1;
          const int64_t out_w = (width + 2 * padding - kernel) / stride + 1;
          SCOPED_TRACE(std::to_string(size) + " kernel " + std::to_string(kernel) + " stride " +
                       std::to_string(stride) + " padding " + std::to_string(padding));
          ExpectPixels({height, width, 1, out_h, out_w, kernel, kernel, -padding, stride, 1, 1},
                       &random);
          ExpectPixels({out_h, out_w, 1, height, width, kernel, kernel, padding, 1, -1, stride},
                       &random);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
}

}  // namespace
}  // namespace itg
