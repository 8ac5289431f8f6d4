// SPDX-License-Identifier: Apache-2.0
//
// Range of a tensor: bits_o = ceil(log2 max|x|) over all words since `clear_i`, 0 when the maximum
// is 0 or 1. The OR of (|x| - 1) over all x != 0 has the bit length of max|x| - 1, so no comparison
// is needed, and for x < 0 the number |x| - 1 is just ~x.
// `query_i`, at the earliest in the cycle after the last word, makes `bits_o` valid a cycle later.
// Golden model: model/ops/range.h.

module itg_range #(
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AccW = 32,
  localparam int unsigned BitW = $clog2(AccW + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 clear_i,
  input  logic                 query_i,
  input  logic                 valid_i,
  input  logic [Cols-1:0]      lanes_i,  // lanes that hold an element
  input  logic [Cols*AccW-1:0] word_i,
  output logic [BitW-1:0]      bits_o
);

  logic [AccW-1:0] seen_q, word_or;
  logic [BitW-1:0] bits;

  always_comb begin
    word_or = '0;
    if (valid_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        if (lanes_i[col]) begin
          if (word_i[AccW*col+AccW-1]) word_or = word_or | ~word_i[AccW*col+:AccW];
          else if (word_i[AccW*col+:AccW] != '0) begin
            word_or = word_or | (word_i[AccW*col+:AccW] - 1'b1);
          end
        end
      end
    end
  end

  always_comb begin
    bits = '0;
    if (query_i) begin
      for (int unsigned i = 0; i < AccW; i++) if (seen_q[i]) bits = BitW'(i + 1);
    end
  end

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(valid_i || query_i || clear_i || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    if (valid_i) seen_q <= seen_q | word_or;
    if (!rst_ni || clear_i) seen_q <= '0;
    if (query_i) bits_o <= bits;
  end

endmodule
