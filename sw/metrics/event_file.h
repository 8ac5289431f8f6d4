// SPDX-License-Identifier: Apache-2.0
//
// TensorBoard event files: TFRecords (length, CRC32C of the length, data, CRC32C of the data; all
// little endian, checksums masked) of Event protocol buffers
// (tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto).

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace itg {

uint32_t Crc32c(std::string_view bytes);  // Castagnoli: "123456789" -> e3069283

struct Histogram {
  double min = 0;
  double max = 0;
  double sum = 0;
  double sum_squares = 0;
  std::vector<double> limits;  // upper limit of each bucket, included, rising
  std::vector<double> counts;
};

// Records, each one event at `wall_time` seconds since 1970.
std::string FirstEvent(double wall_time);  // begins every file

class Event {
 public:
  Event(double wall_time, int64_t step) : wall_time_(wall_time), step_(step) {}
  void Add(std::string_view tag, double value);
  void Add(std::string_view tag, const Histogram& histogram);
  std::string Record() const;

 private:
  double wall_time_;
  int64_t step_;
  std::string summary_;
};

}  // namespace itg
