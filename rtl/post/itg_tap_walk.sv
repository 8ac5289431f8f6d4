// SPDX-License-Identifier: Apache-2.0
//
// Where in its window a tap is. Behind a product a max-pool rounds the whole image, because the
// elements that no window covers may saturate as well: its windows then reach as far as its stride,
// `kernel_*_i` says what of them the pool keeps, and a window that the image cuts short has no
// result. Otherwise all taps are kept.

module itg_tap_walk (
  input  logic          clk_i,
  input  logic          start_i,
  input  logic          step_i,         // to the next tap
  input  logic          zero_i,         // outside the image
  input  logic          line_last_i,    // last tap of the window
  input  logic [7:0]    tap_cols_i,     // taps of a row of the window; held, as all below
  input  logic          partial_i,      // only a kernel's worth of the taps is kept
  input  logic [7:0]    kernel_rows_i,
  input  logic [7:0]    kernel_cols_i,
  output itg_pkg::tap_t tap_o
);

  logic first_q, whole_q, kept;
  logic [7:0] row_q, col_q, position_q;

  assign kept = !partial_i || (row_q < kernel_rows_i && col_q < kernel_cols_i);

  assign tap_o.first    = first_q;
  assign tap_o.exists   = !zero_i;
  assign tap_o.keeps    = !zero_i && kept;
  assign tap_o.last     = line_last_i;
  assign tap_o.emits    = line_last_i && (!partial_i || (whole_q && !(zero_i && kept)));
  assign tap_o.position = position_q;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      first_q <= line_last_i;
      whole_q <= line_last_i || (whole_q && !(zero_i && kept));
      col_q   <= col_q + 1'b1;
      if (kept) position_q <= position_q + 1'b1;
      if (col_q + 8'd1 == tap_cols_i) begin
        col_q <= '0;
        row_q <= row_q + 1'b1;
      end
    end
    if (start_i || (step_i && line_last_i)) begin
      row_q      <= '0;
      col_q      <= '0;
      position_q <= '0;
    end
    if (start_i) begin
      first_q <= 1'b1;
      whole_q <= 1'b1;
    end
  end

endmodule
