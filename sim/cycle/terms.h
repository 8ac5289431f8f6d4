// SPDX-License-Identifier: Apache-2.0
//
// Where the cycles of a command go: every one counts in exactly one term. One definition for the
// RTL and for its twin, on what both show an observer in each cycle (sim/rtl/plugin_api.h).

#pragma once

#include <array>
#include <cstdint>

namespace itg {

struct CycleTerms {
  uint64_t fetch = 0;        // descriptor and exponents, and to decode them
  uint64_t fill = 0;         // of a product: until the first operands of a block are read
  uint64_t stream = 0;       // operands are read for the array, one k a cycle
  uint64_t stall = 0;        // between: a chunk is not there yet, or the tile before still drains
  uint64_t drain = 0;        // after the last operands of a block, until its sums are in the SRAM
  uint64_t second_pass = 0;  // range, shift, rounding; and blocks of sums on their way to memory
  uint64_t write_back = 0;   // the exponent, and until memory has confirmed everything

  uint64_t total() const;
  CycleTerms& operator+=(const CycleTerms& other);
  CycleTerms operator*(uint64_t times) const;
  bool operator==(const CycleTerms& other) const;
};

// Every term, in the order of declaration, and their names.
inline constexpr std::array kCycleTermFields = {
    &CycleTerms::fetch, &CycleTerms::fill,        &CycleTerms::stream,    &CycleTerms::stall,
    &CycleTerms::drain, &CycleTerms::second_pass, &CycleTerms::write_back};
inline constexpr const char* kCycleTermNames[] = {"fetch", "fill",        "stream",    "stall",
                                                  "drain", "second_pass", "write_back"};
static_assert(sizeof(CycleTerms) == kCycleTermFields.size() * sizeof(uint64_t),
              "a term is missing");

// Tells the terms of a command from what happens in its cycles, one after the other.
class TermCounter {
 public:
  void Cycle(uint16_t activity) { Cycles(activity, 1); }
  // The same in each of `cycles`.
  void Cycles(uint16_t activity, uint64_t cycles);
  // After the last cycle.
  CycleTerms Finish();

 private:
  void LeaveProduct();

  CycleTerms terms_;
  bool in_product_ = false, streamed_ = false;
  uint64_t quiet_ = 0;  // cycles of a product since the last that read operands
};

}  // namespace itg
