// SPDX-License-Identifier: Apache-2.0
#include "sw/metrics/event_file.h"

#include <array>
#include <cstring>

namespace itg {
namespace {

std::array<uint32_t, 256> MakeTable() {
  constexpr uint32_t kPolynomial = 0x82f63b78;  // Castagnoli, reflected
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? kPolynomial : 0);
    table[i] = crc;
  }
  return table;
}

std::string LittleEndian(uint64_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text.push_back(static_cast<char>(value >> (8 * i)));
  return text;
}

std::string Double(double value) {
  uint64_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  return LittleEndian(bits, 8);
}

std::string Float(double value) {
  const float narrow = static_cast<float>(value);
  uint32_t bits = 0;
  std::memcpy(&bits, &narrow, sizeof bits);
  return LittleEndian(bits, 4);
}

std::string Varint(uint64_t value) {
  std::string text;
  for (; value >= 0x80; value >>= 7) text.push_back(static_cast<char>(value | 0x80));
  text.push_back(static_cast<char>(value));
  return text;
}

// Protocol buffer fields by wire type.
enum Wire : uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
std::string Key(int field, Wire wire) { return Varint(static_cast<uint64_t>(field) << 3 | wire); }
std::string DoubleField(int field, double value) { return Key(field, kFixed64) + Double(value); }
std::string BytesField(int field, std::string_view bytes) {
  return (Key(field, kBytes) + Varint(bytes.size())).append(bytes);
}
std::string DoublesField(int field, const std::vector<double>& values) {
  std::string packed;
  for (const double value : values) packed += Double(value);
  return BytesField(field, packed);
}

uint32_t Masked(uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8; }

std::string MakeRecord(const std::string& data) {
  const std::string length = LittleEndian(data.size(), 8);
  return length + LittleEndian(Masked(Crc32c(length)), 4) + data +
         LittleEndian(Masked(Crc32c(data)), 4);
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) {
  static const std::array<uint32_t, 256> kTable = MakeTable();
  uint32_t crc = ~0u;
  for (const char c : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<uint8_t>(c)) & 0xff];
  return ~crc;
}

// Event: wall_time = 1, step = 2, file_version = 3, summary = 5.
std::string FirstEvent(double wall_time) {
  return MakeRecord(DoubleField(1, wall_time) + BytesField(3, "brain.Event:2"));
}

// Summary: value = 1. Value: tag = 1, simple_value = 2, histo = 5.
void Event::Add(std::string_view tag, double value) {
  summary_ += BytesField(1, BytesField(1, tag) + Key(2, kFixed32) + Float(value));
}

// HistogramProto: min, max, num, sum, sum_squares, bucket_limit, bucket = 1 .. 7.
void Event::Add(std::string_view tag, const Histogram& histogram) {
  double count = 0;
  for (const double bucket : histogram.counts) count += bucket;
  const std::string proto = DoubleField(1, histogram.min) + DoubleField(2, histogram.max) +
                            DoubleField(3, count) + DoubleField(4, histogram.sum) +
                            DoubleField(5, histogram.sum_squares) +
                            DoublesField(6, histogram.limits) + DoublesField(7, histogram.counts);
  summary_ += BytesField(1, BytesField(1, tag) + BytesField(5, proto));
}

std::string Event::Record() const {
  return MakeRecord(DoubleField(1, wall_time_) + Key(2, kVarint) +
                    Varint(static_cast<uint64_t>(step_)) + BytesField(5, summary_));
}

}  // namespace itg
