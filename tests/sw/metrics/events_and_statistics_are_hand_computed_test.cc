// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/data/file.h"
#include "sw/metrics/append_file.h"
#include "sw/metrics/event_file.h"
#include "sw/metrics/statistics.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

// The published check value of the polynomial, and one of RFC 3720 (B.4).
TEST(EventFile, ChecksumIsCastagnoli) {
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
}

// Length 24 and its checksum as every TensorBoard file begins; then wall_time = 1.0 and the
// version.
TEST(EventFile, BeginsWithTheVersion) {
  const std::string record = FirstEvent(1.0);
  EXPECT_EQ(record.substr(0, 12), std::string("\x18\0\0\0\0\0\0\0\xa3\x7f\x4b\x22", 12));
  EXPECT_EQ(record.substr(12, 9), std::string("\x09\0\0\0\0\0\0\xf0\x3f", 9));
  EXPECT_EQ(record.substr(21, 15),
            "\x1a\x0d"
            "brain.Event:2");
  EXPECT_EQ(record.size(), 12u + 24 + 4);
}

// Event{wall_time 0, step 300, summary{value{tag "a", simple_value 0.5}}} by the wire format.
TEST(EventFile, ScalarIsAProtocolBuffer) {
  Event event(0.0, 300);
  event.Add("a", 0.5);
  const std::string record = event.Record();
  const std::string expected(
      "\x09\0\0\0\0\0\0\0\0"
      "\x10\xac\x02"
      "\x2a\x0a"
      "\x0a\x08"
      "\x0a\x01"
      "a"
      "\x15\0\0\0\x3f",
      24);
  EXPECT_EQ(record.substr(12, record.size() - 16), expected);
}

// 0, 0, 1, -1, -3, 5, 127, -64 of 8 bits.
TEST(Statistics, CountBySignAndLength) {
  Tensor tensor({8}, ElementType::kInt8);
  const int values[] = {0, 0, 1, -1, -3, 5, 127, -64};
  for (int i = 0; i < 8; ++i) tensor.Set(i, values[i]);
  tensor.set_exponent(-5);
  const TensorStatistics statistics = StatisticsOf(tensor);
  const nlohmann::json expected = {{"exponent", -5},
                                   {"saturations", 0},
                                   {"effective_bits", 7},
                                   {"largest", 127},
                                   {"zeros", 2},
                                   {"negative", {1, 1, 0, 0, 0, 0, 1}},
                                   {"positive", {1, 0, 1, 0, 0, 0, 1}}};
  EXPECT_EQ(nlohmann::json(ToJson(statistics)), expected);
  EXPECT_EQ(statistics.sum, 65);
  EXPECT_EQ(statistics.sum_squares, 1 + 1 + 9 + 25 + 127 * 127 + 64 * 64);
  // Buckets end at -64 -32 -16 -8 -4 -2 -1, 0, 1 3 7 15 31 63 127.
  const Histogram histogram = ToHistogram(statistics);
  EXPECT_EQ(histogram.limits,
            (std::vector<double>{-64, -32, -16, -8, -4, -2, -1, 0, 1, 3, 7, 15, 31, 63, 127}));
  EXPECT_EQ(histogram.counts, (std::vector<double>{1, 0, 0, 0, 0, 1, 1, 2, 1, 0, 1, 0, 0, 0, 1}));
}

TEST(Statistics, OfZerosUseNoBits) {
  const TensorStatistics statistics = StatisticsOf(Tensor({4}, ElementType::kInt16));
  EXPECT_EQ(statistics.effective_bits(), 0);
  EXPECT_EQ(ToHistogram(statistics).counts, (std::vector<double>{4}));
}

TEST(AppendFile, IsCutBackToWhereItWas) {
  const TempFolder folder;
  const std::string path = folder / "log";
  int64_t size = 0;
  {
    AppendFile file(path, 0);
    file.Write("one\n");
    size = file.Sync();
    file.Write("lost\n");
  }
  EXPECT_EQ(size, 4);
  {
    AppendFile file(path, size);
    file.Write("two\n");
    EXPECT_EQ(file.Sync(), 8);
  }
  EXPECT_EQ(ReadFile(path), "one\ntwo\n");
  EXPECT_EQ(ErrorOf([&] { AppendFile(path, 9); }),
            path + ": has 8 bytes, the checkpoint was written when it had 9");
  const AppendFile cut(path, 0);
  EXPECT_EQ(ReadFile(path), "");
}

}  // namespace
}  // namespace itg
