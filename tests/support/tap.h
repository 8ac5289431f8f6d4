// SPDX-License-Identifier: Apache-2.0
//
// A tap on its way through the second pass, as itg_pkg::tap_t packs it.

#pragma once

#include <cstdint>

namespace itg {

struct Tap {
  bool first, exists, keeps, last, emits;
  int position;
};
inline uint64_t Packed(const Tap& tap) {
  return static_cast<uint64_t>(tap.first) << 12 | static_cast<uint64_t>(tap.exists) << 11 |
         static_cast<uint64_t>(tap.keeps) << 10 | static_cast<uint64_t>(tap.last) << 9 |
         static_cast<uint64_t>(tap.emits) << 8 | static_cast<uint64_t>(tap.position);
}

}  // namespace itg
