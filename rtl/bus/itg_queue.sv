// SPDX-License-Identifier: Apache-2.0
//
// Runs the commands of a queue in memory, from head to tail: the descriptors lie one behind
// the other from base on. A command that is refused, an error of the bus and the watchdog stop the
// queue at that command: the core is reset and what is in flight on the bus awaited, so that the
// next one starts from a clean state. The driver's reset does the same. Nothing here waits without
// an end but for the bus.

module itg_queue (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  itg_regs_pkg::control_t control_i,
  output itg_regs_pkg::status_t  status_o,
  output logic                   core_rst_no,
  output logic                   start_o,        // with cmd_addr_o, until done_i
  output logic [31:0]            cmd_addr_o,
  input  logic                   done_i,
  input  logic                   illegal_i,
  output logic                   stop_o,         // the bus is to finish what it has begun
  input  logic                   bus_idle_i,
  input  logic                   rd_error_i,
  input  logic [31:0]            rd_error_addr_i,
  input  logic                   wr_error_i,
  input  logic [31:0]            wr_error_addr_i,
  input  logic                   timeout_i
);

  typedef enum logic [1:0] {
    Idle,
    Run,
    Stop
  } state_e;
  state_e state_q;

  logic error_q, halted_q, retire_q, emptied_q;
  logic [2:0] code_q, fault;
  logic [31:0] head_q, next_head, error_addr_q, error_index_q, retired_q;
  logic [63:0] cycle_q, begin_q, first_q, last_q;
  logic pending;

  assign pending   = control_i.enable && head_q != control_i.tail;
  assign next_head = head_q + 32'd1 == control_i.entries ? '0 : head_q + 32'd1;

  always_comb begin
    fault = itg_regs_pkg::ErrorNone;
    if (state_q == Run) begin
      if (rd_error_i) fault = itg_regs_pkg::ErrorRead;
      else if (wr_error_i) fault = itg_regs_pkg::ErrorWrite;
      else if (done_i && illegal_i) fault = itg_regs_pkg::ErrorIllegalCommand;
      else if (timeout_i) fault = itg_regs_pkg::ErrorWatchdog;
    end
  end

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(state_q != Run || fault != itg_regs_pkg::ErrorNone || done_i || control_i.reset ||
          !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    halted_q  <= 1'b0;
    retire_q  <= 1'b0;
    emptied_q <= 1'b0;
    unique case (state_q)
      Idle: begin
        if (pending) begin
          state_q <= Run;
          begin_q <= cycle_q + 1'b1;
          error_q <= 1'b0;
          code_q  <= itg_regs_pkg::ErrorNone;
        end
        if (control_i.head_we) head_q <= control_i.head;
      end
      Run:
      if (fault != itg_regs_pkg::ErrorNone) begin
        state_q       <= Stop;
        halted_q      <= 1'b1;
        error_q       <= 1'b1;
        code_q        <= fault;
        error_index_q <= head_q;
        error_addr_q  <= rd_error_i ? rd_error_addr_i : wr_error_i ? wr_error_addr_i : cmd_addr_o;
      end else if (done_i) begin
        state_q   <= Idle;
        head_q    <= next_head;
        retire_q  <= 1'b1;
        emptied_q <= next_head == control_i.tail;
        retired_q <= retired_q + 1'b1;
        first_q   <= begin_q;
        last_q    <= cycle_q + 1'b1;
      end
      Stop:    if (bus_idle_i) state_q <= Idle;
      default: state_q <= Idle;
    endcase
    if (control_i.reset) begin
      state_q  <= Stop;
      halted_q <= 1'b1;
      error_q  <= 1'b0;
      code_q   <= itg_regs_pkg::ErrorNone;
    end
    if (!rst_ni) begin
      state_q       <= Idle;
      error_q       <= 1'b0;
      halted_q      <= 1'b0;
      retire_q      <= 1'b0;
      emptied_q     <= 1'b0;
      code_q        <= itg_regs_pkg::ErrorNone;
      head_q        <= '0;
      error_addr_q  <= '0;
      error_index_q <= '0;
      retired_q     <= '0;
      first_q       <= '0;
      last_q        <= '0;
    end
  end

  always_ff @(posedge clk_i) cycle_q <= rst_ni ? cycle_q + 1'b1 : '0;

  assign start_o     = state_q == Run;
  assign cmd_addr_o  = control_i.base + head_q * itg_pkg::DescriptorBytes;
  assign stop_o      = state_q == Stop;
  assign core_rst_no = rst_ni && state_q != Stop;

  assign status_o.active      = pending || state_q != Idle;
  assign status_o.busy        = state_q == Run;
  assign status_o.stopping    = state_q == Stop;
  assign status_o.error       = error_q;
  assign status_o.halted      = halted_q;
  assign status_o.retire      = retire_q;
  assign status_o.emptied     = emptied_q;
  assign status_o.code        = code_q;
  assign status_o.error_addr  = error_addr_q;
  assign status_o.error_index = error_index_q;
  assign status_o.head        = head_q;
  assign status_o.retired     = retired_q;
  assign status_o.cycle       = cycle_q;
  assign status_o.first       = first_q;
  assign status_o.last        = last_q;

`ifndef SYNTHESIS
  // A command whose last write failed is done while the queue stops.
  NothingIsDoneUnasked_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) done_i |-> state_q != Idle)
  else $error("itg_queue: the core reports a command that was not started");
`endif

endmodule
