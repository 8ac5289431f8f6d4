// SPDX-License-Identifier: Apache-2.0
//
// Cuts a word of up to Cols accumulators into four pieces of at most Cols bytes, as 32-bit numbers
// for memory; the opposite of itg_acc_in. The word must hold still until `last_o` is accepted.

module itg_acc_out #(
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AccW = 32,
  localparam int unsigned CntW = $clog2(Cols + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic [CntW-1:0]      count_i,   // accumulators in the word
  input  logic [Cols*AccW-1:0] word_i,
  input  logic                 ready_i,
  output logic                 last_o,
  output logic [CntW-1:0]      size_o,
  output logic [8*Cols-1:0]    piece_o    // bytes from size_o on are zero
);

  logic [32*Cols-1:0] bytes;
  logic [1:0] piece_q;
  logic [CntW+1:0] sent_q, left;

  assign left   = {count_i, 2'b00} - sent_q;
  assign size_o = left < (CntW + 2)'(Cols) ? left[CntW-1:0] : CntW'(Cols);
  assign last_o = piece_q == 2'd3;

  always_comb begin
    bytes   = '0;
    piece_o = '0;
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        if (CntW'(col) < count_i) bytes[32*col+:32] = 32'(signed'(word_i[AccW*col+:AccW]));
      end
      piece_o = bytes[8*Cols*piece_q+:8*Cols];
    end
  end

  always_ff @(posedge clk_i) begin
    if (en_i && ready_i) begin
      piece_q <= piece_q + 1'b1;
      sent_q  <= last_o ? '0 : sent_q + (CntW + 2)'(size_o);
    end
    if (!rst_ni) begin
      piece_q <= '0;
      sent_q  <= '0;
    end
  end

endmodule
