// SPDX-License-Identifier: Apache-2.0
//
// Gathers a word of up to Cols numbers from a stream that hands out at most Cols bytes at a time:
// numbers of one byte pass, of two or four bytes (size_i = log2) take as many pieces. The word is
// sign-extended to accumulators. `valid_o` holds until `take_i`.

module itg_gather #(
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AccW = 32,
  localparam int unsigned CntW = $clog2(Cols + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,           // a word of `count_i` numbers is wanted
  input  logic [1:0]           size_i,         // log2 of the bytes of a number; held
  input  logic [CntW-1:0]      count_i,
  output logic [CntW-1:0]      need_o,         // bytes of the next piece
  input  logic                 piece_valid_i,
  output logic                 piece_take_o,
  input  logic [8*Cols-1:0]    piece_i,
  output logic                 valid_o,
  input  logic                 take_i,
  output logic [Cols*AccW-1:0] word_o          // 0 but in the cycle of take_i
);

  logic [32*Cols-1:0] pieces_q;
  logic [1:0] piece_q, last_piece;
  logic [CntW+1:0] taken_q, left;
  logic full_q, passes, collect;

  assign passes       = size_i == 2'd0;
  assign last_piece   = {size_i[1], size_i[1] || size_i[0]};
  assign left         = ((CntW + 2)'(count_i) << size_i) - taken_q;
  assign need_o       = left < (CntW + 2)'(Cols) ? left[CntW-1:0] : CntW'(Cols);
  assign collect      = en_i && !passes && !full_q && piece_valid_i;
  assign piece_take_o = passes ? take_i && en_i : collect;
  assign valid_o      = passes ? piece_valid_i : full_q;

  always_ff @(posedge clk_i) begin
    if (collect) begin
      pieces_q[8*Cols*piece_q+:8*Cols] <= piece_i;
      piece_q                          <= piece_q + 1'b1;
      taken_q                          <= taken_q + (CntW + 2)'(need_o);
      full_q                           <= piece_q == last_piece;
    end
    if (!rst_ni || take_i) begin
      piece_q <= '0;
      taken_q <= '0;
      full_q  <= 1'b0;
    end
  end

  always_comb begin
    word_o = '0;
    if (en_i && take_i) begin
      if (size_i[1]) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          word_o[AccW*col+:AccW] = pieces_q[32*col+:AccW];
        end
      end else if (size_i[0]) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          word_o[AccW*col+:AccW] = AccW'(signed'(pieces_q[16*col+:16]));
        end
      end else begin
        for (int unsigned col = 0; col < Cols; col++) begin
          word_o[AccW*col+:AccW] = AccW'(signed'(piece_i[8*col+:8]));
        end
      end
    end
  end

endmodule
