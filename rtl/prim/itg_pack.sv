// SPDX-License-Identifier: Apache-2.0
//
// Joins pieces of 0..PieceUnits units of `UnitBits` bits into full beats; the opposite of
// itg_unpack. `flush_i` (held until `empty_o`, with no piece offered meanwhile) sends what is left
// as a last beat: the bits missing from its last byte are zero, the bytes after it are masked by
// `strb_o`. Throughput: a piece and a beat per cycle.

module itg_pack #(
  parameter  int unsigned PieceUnits = 16,
  parameter  int unsigned UnitBits   = 8,   // 8, or less in a stream of bits
  parameter  int unsigned BeatBytes  = 16,
  localparam int unsigned PieceBits  = UnitBits * PieceUnits,
  localparam int unsigned BeatUnits  = 8 * BeatBytes / UnitBits,
  localparam int unsigned ByteUnits  = 8 / UnitBits,
  localparam int unsigned BufUnits   = BeatUnits + PieceUnits,
  localparam int unsigned BufBits    = UnitBits * BufUnits,
  localparam int unsigned CntW       = $clog2(BufUnits + 1),
  localparam int unsigned SizeW      = $clog2(PieceUnits + 1)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   valid_i,
  output logic                   ready_o,
  input  logic [SizeW-1:0]       size_i,
  input  logic [PieceBits-1:0]   data_i,     // units from `size_i` on must be zero
  input  logic                   flush_i,
  output logic                   empty_o,
  output logic                   beat_valid_o,
  input  logic                   beat_ready_i,
  output logic [8*BeatBytes-1:0] beat_o,
  output logic [BeatBytes-1:0]   strb_o
);

  localparam int unsigned UnitShift = $clog2(UnitBits);
  localparam int unsigned ByteShift = 3 - UnitShift;
  localparam int unsigned BytesW = $clog2(BeatBytes + 1);

  logic [BufBits-1:0] buf_q;
  logic [CntW-1:0] count_q, sent, left;
  logic [BytesW-1:0] last_bytes;
  logic push, pop, full_beat;

  assign full_beat    = count_q >= CntW'(BeatUnits);
  assign last_bytes   = BytesW'((count_q + CntW'(ByteUnits - 1)) >> ByteShift);
  assign beat_valid_o = full_beat || (flush_i && count_q != '0);
  assign beat_o       = buf_q[8*BeatBytes-1:0];
  assign strb_o       = full_beat ? '1 : ~({BeatBytes{1'b1}} << last_bytes);
  assign empty_o      = count_q == '0;
  assign ready_o      = count_q <= CntW'(BeatUnits);
  assign push         = valid_i && ready_o;
  assign pop          = beat_valid_o && beat_ready_i;
  assign sent         = full_beat ? CntW'(BeatUnits) : count_q;
  assign left         = pop ? count_q - sent : count_q;

  always_ff @(posedge clk_i) begin
    if (push || pop) begin
      buf_q   <= (pop ? buf_q >> (8 * BeatBytes) : buf_q)
               | (push ? BufBits'(data_i) << ((CntW + UnitShift)'(left) << UnitShift) : '0);
      count_q <= left + (push ? CntW'(size_i) : '0);
    end
    if (!rst_ni) begin
      buf_q   <= '0;
      count_q <= '0;
    end
  end

`ifndef SYNTHESIS
  NothingOfferedWhileFlushing_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) flush_i |-> !valid_i)
  else $error("itg_pack: a piece arrived during the flush");
`endif

  if (UnitBits != 1 && UnitBits != 2 && UnitBits != 4 && UnitBits != 8) begin : gen_illegal_unit
    $error("itg_pack: need UnitBits (%0d) to be 1, 2, 4 or 8", UnitBits);
  end

endmodule
