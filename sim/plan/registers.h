// SPDX-License-Identifier: Apache-2.0
//
// The registers of the accelerator as a driver sees them over AXI4-Lite. The tables below are the
// one definition; print_registers.cc prints them into rtl/bus/itg_regs_pkg.sv,
// sim/rtl/intaglio_registers.h and docs/registers.md.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

inline constexpr uint32_t kRegisterId = 0x4954474c;    // "ITGL"
inline constexpr uint32_t kRegisterVersion = 0x10000;  // major << 16 | minor
inline constexpr int kRegisterAddressBits = 12;

enum class Access : uint8_t {
  kRead,        // writes are refused
  kWrite,       // reads and writes
  kIdle,        // as kWrite, but refused while the queue is active
  kWriteClear,  // writing 1 to a bit clears it
};
const char* Name(Access access);

struct RegisterInfo {
  const char* name;  // upper case, as in the C header
  uint32_t offset;   // bytes; of the low word of a wide one, the first of an array
  Access access;
  bool wide;       // 64 bits: reading the low word latches the high one
  int count;       // registers of an array, else 1
  uint32_t reset;  // value after reset, of those that can be written
  const char* meaning;
};

struct RegisterField {
  const char* reg;  // name of its register
  const char* name;
  int lsb;
  int bits;
  const char* meaning;
};

struct RegisterCode {
  const char* name;
  uint32_t value;
  const char* meaning;
};

const std::vector<RegisterInfo>& Registers();
const std::vector<RegisterField>& RegisterFields();
// Values of ERROR_CODE.
const std::vector<RegisterCode>& ErrorCodes();

// The three documents made of the tables.
std::string RegisterPackage();  // SystemVerilog
std::string RegisterHeader();   // C
std::string RegisterPage();     // Markdown

}  // namespace itg
