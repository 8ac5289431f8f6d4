// SPDX-License-Identifier: Apache-2.0
//
// The register tables as a SystemVerilog package, a C header and a page of documentation.

#include <cctype>
#include <cstdio>

#include "sim/plan/legal.h"
#include "sim/plan/registers.h"
#include "sim/rtl/plugin_api.h"

namespace itg {
namespace {

std::string Hex(uint32_t value, int digits) {
  char text[16];
  std::snprintf(text, sizeof text, "%0*x", digits, value);
  return text;
}

// "IRQ_STATUS" -> "IrqStatus"
std::string CamelCase(const std::string& name) {
  std::string out;
  bool upper = true;
  for (const char c : name) {
    if (c != '_') {
      const int letter = static_cast<unsigned char>(c);
      out += static_cast<char>(upper ? letter : std::tolower(letter));
    }
    upper = c == '_';
  }
  return out;
}

uint32_t Mask(const RegisterField& field) { return ((uint32_t{1} << field.bits) - 1) << field.lsb; }

std::string Number(const std::string& name, uint32_t value) {
  return "  localparam int unsigned " + name + " = " + std::to_string(value) + ";\n";
}

constexpr char kPackageStart[] = R"(// SPDX-License-Identifier: Apache-2.0
//
// Registers of the accelerator, and the records that pass between them and the queue. Printed by
// the build target itg_print_registers from sim/plan/registers.cc: edit that.

package itg_regs_pkg;
)";

constexpr char kPackageEnd[] = R"(
  // What the driver has set: itg_registers
  typedef struct packed {
    logic enable;
    logic reset;            // one cycle
    logic head_we;          // one cycle, with head
    logic [31:0] head;
    logic [31:0] tail;
    logic [31:0] base;
    logic [31:0] entries;
    logic [31:0] watchdog;
    logic [31:0] seed;
    logic [31:0] step;
  } control_t;

  // What the queue reports: itg_queue
  typedef struct packed {
    logic active;           // a command runs or is about to
    logic busy;
    logic stopping;
    logic error;
    logic halted;           // one cycle: the queue has stopped, enable is to be cleared
    logic retire;           // one cycle
    logic emptied;          // one cycle, with retire: it was the last
    logic [2:0] code;
    logic [31:0] error_addr;
    logic [31:0] error_index;
    logic [31:0] head;
    logic [31:0] retired;
    logic [63:0] cycle;
    logic [63:0] first;     // cycle of the start of the command that retired last
    logic [63:0] last;      // first cycle after it
  } status_t;

endpackage
)";

constexpr char kHeaderStart[] = R"(/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registers of the accelerator: offsets in bytes, masks of their fields, error codes. C and C++.
 * Printed by the build target itg_print_registers from sim/plan/registers.cc: edit that.
 */
#ifndef INTAGLIO_REGISTERS_H
#define INTAGLIO_REGISTERS_H

/* NOLINTBEGIN(readability-identifier-naming): names of C */

)";

constexpr char kPageStart[] = R"(# Registers

Printed by `itg_print_registers page` from `sim/plan/registers.cc`; the C header of a driver is
`sim/rtl/intaglio_registers.h`. AXI4-Lite, 32 bits, a page of 4 KiB. A write of less than a whole
word, to a register that cannot be written or not now, and an access where nothing is, are answered
with SLVERR and change nothing. Reading the low word of a 64-bit register latches its high word,
which is read next, 4 bytes on.

A driver writes descriptors to memory one behind the other, sets QUEUE_BASE, SEED and TRAINING_STEP,
then CONTROL.ENABLE, and moves QUEUE_TAIL behind the last descriptor, whenever there are more. The
accelerator executes from QUEUE_HEAD to QUEUE_TAIL; a command is retired when all that it wrote is
in memory. At an error it stops: the command that failed stays at QUEUE_HEAD. To go on behind it,
write QUEUE_HEAD, then CONTROL.ENABLE. In a ring of QUEUE_ENTRIES descriptors one place stays free.

)";

constexpr char kRefused[] = R"(
## Refused commands
A command is illegal, nothing of it is executed and nothing written, if one of these holds (the
fields: `sim/plan/descriptor.h`; a size is 1 to 2^24 - 1). What is not listed is no error: numbers
that contradict each other otherwise give a worthless result, and an address that the memory does
not have an error of the bus, but every other command comes to its end.

)";

std::string ArrayRows(const char* const* names, int count, uint32_t offset, uint32_t step) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += "| 0x" + Hex(offset + step * static_cast<uint32_t>(i), 3) + " | " + names[i] + " |\n";
  }
  return text;
}

const RegisterInfo& Find(const std::string& name) {
  for (const RegisterInfo& info : Registers()) {
    if (name == info.name) return info;
  }
  return Registers().front();
}

}  // namespace

