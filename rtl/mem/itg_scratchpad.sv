// SPDX-License-Identifier: Apache-2.0
//
// Transposable operand scratchpad: a matrix written row by row in beats of any alignment, read one
// vector of `ReadLanes` consecutive elements per cycle, along a row or down a column, from any
// start. No transposition pass exists: element (row, column) sits in bank (row + column) mod Lanes
// at word (column div Lanes) * panel + row, so both kinds of vector touch every bank once and a
// rotation puts them in order. The word in each bank:
//
//   near = (bank - cross) mod Lanes,  cross: the coordinate that is the same for the whole vector
//   word = base + (down a column: near) + (near < offset: wrap)
//
// `near` is where along the vector the bank lies, relative to the last multiple of Lanes; banks
// before `offset`, the vector's start in its block, belong to the next block, `wrap` words on.
// Latency: data two cycles after `re_i` (SRAM, then the rotated vector is registered).

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
  input  logic                       rcolumn_i,   // the vector runs down a column, else along a row
  input  logic [AddrW-1:0]           rbase_i,
  input  logic [AddrW-1:0]           rwrap_i,
  input  logic [LaneW-1:0]           rcross_i,
  input  logic [LaneW-1:0]           roffset_i,
  output logic [ReadLanes*ElemW-1:0] rdata_o,
  input  logic                       we_i,        // writes always run along a row
  input  logic [AddrW-1:0]           wbase_i,
  input  logic [AddrW-1:0]           wwrap_i,
  input  logic [LaneW-1:0]           wcross_i,
  input  logic [LaneW-1:0]           woffset_i,
  input  logic [BeatBytes-1:0]       wstrb_i,
  input  logic [8*BeatBytes-1:0]     wdata_i
);

  logic [Lanes*ElemW-1:0] beat, bank_wdata, bank_rdata;
  logic [Lanes-1:0] bank_we;
  logic [LaneW-1:0] wrotate, rrotate_q, rnear, wnear;
  logic [AddrW-1:0] raddr[Lanes];
  logic [AddrW-1:0] waddr[Lanes];
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

  // The inputs are copied first: a simulator then knows that they hold still while it sweeps the
  // banks, and its loops become vector instructions.
  logic [AddrW-1:0] rbase, rwrap, wbase, wwrap;
  logic [LaneW-1:0] rcross, roffset, wcross, woffset;
  logic rcolumn;

  always_comb begin
    rbase   = rbase_i;
    rwrap   = rwrap_i;
    rcolumn = rcolumn_i;
    rcross  = rcross_i;
    roffset = roffset_i;
    rnear   = '0;
    for (int unsigned bank = 0; bank < Lanes; bank++) begin
      rnear       = LaneW'(bank) - rcross;
      raddr[bank] = rbase + (rcolumn ? AddrW'(rnear) : '0) + (rnear < roffset ? rwrap : '0);
    end
  end

  always_comb begin
    wbase   = wbase_i;
    wwrap   = wwrap_i;
    wcross  = wcross_i;
    woffset = woffset_i;
    wnear   = '0;
    for (int unsigned bank = 0; bank < Lanes; bank++) waddr[bank] = '0;
    if (we_i) begin
      for (int unsigned bank = 0; bank < Lanes; bank++) begin
        wnear       = LaneW'(bank) - wcross;
        waddr[bank] = wbase + (wnear < woffset ? wwrap : '0);
      end
    end
  end

  for (genvar bank = 0; bank < Lanes; bank++) begin : gen_bank
    itg_sram #(
      .Width(ElemW),
      .Depth(Depth)
    ) u_sram (
      .clk_i,
      .re_i,
      .raddr_i(raddr[bank]),
      .rdata_o(bank_rdata[ElemW*bank+:ElemW]),
      .we_i(bank_we[bank]),
      .waddr_i(waddr[bank]),
      .wdata_i(bank_wdata[ElemW*bank+:ElemW])
    );
  end

  // The vector starts in bank `rrotate_q`: one stage of rotation for each of its bits.
  for (genvar bit_index = 0; bit_index < LaneW; bit_index++) begin : gen_rotate
    localparam int unsigned Low = ElemW << bit_index;
    logic [Lanes*ElemW-1:0] in, out;
    if (bit_index == 0) begin : gen_first
      assign in = bank_rdata;
    end else begin : gen_next
      assign in = gen_rotate[bit_index-1].out;
    end
    assign out = rrotate_q[bit_index] ? {in[Low-1:0], in[Lanes*ElemW-1:Low]} : in;
  end

  always_ff @(posedge clk_i) begin
    re_q      <= re_i;
    rrotate_q <= rcross_i + roffset_i;
    if (re_q) rdata_o <= gen_rotate[LaneW-1].out[ReadLanes*ElemW-1:0];
  end

  if (Lanes < ReadLanes || Lanes < BeatBytes || (1 << LaneW) != Lanes) begin : gen_illegal_lanes
    $error("itg_scratchpad: Lanes (%0d) must be a power of two >= %0d and >= %0d", Lanes,
           ReadLanes, BeatBytes);
  end

endmodule
