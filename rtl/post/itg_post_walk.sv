// SPDX-License-Identifier: Apache-2.0
//
// The order of the second pass: every row of the tensor, `Cols` elements at a time. A row's last
// word may be shorter, so words never cross rows: this is the layout of the accumulator SRAM, where
// rows begin `pitch_i` words apart.

module itg_post_walk #(
  parameter  int unsigned Cols  = 16,
  parameter  int unsigned WordW = 10,  // bits to count the words of the accumulator SRAM
  localparam int unsigned CntW = $clog2(Cols + 1),
  localparam int unsigned DimW = itg_pkg::DimW
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic            start_i,
  input  logic [DimW-1:0] rows_i,
  input  logic [DimW-1:0] cols_i,
  input  logic [WordW-1:0] pitch_i,
  input  logic            step_i,
  output logic            valid_o,
  output logic [CntW-1:0] count_o,  // elements in the word
  output logic [31:0]     index_o,  // row-major index of its first element
  output logic [WordW-1:0] word_o    // number of the word, modulo 2^WordW
);

  logic busy_q;
  logic [DimW-1:0] rows_left_q, cols_left_q;
  logic [31:0] index_q;
  logic [WordW-1:0] word_q, next_row_q;
  logic row_last, last;

  assign row_last = cols_left_q <= DimW'(Cols);
  assign valid_o  = busy_q;
  assign last     = row_last && rows_left_q == DimW'(1);
  assign count_o  = row_last ? cols_left_q[CntW-1:0] : CntW'(Cols);
  assign index_o  = index_q;
  assign word_o   = word_q;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      index_q     <= index_q + 32'(count_o);
      word_q      <= row_last ? next_row_q : word_q + 1'b1;
      if (row_last) next_row_q <= next_row_q + pitch_i;
      cols_left_q <= row_last ? cols_i : cols_left_q - DimW'(Cols);
      if (row_last) rows_left_q <= rows_left_q - 1'b1;
      busy_q <= !last;
    end
    if (start_i) begin
      busy_q      <= 1'b1;
      rows_left_q <= rows_i;
      cols_left_q <= cols_i;
      index_q     <= '0;
      word_q      <= '0;
      next_row_q  <= pitch_i;
    end
    if (!rst_ni) busy_q <= 1'b0;
  end

endmodule
