// SPDX-License-Identifier: Apache-2.0
//
// Memory with one read and one write port; a read of the word being written returns the old one.
// Read latency: one cycle; `rdata_o` holds its value while `re_i` is low.
// Synthesis: stands for an SRAM macro.

module itg_sram #(
  parameter  int unsigned Width = 8,
  parameter  int unsigned Depth = 64,
  localparam int unsigned AddrW = $clog2(Depth)
) (
  input  logic             clk_i,
  input  logic             re_i,
  input  logic [AddrW-1:0] raddr_i,
  output logic [Width-1:0] rdata_o,
  input  logic             we_i,
  input  logic [AddrW-1:0] waddr_i,
  input  logic [Width-1:0] wdata_i
);

`ifdef SYNTHESIS
  localparam int unsigned Words = Depth;
`else
  // Memories of one size that lie side by side in a simulator, as the banks of a scratchpad do,
  // would share the same sets of its host's cache. One more cache line each spreads them.
  localparam int unsigned Words = Depth + 64;
`endif

  localparam int unsigned WordW = $clog2(Words);

  logic [Width-1:0] mem_q[Words];

  always_ff @(posedge clk_i) begin
    if (re_i) rdata_o <= mem_q[WordW'(raddr_i)];
    if (we_i) mem_q[WordW'(waddr_i)] <= wdata_i;
  end

`ifndef SYNTHESIS
  // The words beyond Depth, which only the simulated memory has, must hide no wrong address. Reads
  // are for their users to check: a scratchpad lets banks that nobody looks at read anywhere.
  WritesWithinDepth_A :
  assert property (@(posedge clk_i) we_i |-> 32'(waddr_i) < Depth)
  else $error("itg_sram: write of word %0d of %0d", waddr_i, Depth);
`endif

  if (Depth < 2) begin : gen_illegal_depth
    $error("itg_sram: need Depth (%0d) >= 2", Depth);
  end

endmodule
