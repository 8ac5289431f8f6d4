// SPDX-License-Identifier: Apache-2.0
//
// Compiled before the generated code of a plug-in: triggers as the bits of one word instead of
// Verilator's array of bools. Generated code asks some hundred times a cycle whether one of a few
// triggers was raised; the compiler makes one test of each such question. A tenth faster.

#pragma once

#include "verilated_config.h"

#if VERILATOR_VERSION_INTEGER == 5006000
#define VlTriggerVec VlTriggerVecOfBools
#include "verilated.h"
#undef VlTriggerVec

// With the methods of the class whose place it takes (verilated_types.h).
template <std::size_t T_size>
class VlTriggerVec final {
  static_assert(T_size <= 64, "more triggers than bits");

 public:
  class Bit {
   public:
    Bit(uint64_t* bits, std::size_t index) : bits_(bits), mask_(uint64_t{1} << index) {}
    operator bool() const { return (*bits_ & mask_) != 0; }
    Bit& operator=(bool raised) {
      *bits_ = raised ? *bits_ | mask_ : *bits_ & ~mask_;
      return *this;
    }

   private:
    uint64_t* bits_;
    uint64_t mask_;
  };

  void clear() { bits_ = 0; }
  Bit at(std::size_t index) { return Bit(&bits_, index); }
  bool any() const { return bits_ != 0; }
  void set(const VlTriggerVec& other) { bits_ |= other.bits_; }
  void andNot(const VlTriggerVec& a, const VlTriggerVec& b) { bits_ = a.bits_ & ~b.bits_; }

 private:
  uint64_t bits_ = 0;
};
#endif
