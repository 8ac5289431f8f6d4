// SPDX-License-Identifier: Apache-2.0
//
// Registers of the accelerator, and the records that pass between them and the queue. Printed by
// the build target itg_print_registers from sim/plan/registers.cc: edit that.

package itg_regs_pkg;

  localparam int unsigned AddrW = 12;
  localparam logic [31:0] Id = 32'h4954474c;
  localparam logic [31:0] Version = 32'h00010000;

  // Offsets of the registers, and what they hold after reset
  localparam logic [11:0] RegId = 12'h000;
  localparam logic [11:0] RegVersion = 12'h004;
  localparam logic [11:0] RegControl = 12'h008;
  localparam logic [11:0] RegStatus = 12'h00c;
  localparam logic [11:0] RegIrqStatus = 12'h010;
  localparam logic [11:0] RegIrqEnable = 12'h014;
  localparam logic [11:0] RegErrorCode = 12'h018;
  localparam logic [11:0] RegErrorAddress = 12'h01c;
  localparam logic [11:0] RegErrorIndex = 12'h020;
  localparam logic [11:0] RegWaiting = 12'h024;
  localparam logic [11:0] RegWatchdog = 12'h028;
  localparam logic [31:0] ResetWatchdog = 32'h00100000;
  localparam logic [11:0] RegSeed = 12'h02c;
  localparam logic [11:0] RegTrainingStep = 12'h030;
  localparam logic [11:0] RegQueueBase = 12'h034;
  localparam logic [11:0] RegQueueEntries = 12'h038;
  localparam logic [11:0] RegQueueHead = 12'h03c;
  localparam logic [11:0] RegQueueTail = 12'h040;
  localparam logic [11:0] RegRetired = 12'h044;
  localparam logic [11:0] RegCycle = 12'h048;
  localparam logic [11:0] RegStart = 12'h050;
  localparam logic [11:0] RegEnd = 12'h058;
  localparam logic [11:0] RegDescriptorBytes = 12'h060;
  localparam logic [11:0] RegCounters = 12'h100;
  localparam logic [11:0] RegParameters = 12'h200;

  // Lowest bits of the fields
  localparam int unsigned ControlEnable = 0;
  localparam int unsigned ControlReset = 1;
  localparam int unsigned StatusBusy = 0;
  localparam int unsigned StatusStopping = 1;
  localparam int unsigned StatusError = 2;
  localparam int unsigned StatusEmpty = 3;
  localparam int unsigned IrqStatusRetired = 0;
  localparam int unsigned IrqStatusEmpty = 1;
  localparam int unsigned IrqStatusError = 2;
  localparam int unsigned WaitingFetch = 0;
  localparam int unsigned WaitingProduct = 1;
  localparam int unsigned WaitingPass = 2;
  localparam int unsigned WaitingWriteBack = 3;
  localparam int unsigned WaitingReaders = 4;
  localparam int unsigned WaitingWriters = 12;
  localparam int unsigned WaitingAr = 16;
  localparam int unsigned WaitingR = 17;
  localparam int unsigned WaitingRReader = 18;
  localparam int unsigned WaitingRRefused = 21;
  localparam int unsigned WaitingAw = 22;
  localparam int unsigned WaitingW = 23;
  localparam int unsigned WaitingB = 24;
  localparam int unsigned WaitingBits = 25;

  // Error codes
  localparam logic [2:0] ErrorNone = 3'd0;
  localparam logic [2:0] ErrorIllegalCommand = 3'd1;
  localparam logic [2:0] ErrorRead = 3'd2;
  localparam logic [2:0] ErrorWrite = 3'd3;
  localparam logic [2:0] ErrorWatchdog = 3'd4;

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
