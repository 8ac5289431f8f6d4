// SPDX-License-Identifier: Apache-2.0
//
// Accumulator SRAM: one word of `Cols` accumulators per cycle is read, and added to or replaced.
// `add_i` takes `row_i` one cycle after its address (with the SRAM's data) and writes the sum back
// in that same cycle, so a read of the word in the very next cycle finds it (bypass). The second
// pass reads through the same port: `rdata_o` one cycle after `read_i`. It may write, too, for the
// words are its scratch memory where no product needs them.

module itg_accumulator #(
  parameter  int unsigned Cols  = 16,
  parameter  int unsigned AccW  = 32,
  parameter  int unsigned Depth = 1024,
  localparam int unsigned AddrW = $clog2(Depth)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 read_i,        // read `addr_i`
  input  logic                 update_i,      // one cycle later: write row_i, or row_i + the word
  input  logic                 accumulate_i,  // with update_i
  input  logic [AddrW-1:0]     addr_i,
  input  logic [Cols*AccW-1:0] row_i,         // one cycle after addr_i
  input  logic                 write_i,       // write wdata_i; not with a sum
  input  logic [AddrW-1:0]     waddr_i,
  input  logic [Cols*AccW-1:0] wdata_i,
  output logic                 sum_valid_o,   // sum_o is being written
  output logic [Cols*AccW-1:0] sum_o,
  output logic [Cols*AccW-1:0] rdata_o
);

  logic [Cols*AccW-1:0] sram_rdata, bypass_q;
  logic [Cols*AccW-1:0] writing_data;
  logic [AddrW-1:0] addr_q, writing_addr;
  logic update_q, accumulate_q, bypassed_q, writing;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(read_i || update_i || update_q || write_i || !rst_ni),
    .clk_o(clk)
  );

  itg_sram #(
    .Width(Cols * AccW),
    .Depth(Depth)
  ) u_sram (
    .clk_i(clk),
    .re_i(read_i),
    .raddr_i(addr_i),
    .rdata_o(sram_rdata),
    .we_i(writing),
    .waddr_i(writing_addr),
    .wdata_i(writing_data)
  );

  assign rdata_o     = bypassed_q ? bypass_q : sram_rdata;
  assign sum_valid_o = update_q;

  assign writing      = update_q || write_i;
  assign writing_addr = write_i ? waddr_i : addr_q;
  assign writing_data = write_i ? wdata_i : sum_o;

  always_comb begin
    sum_o = '0;
    if (update_q) begin
      sum_o = row_i;
      if (accumulate_q) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          sum_o[AccW*col+:AccW] = row_i[AccW*col+:AccW] + rdata_o[AccW*col+:AccW];
        end
      end
    end
  end

  always_ff @(posedge clk) begin
    update_q     <= update_i;
    accumulate_q <= accumulate_i;
    addr_q       <= addr_i;
    if (read_i) begin
      bypassed_q <= writing && writing_addr == addr_i;
      if (writing && writing_addr == addr_i) bypass_q <= writing_data;
    end
    if (!rst_ni) begin
      update_q   <= 1'b0;
      bypassed_q <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  OneWriterAtATime_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) !(update_q && write_i))
  else $error("itg_accumulator: the second pass writes while sums are written");

  ReadsWithinDepth_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) read_i |-> 32'(addr_i) < Depth)
  else $error("itg_accumulator: read of word %0d of %0d", addr_i, Depth);
`endif

endmodule
