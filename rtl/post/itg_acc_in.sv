// SPDX-License-Identifier: Apache-2.0
//
// Gathers a word of up to Cols accumulators, 32-bit numbers in memory, from a stream that hands out
// at most Cols bytes at a time. `valid_o` holds until `take_i`.

module itg_acc_in #(
  parameter  int unsigned Cols  = 16,
  parameter  int unsigned AccW  = 32,
  localparam int unsigned CntW  = $clog2(Cols + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,           // a word of `count_i` accumulators is wanted
  input  logic [CntW-1:0]      count_i,
  output logic [CntW-1:0]      need_o,         // bytes of the next piece
  input  logic                 piece_valid_i,
  output logic                 piece_take_o,
  input  logic [8*Cols-1:0]    piece_i,
  output logic                 valid_o,
  input  logic                 take_i,
  output logic [Cols*AccW-1:0] word_o
);

  logic [32*Cols-1:0] pieces_q;
  logic [1:0] piece_q;
  logic [CntW+1:0] taken_q, left;
  logic full_q;

  assign left         = {count_i, 2'b00} - taken_q;
  assign need_o       = left < (CntW + 2)'(Cols) ? left[CntW-1:0] : CntW'(Cols);
  assign piece_take_o = en_i && !full_q && piece_valid_i;
  assign valid_o      = full_q;

  always_ff @(posedge clk_i) begin
    if (piece_take_o) begin
      pieces_q[8*Cols*piece_q+:8*Cols] <= piece_i;
      piece_q                          <= piece_q + 1'b1;
      taken_q                          <= taken_q + (CntW + 2)'(need_o);
      full_q                           <= piece_q == 2'd3;
    end
    if (!rst_ni || take_i) begin
      piece_q <= '0;
      taken_q <= '0;
      full_q  <= 1'b0;
    end
  end

  always_comb begin
    word_o = '0;
    if (full_q) begin
      for (int unsigned col = 0; col < Cols; col++) word_o[AccW*col+:AccW] = pieces_q[32*col+:AccW];
    end
  end

endmodule
