// SPDX-License-Identifier: Apache-2.0
#include "sw/data/digits.h"

#include <charconv>
#include <string>

#include "model/error.h"
#include "sw/data/embedded.h"

namespace itg {
namespace {

constexpr int kPixels = 64;
constexpr int kMaxPixel = 16;
constexpr int kClasses = 10;
constexpr int kTestEvery = 5;

[[noreturn]] void Refuse(std::string_view source, int line) {
  throw Error(std::string(source) + ": line " + std::to_string(line) +
              ": expected 64 pixels 0..16 and a label 0..9, comma separated");
}

// Appends the image and label of one line to `set`.
void ParseLine(std::string_view text, std::string_view source, int line, ImageSet* set) {
  const char* at = text.data();
  const char* const end = at + text.size();
  for (int field = 0; field <= kPixels; ++field) {
    int value = -1;
    const std::from_chars_result result = std::from_chars(at, end, value);
    const int max = field < kPixels ? kMaxPixel : kClasses - 1;
    if (result.ec != std::errc() || value < 0 || value > max) Refuse(source, line);
    at = result.ptr;
    if (field < kPixels) {
      if (at == end || *at++ != ',') Refuse(source, line);
      set->pixels.push_back(static_cast<uint8_t>(value));
    } else {
      set->labels.push_back(value);
    }
  }
  if (at != end) Refuse(source, line);
  ++set->count;
}

ImageSet Empty() {
  ImageSet set;
  set.height = 8;
  set.width = 8;
  set.channels = 1;
  return set;
}

}  // namespace

Dataset ParseDigits(std::string_view text, std::string_view source) {
  Dataset data;
  data.name = "digits";
  data.classes = kClasses;
  data.train = Empty();
  data.test = Empty();
  int64_t image = 0;
  for (int line = 1; !text.empty(); ++line) {
    const size_t length = std::min(text.find('\n'), text.size());
    std::string_view row = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
    if (row.empty() || row.front() == '#') continue;
    ParseLine(row, source, line, image++ % kTestEvery == 0 ? &data.test : &data.train);
  }
  if (data.train.count == 0) throw Error(std::string(source) + ": no images");
  Normalise(data.train, &data.mean, &data.deviation);
  return data;
}

Dataset LoadDigits() { return ParseDigits(Embedded("sw/data/digits.csv"), "sw/data/digits.csv"); }

}  // namespace itg
