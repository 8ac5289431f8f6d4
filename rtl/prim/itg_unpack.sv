// SPDX-License-Identifier: Apache-2.0
//
// Cuts a stream of beats into pieces of 0..TakeBytes bytes, whatever their alignment. `take_i`
// consumes the first `need_i` bytes of `data_o`; it may be high only while `valid_o` is.
// Throughput: a beat and a piece per cycle. `clear_i` forgets what is left.

module itg_unpack #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned TakeBytes = 16,
  localparam int unsigned BufBytes  = BeatBytes + TakeBytes,
  localparam int unsigned CntW      = $clog2(BufBytes + 1),
  localparam int unsigned NeedW     = $clog2(TakeBytes + 1)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   clear_i,
  input  logic                   beat_valid_i,
  output logic                   beat_ready_o,
  input  logic [8*BeatBytes-1:0] beat_i,
  input  logic [NeedW-1:0]       need_i,
  output logic                   valid_o,
  input  logic                   take_i,
  output logic [8*TakeBytes-1:0] data_o
);

  logic [8*BufBytes-1:0] buf_q, buf_d;
  logic [CntW-1:0] count_q, left;
  logic append;

  assign left         = count_q - (take_i ? CntW'(need_i) : '0);
  assign beat_ready_o = left <= CntW'(TakeBytes);
  assign append       = beat_valid_i && beat_ready_o;
  assign valid_o      = count_q >= CntW'(need_i);
  assign data_o       = buf_q[8*TakeBytes-1:0];

  always_comb begin
    buf_d = buf_q;
    if (take_i) buf_d = buf_q >> {need_i, 3'b000};
    if (append) buf_d = buf_d | ((8 * BufBytes)'(beat_i) << {left, 3'b000});
  end

  always_ff @(posedge clk_i) begin
    if (take_i || append) begin
      buf_q   <= buf_d;
      count_q <= left + (append ? CntW'(BeatBytes) : '0);
    end
    if (!rst_ni || clear_i) begin
      buf_q   <= '0;
      count_q <= '0;
    end
  end

`ifndef SYNTHESIS
  TakesOnlyWhatIsThere_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) take_i |-> valid_o)
  else $error("itg_unpack: took %0d bytes of %0d", need_i, count_q);
`endif

endmodule
