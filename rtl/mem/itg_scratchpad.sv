// SPDX-License-Identifier: Apache-2.0
//
// Transposable operand scratchpad: a matrix written row by row in beats of any alignment, read one
// vector of `ReadLanes` consecutive elements per cycle, along a row or down a column, from any
// start. No transposition pass exists: element (row, column) sits in bank (row + column) mod Lanes,
// so both kinds of vector touch every bank once and a rotation puts them in order.
// Latency: data two cycles after `re_i` (SRAM, then the rotated vector is registered).
// The addressing is explained in itg_bank.

module itg_scratchpad #(
  parameter  int unsigned Lanes     = 16,
  parameter  int unsigned ElemW     = 8,
  parameter  int unsigned Depth     = 1024,
  parameter  int unsigned ReadLanes = 16,
  parameter  int unsigned BeatBytes = 16,
  localparam int unsigned AddrW     = $clog2(Depth),
  localparam int unsigned LaneW     = $clog2(Lanes)
) (
  input  logic                       clk_i,
  input  logic                       re_i,
  input  logic                       rcolumn_i,
  input  logic [AddrW-1:0]           rbase_i,
  input  logic [AddrW-1:0]           rwrap_i,
  input  logic [LaneW-1:0]           rcross_i,
  input  logic [LaneW-1:0]           roffset_i,
  output logic [ReadLanes*ElemW-1:0] rdata_o,
  input  logic                       we_i,
  input  logic [AddrW-1:0]           wbase_i,
  input  logic [AddrW-1:0]           wwrap_i,
  input  logic [LaneW-1:0]           wcross_i,
  input  logic [LaneW-1:0]           woffset_i,
  input  logic [BeatBytes-1:0]       wstrb_i,
  input  logic [8*BeatBytes-1:0]     wdata_i
);

  logic [Lanes*ElemW-1:0] bank_rdata, beat, bank_wdata;
  logic [Lanes-1:0] bank_we;
  logic [LaneW-1:0] wrotate, rrotate_q;
  logic re_q;

  // An element is the low bits of its byte in memory.
  for (genvar lane = 0; lane < Lanes; lane++) begin : gen_beat
    if (lane < BeatBytes) begin : gen_used
      assign beat[ElemW*lane+:ElemW] = wdata_i[8*lane+:ElemW];
    end else begin : gen_unused
      assign beat[ElemW*lane+:ElemW] = '0;
    end
  end

  assign wrotate = wcross_i + woffset_i;

  always_comb begin
    bank_we    = '0;
    bank_wdata = '0;
    if (we_i) begin
      bank_we    = Lanes'({2{Lanes'(wstrb_i)}} >> (Lanes - 32'(wrotate)));
      bank_wdata = (Lanes * ElemW)'({2{beat}} >> (ElemW * (Lanes - 32'(wrotate))));
    end
  end

  for (genvar k = 0; k < Lanes; k++) begin : gen_bank
    itg_bank #(
      .Index(k),
      .Lanes(Lanes),
      .ElemW(ElemW),
      .Depth(Depth)
    ) u_bank (
      .clk_i,
      .re_i,
      .rstep_i({LaneW{rcolumn_i}}),
      .rbase_i,
      .rwrap_i,
      .rcross_i,
      .roffset_i,
      .rdata_o(bank_rdata[ElemW*k+:ElemW]),
      .we_i(bank_we[k]),
      .wbase_i,
      .wwrap_i,
      .wcross_i,
      .woffset_i,
      .wdata_i(bank_wdata[ElemW*k+:ElemW])
    );
  end

  always_ff @(posedge clk_i) begin
    re_q      <= re_i;
    rrotate_q <= rcross_i + roffset_i;
    if (re_q) rdata_o <= (ReadLanes * ElemW)'({2{bank_rdata}} >> (ElemW * 32'(rrotate_q)));
  end

  if (Lanes < ReadLanes || Lanes < BeatBytes || (1 << LaneW) != Lanes) begin : gen_illegal_lanes
    $error("itg_scratchpad: Lanes (%0d) must be a power of two >= %0d and >= %0d", Lanes,
           ReadLanes, BeatBytes);
  end

endmodule
