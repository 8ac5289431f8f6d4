// SPDX-License-Identifier: Apache-2.0
//
// Cuts a word of up to Cols numbers into pieces of at most Cols bytes for memory, the opposite of
// itg_gather: narrow elements are one piece; numbers of two or four bytes (size_i = log2) take as
// many. The word must hold still until `last_o` is accepted.

module itg_scatter #(
  parameter  int unsigned Cols   = 16,
  parameter  int unsigned AccW   = 32,
  parameter  int unsigned RoundW = 16,  // of a rounded element: less than 16, none has two bytes
  localparam int unsigned CntW   = $clog2(Cols + 1)
) (
  input  logic                   clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic [1:0]           size_i,    // log2 of the bytes of a number; held
  input  logic [CntW-1:0]      count_i,   // numbers in the word
  input  logic [Cols*AccW-1:0] word_i,    // accumulators, of four bytes,
  input  logic [Cols*RoundW-1:0] rounded_i, // rounded elements of two,
  input  logic [8*Cols-1:0]    narrow_i,  // or one; bytes from count_i on are zero
  input  logic                 ready_i,
  output logic                 last_o,
  output logic [CntW-1:0]      bytes_o,
  output logic [8*Cols-1:0]    piece_o    // bytes from bytes_o on are zero
);

  logic [32*Cols-1:0] bytes;
  logic [1:0] piece_q;
  logic [CntW+1:0] sent_q, left;
  logic wide;

  assign wide    = size_i != 2'd0;
  assign left    = ((CntW + 2)'(count_i) << size_i) - sent_q;
  assign bytes_o = left < (CntW + 2)'(Cols) ? left[CntW-1:0] : CntW'(Cols);
  assign last_o  = piece_q == {size_i[1], size_i[1] || size_i[0]};

  always_comb begin
    bytes   = '0;
    piece_o = narrow_i;
    if (en_i && wide) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        if (CntW'(col) < count_i) begin
          if (size_i[1]) bytes[32*col+:32] = 32'(signed'(word_i[AccW*col+:AccW]));
          else bytes[16*col+:16] = 16'(signed'(rounded_i[RoundW*col+:RoundW]));
        end
      end
      piece_o = bytes[8*Cols*piece_q+:8*Cols];
    end
  end

  always_ff @(posedge clk_i) begin
    if (en_i && ready_i && wide) begin
      piece_q <= last_o ? '0 : piece_q + 1'b1;
      sent_q  <= last_o ? '0 : sent_q + (CntW + 2)'(bytes_o);
    end
    if (!rst_ni) begin
      piece_q <= '0;
      sent_q  <= '0;
    end
  end

endmodule
