// SPDX-License-Identifier: Apache-2.0
//
// The order of the second pass: row by row, `Cols` elements at a time. A row's last word may be
// shorter, so words never cross rows: this is the layout of the accumulator SRAM, where rows begin
// `pitch_i` words apart. Along the taps of a window a tap's run is a row, and the walk ends with
// the last tap.
//
// `index_o` is the row-major index of the word's first element: in the output, of which the taps of
// a line make one row; or with `by_sample_i` in its own row, the sample; or with `by_tap_i` in the
// input, whose elements have four bytes, where the tap lies.

module itg_post_walk #(
  parameter  int unsigned Cols  = 16,
  parameter  int unsigned WordW = 10,  // bits to count the words of the accumulator SRAM
  localparam int unsigned CntW  = $clog2(Cols + 1),
  localparam int unsigned DimW  = itg_pkg::DimW
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             start_i,
  input  logic [DimW-1:0]  rows_i,         // held, as all down to by_tap_i
  input  logic [DimW-1:0]  cols_i,
  input  logic [WordW-1:0] pitch_i,
  input  logic             windowed_i,     // rows are taps
  input  logic             by_sample_i,
  input  logic             by_tap_i,
  input  logic             tap_valid_i,
  input  itg_pkg::run_t    tap_i,
  input  logic             step_i,         // only while valid_o
  output logic             busy_o,
  output logic             valid_o,
  output logic             row_last_o,     // last word of its row
  output logic [CntW-1:0]  count_o,        // elements in the word
  output logic [31:0]      index_o,
  output logic [WordW-1:0] word_o          // in the SRAM, modulo 2^WordW; of a tap, in it
);

  logic busy_q;
  logic [DimW-1:0] rows_left_q, cols_left_q;
  logic [31:0] base_q, base;
  logic [WordW-1:0] word_q, next_row_q;
  logic last_row, row_done;

  assign row_last_o = cols_left_q <= DimW'(Cols);
  assign row_done   = step_i && row_last_o;
  assign last_row   = windowed_i ? tap_i.last : rows_left_q == DimW'(1);
  assign busy_o     = busy_q;
  assign valid_o    = busy_q && (!windowed_i || tap_valid_i);
  assign count_o    = row_last_o ? cols_left_q[CntW-1:0] : CntW'(Cols);
  assign base       = by_tap_i ? tap_i.addr >> 2 : base_q;
  assign index_o    = base + 32'(cols_i) - 32'(cols_left_q);
  assign word_o     = word_q;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      word_q      <= !row_last_o ? word_q + 1'b1 : windowed_i ? '0 : next_row_q;
      cols_left_q <= row_last_o ? cols_i : cols_left_q - DimW'(Cols);
    end
    if (row_done) begin
      next_row_q  <= next_row_q + pitch_i;
      rows_left_q <= rows_left_q - 1'b1;
      busy_q      <= !last_row;
      if (!by_sample_i && (!windowed_i || tap_i.line_last)) base_q <= base_q + 32'(cols_i);
    end
    if (start_i) begin
      busy_q      <= 1'b1;
      rows_left_q <= rows_i;
      cols_left_q <= cols_i;
      base_q      <= '0;
      word_q      <= '0;
      next_row_q  <= pitch_i;
    end
    if (!rst_ni) busy_q <= 1'b0;
  end

endmodule
