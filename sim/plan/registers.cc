// SPDX-License-Identifier: Apache-2.0

#include "sim/plan/registers.h"

#include "sim/rtl/plugin_api.h"

namespace itg {

const char* Name(Access access) {
  switch (access) {
    case Access::kRead:
      return "read";
    case Access::kWrite:
      return "read, write";
    case Access::kIdle:
      return "read, write while idle";
    case Access::kWriteClear:
      break;
  }
  return "read, write 1 to clear";
}

const std::vector<RegisterInfo>& Registers() {
  constexpr Access kR = Access::kRead, kW = Access::kWrite, kI = Access::kIdle;
  static const std::vector<RegisterInfo> kRegisters = {
      {"ID", 0x000, kR, false, 1, kRegisterId, "identifies the accelerator: \"ITGL\""},
      {"VERSION", 0x004, kR, false, 1, kRegisterVersion, "of this map: major << 16, minor"},
      {"CONTROL", 0x008, kW, false, 1, 0, "starts and stops"},
      {"STATUS", 0x00c, kR, false, 1, 0, "what it does now"},
      {"IRQ_STATUS", 0x010, Access::kWriteClear, false, 1, 0, "what has happened"},
      {"IRQ_ENABLE", 0x014, kW, false, 1, 0, "bits of IRQ_STATUS that raise the interrupt"},
      {"ERROR_CODE", 0x018, kR, false, 1, 0, "why the queue stopped; 0 after it was enabled again"},
      {"ERROR_ADDRESS", 0x01c, kR, false, 1, 0,
       "of the burst that failed; of the descriptor when no burst did"},
      {"ERROR_INDEX", 0x020, kR, false, 1, 0, "index in the queue of the command that failed"},
      {"WAITING", 0x024, kR, false, 1, 0,
       "who waits for what: now, or when the watchdog stopped the queue"},
      {"WATCHDOG", 0x028, kW, false, 1, 0x100000,
       "cycles without progress that stop a command, 0: never; a cross-entropy may take 4000"},
      {"SEED", 0x02c, kI, false, 1, 0, "of the random bits"},
      {"TRAINING_STEP", 0x030, kI, false, 1, 0, "of the random bits"},
      {"QUEUE_BASE", 0x034, kI, false, 1, 0,
       "address of descriptor 0, a multiple of 64; the others follow it"},
      {"QUEUE_ENTRIES", 0x038, kI, false, 1, 0,
       "descriptors in the ring: behind the last follows descriptor 0; 0: no ring"},
      {"QUEUE_HEAD", 0x03c, kI, false, 1, 0, "index of the command that runs or is next"},
      {"QUEUE_TAIL", 0x040, kW, false, 1, 0, "index behind the last command that may run"},
      {"RETIRED", 0x044, kR, false, 1, 0, "commands executed since power-up, modulo 2^32"},
      {"CYCLE", 0x048, kR, true, 1, 0, "cycles since power-up"},
      {"START", 0x050, kR, true, 1, 0, "CYCLE when the command that retired last was started"},
      {"END", 0x058, kR, true, 1, 0, "CYCLE when it was complete: its first cycle after"},
      {"DESCRIPTOR_BYTES", 0x060, kR, false, 1, 0, "of a command in the queue"},
      {"COUNTERS", 0x100, kR, true, kPluginCounters, 0,
       "events since power-up, CONTROL.RESET or an error, in the order below"},
      {"PARAMETERS", 0x200, kR, false, kPluginParameters, 0,
       "elaboration parameters, in the order below"},
  };
  return kRegisters;
}

const std::vector<RegisterField>& RegisterFields() {
  static const std::vector<RegisterField> kFields = {
      {"CONTROL", "ENABLE", 0, 1,
       "commands run from head to tail; an error or RESET clears it, and a command that runs when "
       "it is cleared is still completed"},
      {"CONTROL", "RESET", 1, 1,
       "write 1: abandons the command, clears the core, the counters and the error; reads 0"},
      {"STATUS", "BUSY", 0, 1, "a command runs"},
      {"STATUS", "STOPPING", 1, 1,
       "after RESET or an error: until the bus has answered everything"},
      {"STATUS", "ERROR", 2, 1, "the queue has stopped at QUEUE_HEAD: see ERROR_CODE"},
      {"STATUS", "EMPTY", 3, 1, "head and tail are equal"},
      {"IRQ_STATUS", "RETIRED", 0, 1, "a command was executed"},
      {"IRQ_STATUS", "EMPTY", 1, 1, "the last command of the queue was executed"},
      {"IRQ_STATUS", "ERROR", 2, 1, "the queue has stopped"},
      {"WAITING", "FETCH", 0, 1, "the sequencer reads the descriptor or the inputs' exponents"},
      {"WAITING", "PRODUCT", 1, 1, "the sequencer waits for the product"},
      {"WAITING", "PASS", 2, 1, "the sequencer waits for the second pass"},
      {"WAITING", "WRITE_BACK", 3, 1, "the sequencer waits until everything is written"},
      {"WAITING", "READERS", 4, 8,
       "requests not accepted, of the sequencer, the loader, streams x, y and side"},
      {"WAITING", "WRITERS", 12, 4,
       "beats not accepted, of the elements, the mask, winners or masters, the sequencer"},
      {"WAITING", "AR", 16, 1, "the bus does not take the address of a read"},
      {"WAITING", "R", 17, 1, "a read was not answered"},
      {"WAITING", "R_READER", 18, 3, "the number of its reader, as in READERS"},
      {"WAITING", "R_REFUSED", 21, 1, "the core does not take read data"},
      {"WAITING", "AW", 22, 1, "the bus does not take the address of a write"},
      {"WAITING", "W", 23, 1, "the bus does not take write data"},
      {"WAITING", "B", 24, 1, "a write was not answered"},
  };
  return kFields;
}

const std::vector<RegisterCode>& ErrorCodes() {
  static const std::vector<RegisterCode> kCodes = {
      {"NONE", 0, "no error"},
      {"ILLEGAL_COMMAND", 1, "the command is refused, see below; nothing was executed"},
      {"READ", 2, "the bus answered a read with an error"},
      {"WRITE", 3, "the bus answered a write with an error"},
      {"WATCHDOG", 4, "no progress for WATCHDOG cycles"},
  };
  return kCodes;
}

}  // namespace itg
