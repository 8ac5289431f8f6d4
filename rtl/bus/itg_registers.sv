// SPDX-License-Identifier: Apache-2.0
//
// The registers a driver sees. Their table, from which the package's offsets are printed, is
// sim/plan/registers.cc; their page is docs/registers.md.

module itg_registers #(
  localparam int unsigned AddrW       = itg_regs_pkg::AddrW,
  localparam int unsigned CountersW   = itg_pkg::Counters * itg_pkg::CounterW,
  localparam int unsigned ParametersW = 32 * itg_pkg::Parameters,
  localparam int unsigned WaitingW    = itg_regs_pkg::WaitingBits
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   we_i,
  input  logic [AddrW-1:0]       waddr_i,
  input  logic [31:0]            wdata_i,
  output logic                   werror_o,
  input  logic                   re_i,
  input  logic [AddrW-1:0]       raddr_i,
  output logic [31:0]            rdata_o,
  output logic                   rerror_o,
  input  itg_regs_pkg::status_t  status_i,
  input  logic [WaitingW-1:0]    waiting_i,
  input  logic [CountersW-1:0]   counters_i,
  input  logic [ParametersW-1:0] parameters_i,
  output itg_regs_pkg::control_t control_o,
  output logic                   irq_o
);

  logic enable_q, reset_q, head_we_q;
  logic [2:0] irq_q, irq_enable_q, happened, cleared;
  logic [31:0] watchdog_q, seed_q, step_q, base_q, entries_q, head_q, tail_q;

  // Writes. Those that a running command depends on wait until the queue is idle.
  logic known, idle_only, write;

  always_comb begin
    known     = 1'b0;
    idle_only = 1'b0;
    if (we_i) begin
      unique case (waddr_i)
        itg_regs_pkg::RegControl, itg_regs_pkg::RegIrqStatus, itg_regs_pkg::RegIrqEnable,
        itg_regs_pkg::RegWatchdog, itg_regs_pkg::RegQueueTail: known = 1'b1;
        itg_regs_pkg::RegSeed, itg_regs_pkg::RegTrainingStep, itg_regs_pkg::RegQueueBase,
        itg_regs_pkg::RegQueueEntries, itg_regs_pkg::RegQueueHead: begin
          known     = 1'b1;
          idle_only = 1'b1;
        end
        default: known = 1'b0;
      endcase
    end
  end

  assign werror_o = !known || (idle_only && status_i.active);
  assign write    = we_i && !werror_o;
  assign happened = {status_i.halted && status_i.error, status_i.emptied, status_i.retire};
  assign cleared  = write && waddr_i == itg_regs_pkg::RegIrqStatus ? wdata_i[2:0] : '0;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(we_i || re_i || happened != '0 || status_i.halted || reset_q || head_we_q || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    irq_q     <= (irq_q & ~cleared) | happened;
    reset_q   <= write && waddr_i == itg_regs_pkg::RegControl &&
                 wdata_i[itg_regs_pkg::ControlReset];
    head_we_q <= write && waddr_i == itg_regs_pkg::RegQueueHead;
    if (write) begin
      unique case (waddr_i)
        itg_regs_pkg::RegControl:      enable_q     <= wdata_i[itg_regs_pkg::ControlEnable];
        itg_regs_pkg::RegIrqEnable:    irq_enable_q <= wdata_i[2:0];
        itg_regs_pkg::RegWatchdog:     watchdog_q   <= wdata_i;
        itg_regs_pkg::RegSeed:         seed_q       <= wdata_i;
        itg_regs_pkg::RegTrainingStep: step_q       <= wdata_i;
        itg_regs_pkg::RegQueueBase:    base_q       <= {wdata_i[31:6], 6'd0};
        itg_regs_pkg::RegQueueEntries: entries_q    <= wdata_i;
        itg_regs_pkg::RegQueueHead:    head_q       <= wdata_i;
        itg_regs_pkg::RegQueueTail:    tail_q       <= wdata_i;
        default: ;
      endcase
    end
    if (status_i.halted) enable_q <= 1'b0;
    if (!rst_ni) begin
      enable_q     <= 1'b0;
      reset_q      <= 1'b0;
      head_we_q    <= 1'b0;
      irq_q        <= '0;
      irq_enable_q <= '0;
      watchdog_q   <= itg_regs_pkg::ResetWatchdog;
      seed_q       <= '0;
      step_q       <= '0;
      base_q       <= '0;
      entries_q    <= '0;
      tail_q       <= '0;
    end
  end

  assign control_o.enable   = enable_q;
  assign control_o.reset    = reset_q;
  assign control_o.head_we  = head_we_q;
  assign control_o.head     = head_q;
  assign control_o.tail     = tail_q;
  assign control_o.base     = base_q;
  assign control_o.entries  = entries_q;
  assign control_o.watchdog = watchdog_q;
  assign control_o.seed     = seed_q;
  assign control_o.step     = step_q;
  assign irq_o              = (irq_q & irq_enable_q) != '0;

  // Reads. The low word of a wide register latches the high one.
  logic is_wide;
  logic [31:0] narrow, high_q;
  logic [63:0] wide;
  logic [4:0] counter;
  logic [5:0] parameter_index;

  assign counter         = raddr_i[7:3];
  assign parameter_index = raddr_i[7:2];

  always_comb begin
    rerror_o = 1'b0;
    is_wide  = 1'b0;
    narrow   = '0;
    wide     = '0;
    if (re_i) begin
      if (raddr_i[11:8] == itg_regs_pkg::RegCounters[11:8]) begin
        is_wide  = 1'b1;
        rerror_o = 32'(counter) >= itg_pkg::Counters || raddr_i[1:0] != '0;
        if (!rerror_o) wide = counters_i[itg_pkg::CounterW*32'(counter)+:itg_pkg::CounterW];
      end else if (raddr_i[11:8] == itg_regs_pkg::RegParameters[11:8]) begin
        rerror_o = 32'(parameter_index) >= itg_pkg::Parameters || raddr_i[1:0] != '0;
        if (!rerror_o) narrow = parameters_i[32*32'(parameter_index)+:32];
      end else begin
        unique case (raddr_i)
          itg_regs_pkg::RegId:        narrow = itg_regs_pkg::Id;
          itg_regs_pkg::RegVersion:   narrow = itg_regs_pkg::Version;
          itg_regs_pkg::RegControl:   narrow[itg_regs_pkg::ControlEnable] = enable_q;
          itg_regs_pkg::RegStatus: begin
            narrow[itg_regs_pkg::StatusBusy]     = status_i.busy;
            narrow[itg_regs_pkg::StatusStopping] = status_i.stopping;
            narrow[itg_regs_pkg::StatusError]    = status_i.error;
            narrow[itg_regs_pkg::StatusEmpty]    = status_i.head == tail_q;
          end
          itg_regs_pkg::RegIrqStatus:    narrow = 32'(irq_q);
          itg_regs_pkg::RegIrqEnable:    narrow = 32'(irq_enable_q);
          itg_regs_pkg::RegErrorCode:    narrow = 32'(status_i.code);
          itg_regs_pkg::RegErrorAddress: narrow = status_i.error_addr;
          itg_regs_pkg::RegErrorIndex:   narrow = status_i.error_index;
          itg_regs_pkg::RegWaiting:      narrow = 32'(waiting_i);
          itg_regs_pkg::RegWatchdog:     narrow = watchdog_q;
          itg_regs_pkg::RegSeed:         narrow = seed_q;
          itg_regs_pkg::RegTrainingStep: narrow = step_q;
          itg_regs_pkg::RegQueueBase:    narrow = base_q;
          itg_regs_pkg::RegQueueEntries: narrow = entries_q;
          itg_regs_pkg::RegQueueHead:    narrow = status_i.head;
          itg_regs_pkg::RegQueueTail:    narrow = tail_q;
          itg_regs_pkg::RegRetired:      narrow = status_i.retired;
          itg_regs_pkg::RegDescriptorBytes: narrow = itg_pkg::DescriptorBytes;
          itg_regs_pkg::RegCycle, itg_regs_pkg::RegCycle + 12'd4: begin
            is_wide = 1'b1;
            wide    = status_i.cycle;
          end
          itg_regs_pkg::RegStart, itg_regs_pkg::RegStart + 12'd4: begin
            is_wide = 1'b1;
            wide    = status_i.first;
          end
          itg_regs_pkg::RegEnd, itg_regs_pkg::RegEnd + 12'd4: begin
            is_wide = 1'b1;
            wide    = status_i.last;
          end
          default: rerror_o = 1'b1;
        endcase
      end
    end
  end

  assign rdata_o = !is_wide ? narrow : raddr_i[2] ? high_q : wide[31:0];

  always_ff @(posedge clk) if (re_i && is_wide && !raddr_i[2]) high_q <= wide[63:32];

endmodule
