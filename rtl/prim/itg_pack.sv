// SPDX-License-Identifier: Apache-2.0
//
// Joins pieces of 0..PieceBytes bytes into full beats; the opposite of itg_unpack. `flush_i` (held
// until `empty_o`, with no piece offered meanwhile) sends what is left as a last beat, its missing
// bytes masked by `strb_o`. Throughput: a piece and a beat per cycle.

module itg_pack #(
  parameter  int unsigned PieceBytes = 16,
  parameter  int unsigned BeatBytes  = 16,
  localparam int unsigned BufBytes   = BeatBytes + PieceBytes,
  localparam int unsigned CntW       = $clog2(BufBytes + 1),
  localparam int unsigned SizeW      = $clog2(PieceBytes + 1)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    valid_i,
  output logic                    ready_o,
  input  logic [SizeW-1:0]        size_i,
  input  logic [8*PieceBytes-1:0] data_i,     // bytes from `size_i` on must be zero
  input  logic                    flush_i,
  output logic                    empty_o,
  output logic                    beat_valid_o,
  input  logic                    beat_ready_i,
  output logic [8*BeatBytes-1:0]  beat_o,
  output logic [BeatBytes-1:0]    strb_o
);

  logic [8*BufBytes-1:0] buf_q, buf_d;
  logic [CntW-1:0] count_q, sent, left;
  logic push, pop, full_beat;

  assign full_beat    = count_q >= CntW'(BeatBytes);
  assign beat_valid_o = full_beat || (flush_i && count_q != '0);
  assign beat_o       = buf_q[8*BeatBytes-1:0];
  assign strb_o       = full_beat ? '1 : ~({BeatBytes{1'b1}} << count_q);
  assign empty_o      = count_q == '0;
  assign ready_o      = count_q <= CntW'(BeatBytes);
  assign push         = valid_i && ready_o;
  assign pop          = beat_valid_o && beat_ready_i;
  assign sent         = full_beat ? CntW'(BeatBytes) : count_q;
  assign left         = pop ? count_q - sent : count_q;

  always_comb begin
    buf_d = buf_q;
    if (pop) buf_d = buf_q >> (8 * BeatBytes);
    if (push) buf_d = buf_d | ((8 * BufBytes)'(data_i) << {left, 3'b000});
  end

  always_ff @(posedge clk_i) begin
    if (push || pop) begin
      buf_q   <= buf_d;
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

endmodule
