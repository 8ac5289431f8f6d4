// SPDX-License-Identifier: Apache-2.0
//
// Cuts a stream of beats into pieces of 0..TakeUnits units of `UnitBits` bits, whatever their
// alignment. Of a beat the first `beat_size_i` units count. `take_i` consumes the first `need_i`
// units of `data_o`; it may be high only while `valid_o` is. Throughput: a beat and a piece per
// cycle. `clear_i` forgets what is left.

module itg_unpack #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned TakeUnits = 16,
  parameter  int unsigned UnitBits  = 8,   // 8, or less in a stream of bits
  localparam int unsigned BeatUnits = 8 * BeatBytes / UnitBits,
  localparam int unsigned BufUnits  = BeatUnits + TakeUnits,
  localparam int unsigned BufBits   = UnitBits * BufUnits,
  localparam int unsigned CntW      = $clog2(BufUnits + 1),
  localparam int unsigned SizeW     = $clog2(BeatUnits + 1),
  localparam int unsigned NeedW     = $clog2(TakeUnits + 1)
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          clear_i,
  input  logic                          beat_valid_i,
  output logic                          beat_ready_o,
  input  logic [8*BeatBytes-1:0]        beat_i,       // units from beat_size_i on must be zero
  input  logic [SizeW-1:0]              beat_size_i,
  input  logic [NeedW-1:0]              need_i,
  output logic                          valid_o,
  input  logic                          take_i,
  output logic [UnitBits*TakeUnits-1:0] data_o
);

  localparam int unsigned UnitShift = $clog2(UnitBits);

  logic [BufBits-1:0] buf_q;
  logic [CntW-1:0] count_q, left;
  logic append;

  assign left         = count_q - (take_i ? CntW'(need_i) : '0);
  assign beat_ready_o = left <= CntW'(TakeUnits);
  assign append       = beat_valid_i && beat_ready_o;
  assign valid_o      = count_q >= CntW'(need_i);
  assign data_o       = buf_q[UnitBits*TakeUnits-1:0];

  always_ff @(posedge clk_i) begin
    if (take_i || append) begin
      buf_q   <= (take_i ? buf_q >> ((NeedW + UnitShift)'(need_i) << UnitShift) : buf_q)
               | (append ? BufBits'(beat_i) << ((CntW + UnitShift)'(left) << UnitShift) : '0);
      count_q <= left + (append ? CntW'(beat_size_i) : '0);
    end
    if (!rst_ni || clear_i) begin
      buf_q   <= '0;
      count_q <= '0;
    end
  end

`ifndef SYNTHESIS
  TakesOnlyWhatIsThere_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) take_i |-> valid_o)
  else $error("itg_unpack: took %0d units of %0d", need_i, count_q);
`endif

  if (UnitBits != 1 && UnitBits != 2 && UnitBits != 4 && UnitBits != 8) begin : gen_illegal_unit
    $error("itg_unpack: need UnitBits (%0d) to be 1, 2, 4 or 8", UnitBits);
  end

endmodule
