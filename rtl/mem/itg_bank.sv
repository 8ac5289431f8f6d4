// SPDX-License-Identifier: Apache-2.0
//
// Bank `Index` of a transposable scratchpad (itg_scratchpad): its SRAM and the address of its
// element of the vector that is being read or written. Element (row, column) of the operand sits in
// bank (row + column) mod Lanes at word (column div Lanes) * panel + row. A vector of consecutive
// rows or columns touches each bank once:
//
//   near = (Index - cross) mod Lanes,  cross: the coordinate that is the same for the whole vector
//   word = base + (near & step) + (near < offset: wrap)
//
// `step` is all ones for a vector down a column and 0 along a row. `near` is where along the vector
// this bank lies, relative to the last multiple of Lanes; banks before `offset`, the vector's start
// in its block, belong to the next block, `wrap` words on.

module itg_bank #(
  parameter  int unsigned Index = 0,
  parameter  int unsigned Lanes = 16,
  parameter  int unsigned ElemW = 8,
  parameter  int unsigned Depth = 1024,
  localparam int unsigned AddrW = $clog2(Depth),
  localparam int unsigned LaneW = $clog2(Lanes)
) (
  input  logic             clk_i,
  input  logic             re_i,
  input  logic [LaneW-1:0] rstep_i,     // all ones: the vector runs down a column, 0: along a row
  input  logic [AddrW-1:0] rbase_i,
  input  logic [AddrW-1:0] rwrap_i,
  input  logic [LaneW-1:0] rcross_i,
  input  logic [LaneW-1:0] roffset_i,
  output logic [ElemW-1:0] rdata_o,
  input  logic             we_i,        // writes always run along a row
  input  logic [AddrW-1:0] wbase_i,
  input  logic [AddrW-1:0] wwrap_i,
  input  logic [LaneW-1:0] wcross_i,
  input  logic [LaneW-1:0] woffset_i,
  input  logic [ElemW-1:0] wdata_i
);

  logic [LaneW-1:0] rnear, rstep, wnear;
  logic [AddrW-1:0] raddr, waddr;

  always_comb begin
    rnear = '0;
    rstep = '0;
    raddr = '0;
    if (re_i) begin
      rnear = LaneW'(Index) - rcross_i;
      rstep = rnear & rstep_i;
      raddr = rbase_i + AddrW'(rstep) + (rnear < roffset_i ? rwrap_i : '0);
    end
  end

  always_comb begin
    wnear = '0;
    waddr = '0;
    if (we_i) begin
      wnear = LaneW'(Index) - wcross_i;
      waddr = wbase_i + (wnear < woffset_i ? wwrap_i : '0);
    end
  end

  itg_sram #(
    .Width(ElemW),
    .Depth(Depth)
  ) u_sram (
    .clk_i,
    .re_i,
    .raddr_i(raddr),
    .rdata_o,
    .we_i,
    .waddr_i(waddr),
    .wdata_i
  );

endmodule
