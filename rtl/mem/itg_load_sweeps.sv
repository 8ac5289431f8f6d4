// SPDX-License-Identifier: Apache-2.0
//
// What part of each operand is wanted next, as a sweep of its nest (itg_nest):
//
//   for block of rows: for block of columns: for chunk of K: one sweep of A, one of B
//
// An operand is indexed by K and by its lane: A's are the rows of the output, B's its columns. K
// runs along the lines of the nest (`by_row`) or along the bytes of a line, the lane the other way.
// A sweep is started as soon as its nest is free: that of A may be one chunk ahead of that of B.

module itg_load_sweeps #(
  localparam int unsigned DimW = itg_pkg::DimW
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic            start_i,         // with cmd_i, held from then on
  input  itg_pkg::cmd_t   cmd_i,
  input  logic            a_by_row_i,
  input  logic            b_by_row_i,
  input  logic            a_free_i,        // the nest of A can start a sweep
  input  logic            b_free_i,
  output logic            a_start_o,       // see itg_nest for these
  output logic            a_line_first_o,
  output logic            a_line_again_o,
  output logic            a_byte_first_o,
  output logic            a_byte_again_o,
  output logic [DimW-1:0] a_lines_o,
  output logic [DimW-1:0] a_bytes_o,
  output logic            b_start_o,
  output logic            b_line_first_o,
  output logic            b_line_again_o,
  output logic            b_byte_first_o,
  output logic            b_byte_again_o,
  output logic [DimW-1:0] b_lines_o,
  output logic [DimW-1:0] b_bytes_o
);

  // The next chunk of A; that of B once A's has started.
  logic busy_q, b_due_q;
  logic first_chunk_q, first_row_q, first_col_q;  // of the block, of the blocks
  logic [DimW-1:0] k_left_q, rows_left_q, cols_left_q;
  logic [DimW-1:0] b_k_q, b_cols_q;
  logic b_first_chunk_q, b_first_col_q;
  logic first_chunk, first_row, first_col;
  logic [DimW-1:0] k_left, rows_left, cols_left, chunk, rows, cols;
  logic chunk_last, col_last, row_last;

  assign first_chunk = !busy_q || first_chunk_q;
  assign first_row   = !busy_q || first_row_q;
  assign first_col   = !busy_q || first_col_q;
  assign k_left      = busy_q ? k_left_q : cmd_i.depth[DimW-1:0];
  assign rows_left   = busy_q ? rows_left_q : cmd_i.rows[DimW-1:0];
  assign cols_left   = busy_q ? cols_left_q : cmd_i.cols[DimW-1:0];
  assign chunk_last  = k_left <= cmd_i.chunk[DimW-1:0];
  assign col_last    = cols_left <= cmd_i.block_cols[DimW-1:0];
  assign row_last    = rows_left <= cmd_i.block_rows[DimW-1:0];
  assign chunk       = chunk_last ? k_left : cmd_i.chunk[DimW-1:0];
  assign cols        = col_last ? cols_left : cmd_i.block_cols[DimW-1:0];
  assign rows        = row_last ? rows_left : cmd_i.block_rows[DimW-1:0];

  // Where the lane of A begins: every block of a row of blocks has the same rows.
  logic a_lane_first, a_lane_again, b_lane_first, b_lane_again;

  assign a_lane_first = first_chunk && first_col && first_row;
  assign a_lane_again = !first_chunk || !first_col;
  assign b_lane_first = b_first_chunk_q && b_first_col_q;
  assign b_lane_again = !b_first_chunk_q;

  assign a_start_o      = (start_i || busy_q) && a_free_i && !b_due_q;
  assign a_line_first_o = a_by_row_i ? first_chunk : a_lane_first;
  assign a_line_again_o = !a_by_row_i && a_lane_again;
  assign a_byte_first_o = a_by_row_i ? a_lane_first : first_chunk;
  assign a_byte_again_o = a_by_row_i && a_lane_again;
  assign a_lines_o      = a_by_row_i ? chunk : rows;
  assign a_bytes_o      = a_by_row_i ? rows : chunk;

  assign b_start_o      = b_due_q && b_free_i;
  assign b_line_first_o = b_by_row_i ? b_first_chunk_q : b_lane_first;
  assign b_line_again_o = !b_by_row_i && b_lane_again;
  assign b_byte_first_o = b_by_row_i ? b_lane_first : b_first_chunk_q;
  assign b_byte_again_o = b_by_row_i && b_lane_again;
  assign b_lines_o      = b_by_row_i ? b_k_q : b_cols_q;
  assign b_bytes_o      = b_by_row_i ? b_cols_q : b_k_q;

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      busy_q        <= 1'b1;
      first_chunk_q <= first_chunk;
      first_col_q   <= first_col;
      first_row_q   <= first_row;
      k_left_q      <= k_left;
      cols_left_q   <= cols_left;
      rows_left_q   <= rows_left;
    end
    if (b_start_o) b_due_q <= 1'b0;
    if (a_start_o) begin
      b_due_q         <= 1'b1;
      b_k_q           <= chunk;
      b_cols_q        <= cols;
      b_first_chunk_q <= first_chunk;
      b_first_col_q   <= first_col;
      first_chunk_q   <= chunk_last;
      k_left_q        <= chunk_last ? cmd_i.depth[DimW-1:0] : k_left - chunk;
      if (chunk_last) begin
        first_col_q <= col_last;
        cols_left_q <= col_last ? cmd_i.cols[DimW-1:0] : cols_left - cols;
        if (col_last) begin
          first_row_q <= 1'b0;
          rows_left_q <= rows_left - rows;
          if (row_last) busy_q <= 1'b0;
        end
      end
    end
    if (!rst_ni) begin
      busy_q  <= 1'b0;
      b_due_q <= 1'b0;
    end
  end

endmodule