std::string RegisterPackage() {
  const std::string width = std::to_string(kRegisterAddressBits);
  std::string text = kPackageStart;
  text += "\n" + Number("AddrW", kRegisterAddressBits);
  text += "  localparam logic [31:0] Id = 32'h" + Hex(kRegisterId, 8) + ";\n";
  text += "  localparam logic [31:0] Version = 32'h" + Hex(kRegisterVersion, 8) + ";\n";
  text += "\n  // Offsets of the registers, and what they hold after reset\n";
  for (const RegisterInfo& info : Registers()) {
    text += "  localparam logic [" + std::to_string(kRegisterAddressBits - 1) + ":0] Reg" +
            CamelCase(info.name) + " = " + width + "'h" + Hex(info.offset, 3) + ";\n";
    if (info.access == Access::kRead || info.reset == 0) continue;
    text += "  localparam logic [31:0] Reset" + CamelCase(info.name) + " = 32'h" +
            Hex(info.reset, 8) + ";\n";
  }
  text += "\n  // Lowest bits of the fields\n";
  for (const RegisterField& field : RegisterFields()) {
    text += Number(CamelCase(field.reg) + CamelCase(field.name), static_cast<uint32_t>(field.lsb));
  }
  const RegisterField& last = RegisterFields().back();
  text += Number("WaitingBits", static_cast<uint32_t>(last.lsb + last.bits));
  text += "\n  // Error codes\n";
  for (const RegisterCode& code : ErrorCodes()) {
    text += "  localparam logic [2:0] Error" + CamelCase(code.name) + " = 3'd" +
            std::to_string(code.value) + ";\n";
  }
  return text + kPackageEnd;
}

std::string RegisterHeader() {
  std::string text = kHeaderStart;
  text += "enum { INTAGLIO_ID_VALUE = 0x" + Hex(kRegisterId, 8);
  text += ", INTAGLIO_VERSION_VALUE = 0x" + Hex(kRegisterVersion, 8) + " };\n\n";
  text += "/* Offsets; the high word of a 64-bit register follows 4 bytes behind. */\nenum {\n";
  for (const RegisterInfo& info : Registers()) {
    text += std::string("  /* ") + info.meaning + " */\n  INTAGLIO_" + info.name + " = 0x" +
            Hex(info.offset, 3) + ",\n";
  }
  text += "  INTAGLIO_REGISTER_BYTES = 0x" + Hex(1u << kRegisterAddressBits, 3) +
          "\n};\n\n/* Fields: masks. */\nenum {\n";
  for (const RegisterField& field : RegisterFields()) {
    text += std::string("  INTAGLIO_") + field.reg + "_" + field.name + " = 0x" +
            Hex(Mask(field), 8) + (&field == &RegisterFields().back() ? "\n" : ",\n");
  }
  text += "};\n\n/* Values of ERROR_CODE. */\nenum {\n";
  for (const RegisterCode& code : ErrorCodes()) {
    text += std::string("  /* ") + code.meaning + " */\n  INTAGLIO_ERROR_" + code.name + " = " +
            std::to_string(code.value) + (&code == &ErrorCodes().back() ? "\n" : ",\n");
  }
  return text +
         "};\n\n/* NOLINTEND(readability-identifier-naming) */\n\n#endif /* INTAGLIO_REGISTERS_H "
         "*/\n";
}

std::string RegisterPage() {
  std::string text = kPageStart;
  text += "| offset | register | access | after reset | meaning |\n|---|---|---|---|---|\n";
  for (const RegisterInfo& info : Registers()) {
    std::string name = info.name;
    if (info.count > 1) name += "[" + std::to_string(info.count) + "]";
    if (info.wide) name += ", 64 bits";
    const bool known = info.access != Access::kRead || info.reset != 0;
    text += "| 0x" + Hex(info.offset, 3) + " | " + name + " | " + Name(info.access) + " | " +
            (known ? "0x" + Hex(info.reset, 1) : "") + " | " + info.meaning + " |\n";
  }
  text += "\n## Fields\n| register | field | bits | meaning |\n|---|---|---|---|\n";
  for (const RegisterField& field : RegisterFields()) {
    std::string bits = std::to_string(field.lsb);
    if (field.bits > 1) bits = std::to_string(field.lsb + field.bits - 1) + ":" + bits;
    text += std::string("| ") + field.reg + " | " + field.name + " | " + bits + " | " +
            field.meaning + " |\n";
  }
  text += "\n## Error codes\n| code | name | meaning |\n|---|---|---|\n";
  for (const RegisterCode& code : ErrorCodes()) {
    text += "| " + std::to_string(code.value) + " | " + code.name + " | " + code.meaning + " |\n";
  }
  text += kRefused;
  for (const char* reason : IllegalReasons()) text += std::string("- ") + reason + ".\n";
  text += "\n## Counters\n| offset | events |\n|---|---|\n";
  text += ArrayRows(kPluginCounterNames, kPluginCounters, Find("COUNTERS").offset, 8);
  text += "\n## Parameters\n| offset | parameter |\n|---|---|\n";
  text += ArrayRows(kPluginParameterNames, kPluginParameters, Find("PARAMETERS").offset, 4);
  return text;
}

}  // namespace itg
