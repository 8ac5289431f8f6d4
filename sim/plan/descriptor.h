// SPDX-License-Identifier: Apache-2.0
//
// A command as the hardware reads it: sixteen 32-bit words in memory. The table below is the one
// definition of their layout; print_package.cc prints it into rtl/itg_pkg.sv.

#pragma once

#include <array>
#include <cstdint>

namespace itg {

inline constexpr int kDescriptorWords = 16;
inline constexpr int kDescriptorBytes = 4 * kDescriptorWords;

using Descriptor = std::array<uint32_t, kDescriptorWords>;

enum class Field : uint8_t {
  kOpcode,
  kPost,
  kRounding,
  kRoundBits,
  kOutBits,
  kMu,
  kReserved,
  kTensorId,
  kRows,
  kCols,
  kDepth,
  kChunk,
  kColWords,
  kWords,
  kElements,
  kAAddr,
  kBAddr,
  kYAddr,
  kOutAddr,
  kAExpAddr,
  kBExpAddr,
  kOutExpAddr,
  kCount,
};

struct FieldInfo {
  const char* name;  // in the RTL's cmd_t
  int word;
  int lsb;
  int bits;
  bool is_signed;
  const char* meaning;
};

const FieldInfo& Info(Field field);

// Stores `value`; throws Error naming the field when it does not fit.
void SetField(Descriptor* descriptor, Field field, int64_t value);
int64_t GetField(const Descriptor& descriptor, Field field);

}  // namespace itg
