/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Registers of the accelerator: offsets in bytes, masks of their fields, error codes. C and C++.
 * Printed by the build target itg_print_registers from sim/plan/registers.cc: edit that.
 */
#ifndef INTAGLIO_REGISTERS_H
#define INTAGLIO_REGISTERS_H

/* NOLINTBEGIN(readability-identifier-naming): names of C */

enum { INTAGLIO_ID_VALUE = 0x4954474c, INTAGLIO_VERSION_VALUE = 0x00010000 };

/* Offsets; the high word of a 64-bit register follows 4 bytes behind. */
enum {
  /* identifies the accelerator: "ITGL" */
  INTAGLIO_ID = 0x000,
  /* of this map: major << 16, minor */
  INTAGLIO_VERSION = 0x004,
  /* starts and stops */
  INTAGLIO_CONTROL = 0x008,
  /* what it does now */
  INTAGLIO_STATUS = 0x00c,
  /* what has happened */
  INTAGLIO_IRQ_STATUS = 0x010,
  /* bits of IRQ_STATUS that raise the interrupt */
  INTAGLIO_IRQ_ENABLE = 0x014,
  /* why the queue stopped; 0 after it was enabled again */
  INTAGLIO_ERROR_CODE = 0x018,
  /* of the burst that failed; of the descriptor when no burst did */
  INTAGLIO_ERROR_ADDRESS = 0x01c,
  /* index in the queue of the command that failed */
  INTAGLIO_ERROR_INDEX = 0x020,
  /* who waits for what: now, or when the watchdog stopped the queue */
  INTAGLIO_WAITING = 0x024,
  /* cycles without progress that stop a command, 0: never; a cross-entropy may take 4000 */
  INTAGLIO_WATCHDOG = 0x028,
  /* of the random bits */
  INTAGLIO_SEED = 0x02c,
  /* of the random bits */
  INTAGLIO_TRAINING_STEP = 0x030,
  /* address of descriptor 0, a multiple of 64; the others follow it */
  INTAGLIO_QUEUE_BASE = 0x034,
  /* descriptors in the ring: behind the last follows descriptor 0; 0: no ring */
  INTAGLIO_QUEUE_ENTRIES = 0x038,
  /* index of the command that runs or is next */
  INTAGLIO_QUEUE_HEAD = 0x03c,
  /* index behind the last command that may run */
  INTAGLIO_QUEUE_TAIL = 0x040,
  /* commands executed since power-up, modulo 2^32 */
  INTAGLIO_RETIRED = 0x044,
  /* cycles since power-up */
  INTAGLIO_CYCLE = 0x048,
  /* CYCLE when the command that retired last was started */
  INTAGLIO_START = 0x050,
  /* CYCLE when it was complete: its first cycle after */
  INTAGLIO_END = 0x058,
  /* of a command in the queue */
  INTAGLIO_DESCRIPTOR_BYTES = 0x060,
  /* events since power-up, CONTROL.RESET or an error, in the order below */
  INTAGLIO_COUNTERS = 0x100,
  /* elaboration parameters, in the order below */
  INTAGLIO_PARAMETERS = 0x200,
  INTAGLIO_REGISTER_BYTES = 0x1000
};

/* Fields: masks. */
enum {
  INTAGLIO_CONTROL_ENABLE = 0x00000001,
  INTAGLIO_CONTROL_RESET = 0x00000002,
  INTAGLIO_STATUS_BUSY = 0x00000001,
  INTAGLIO_STATUS_STOPPING = 0x00000002,
  INTAGLIO_STATUS_ERROR = 0x00000004,
  INTAGLIO_STATUS_EMPTY = 0x00000008,
  INTAGLIO_IRQ_STATUS_RETIRED = 0x00000001,
  INTAGLIO_IRQ_STATUS_EMPTY = 0x00000002,
  INTAGLIO_IRQ_STATUS_ERROR = 0x00000004,
  INTAGLIO_WAITING_FETCH = 0x00000001,
  INTAGLIO_WAITING_PRODUCT = 0x00000002,
  INTAGLIO_WAITING_PASS = 0x00000004,
  INTAGLIO_WAITING_WRITE_BACK = 0x00000008,
  INTAGLIO_WAITING_READERS = 0x00000ff0,
  INTAGLIO_WAITING_WRITERS = 0x0000f000,
  INTAGLIO_WAITING_AR = 0x00010000,
  INTAGLIO_WAITING_R = 0x00020000,
  INTAGLIO_WAITING_R_READER = 0x001c0000,
  INTAGLIO_WAITING_R_REFUSED = 0x00200000,
  INTAGLIO_WAITING_AW = 0x00400000,
  INTAGLIO_WAITING_W = 0x00800000,
  INTAGLIO_WAITING_B = 0x01000000
};

/* Values of ERROR_CODE. */
enum {
  /* no error */
  INTAGLIO_ERROR_NONE = 0,
  /* the command is refused, see below; nothing was executed */
  INTAGLIO_ERROR_ILLEGAL_COMMAND = 1,
  /* the bus answered a read with an error */
  INTAGLIO_ERROR_READ = 2,
  /* the bus answered a write with an error */
  INTAGLIO_ERROR_WRITE = 3,
  /* no progress for WATCHDOG cycles */
  INTAGLIO_ERROR_WATCHDOG = 4
};

/* NOLINTEND(readability-identifier-naming) */

#endif /* INTAGLIO_REGISTERS_H */
