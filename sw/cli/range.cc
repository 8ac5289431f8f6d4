// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/range.h"

#include <charconv>

namespace itg {

bool ParseRange(const std::string& text, uint64_t* first, uint64_t* last) {
  const char* const end = text.data() + text.size();
  std::from_chars_result at = std::from_chars(text.data(), end, *first);
  if (at.ec != std::errc() || at.ptr == end || *at.ptr != ':') return false;
  at = std::from_chars(at.ptr + 1, end, *last);
  return at.ec == std::errc() && at.ptr == end && *first <= *last;
}

}  // namespace itg
