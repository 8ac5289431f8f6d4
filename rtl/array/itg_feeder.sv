// SPDX-License-Identifier: Apache-2.0
//
// Reads operand vectors for the array, one k per cycle:
//
//   for block: for chunk of K: for tile row: for tile column: for k of the chunk
//
// and says of each tile where its accumulators go. A block is the part of the output whose sums are
// in the accumulator SRAM at a time; blocks go by rows, and the next one begins with `resume_i`.
// A chunk starts once it is loaded. The last k of
// a tile waits until as many cycles have passed since the last k of the tile before as that drains
// rows: the array has two banks of accumulators.

module itg_feeder #(
  parameter  int unsigned Rows     = 16,
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned Lanes    = 16,
  parameter  int unsigned Depth    = 1024,  // words of a scratchpad, both halves
  parameter  int unsigned AccDepth = 1024,
  localparam int unsigned AddrW    = $clog2(Depth),
  localparam int unsigned LaneW    = $clog2(Lanes),
  localparam int unsigned AccAddrW = $clog2(AccDepth),
  localparam int unsigned RowCntW  = $clog2(Rows + 1),
  localparam int unsigned ColCntW  = $clog2(Cols + 1),
  localparam int unsigned DimW     = itg_pkg::DimW
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                start_i,       // of the first block
  input  logic                resume_i,      // onto the next block
  input  itg_pkg::cmd_t       cmd_i,
  input  logic                a_by_row_i,
  input  logic                b_by_row_i,
  input  logic                loaded_i,      // a further chunk is in the scratchpads
  output logic                consumed_o,    // the oldest chunk is no longer needed
  output logic                read_o,        // both scratchpads
  output logic [AddrW-1:0]    a_base_o,
  output logic [AddrW-1:0]    a_wrap_o,
  output logic [LaneW-1:0]    a_cross_o,
  output logic [LaneW-1:0]    a_offset_o,
  output logic [AddrW-1:0]    b_base_o,
  output logic [AddrW-1:0]    b_wrap_o,
  output logic [LaneW-1:0]    b_cross_o,
  output logic [LaneW-1:0]    b_offset_o,
  output logic                first_o,       // of the tile's k
  output logic                last_o,
  output logic [RowCntW-1:0]  tile_rows_o,   // of the tile that hold elements, and so on
  output logic [ColCntW-1:0]  tile_cols_o,
  output logic [AccAddrW-1:0] tile_addr_o,   // accumulator word of its first row
  output logic                accumulate_o,  // a chunk before this one left partial sums
  output logic                final_o,       // the last chunk: the sums are complete
  output logic                tile_last_o,   // last tile of the block
  output logic [DimW-1:0]     block_rows_o,  // of the block, up to resume_i
  output logic [DimW-1:0]     block_cols_o,
  output logic                row_last_o,    // the block is the last of its row of blocks
  output logic                block_last_o   // and the last of all
);

  localparam logic [AddrW-1:0] Half = AddrW'(Depth / 2);

  logic busy_q, first_q, half_q, first_chunk_q;
  logic [1:0] available_q;  // chunks loaded and not consumed
  logic [DimW-1:0] k_rest_q;  // of K, from this chunk on
  logic [DimW-1:0] k_left_q;  // of this tile in this chunk
  logic [DimW-1:0] rows_left_q, cols_left_q;  // of this chunk and of its row of tiles
  logic [DimW-1:0] rows_rest_q, cols_rest_q;  // of the output, from this block on
  logic [DimW-1:0] block_rows, block_cols, rows_rest, cols_rest;
  logic [AccAddrW-1:0] row_addr_q, tile_addr_q;
  logic [RowCntW-1:0] drain_wait_q;
  logic [DimW-1:0] chunk, next_chunk;
  logic [AddrW-1:0] a_panel_rows, b_panel_rows, a_base, b_base;
  logic tile_done, row_done, chunk_done, begin_block, last_row, last_col, final_chunk;

  assign chunk       = k_rest_q < cmd_i.chunk[DimW-1:0] ? k_rest_q : cmd_i.chunk[DimW-1:0];
  assign next_chunk  = k_rest_q - chunk < chunk ? k_rest_q - chunk : chunk;
  assign final_chunk = k_rest_q == chunk;
  assign last_row    = rows_left_q <= DimW'(Rows);
  assign last_col    = cols_left_q <= DimW'(Cols);

  assign first_o = first_q;
  assign last_o  = k_left_q == DimW'(1);
  assign read_o  = busy_q && available_q != '0 && !(last_o && drain_wait_q > RowCntW'(1));

  assign tile_done  = read_o && last_o;
  assign row_done   = tile_done && last_col;
  assign chunk_done = row_done && last_row;

  assign tile_rows_o  = last_row ? rows_left_q[RowCntW-1:0] : RowCntW'(Rows);
  assign tile_cols_o  = last_col ? cols_left_q[ColCntW-1:0] : ColCntW'(Cols);
  assign tile_addr_o  = tile_addr_q;
  assign accumulate_o = !first_chunk_q;
  assign final_o      = final_chunk;
  assign tile_last_o  = last_row && last_col && final_chunk;

  // The block, and what is left of the output when the next one begins
  assign block_rows   = cmd_i.block_rows[DimW-1:0];
  assign block_cols   = cmd_i.block_cols[DimW-1:0];
  assign block_rows_o = rows_rest_q < block_rows ? rows_rest_q : block_rows;
  assign block_cols_o = row_last_o ? cols_rest_q : block_cols;
  assign row_last_o   = cols_rest_q <= block_cols;
  assign block_last_o = row_last_o && rows_rest_q <= block_rows;
  assign begin_block  = start_i || resume_i;

  always_comb begin
    rows_rest = '0;
    cols_rest = '0;
    if (begin_block) begin
      rows_rest = start_i ? cmd_i.rows[DimW-1:0] : rows_rest_q - (row_last_o ? block_rows : '0);
      cols_rest = start_i || row_last_o ? cmd_i.cols[DimW-1:0] : cols_rest_q - block_cols;
    end
  end

  always_ff @(posedge clk_i) begin
    consumed_o  <= chunk_done;
    available_q <= available_q + 2'(loaded_i) - 2'(chunk_done);
    if (read_o) begin
      first_q  <= last_o;
      k_left_q <= last_o ? chunk : k_left_q - 1'b1;
    end
    if (drain_wait_q != '0) drain_wait_q <= drain_wait_q - 1'b1;
    if (tile_done) begin
      drain_wait_q <= tile_rows_o;
      tile_addr_q  <= tile_addr_q + 1'b1;
      cols_left_q  <= cols_left_q - DimW'(Cols);
    end
    if (row_done) begin
      cols_left_q <= block_cols_o;
      rows_left_q <= rows_left_q - DimW'(Rows);
      tile_addr_q <= row_addr_q + AccAddrW'(Rows * 32'(cmd_i.col_words[DimW-1:0]));
      row_addr_q  <= row_addr_q + AccAddrW'(Rows * 32'(cmd_i.col_words[DimW-1:0]));
    end
    if (chunk_done) begin
      rows_left_q   <= block_rows_o;
      k_rest_q      <= k_rest_q - chunk;
      k_left_q      <= next_chunk;
      first_chunk_q <= 1'b0;
      half_q        <= !half_q;
      row_addr_q    <= '0;
      tile_addr_q   <= '0;
    end
    if (chunk_done && final_chunk) busy_q <= 1'b0;
    if (begin_block) begin
      busy_q        <= 1'b1;
      first_q       <= 1'b1;
      first_chunk_q <= 1'b1;
      k_rest_q      <= cmd_i.depth[DimW-1:0];
      k_left_q      <= cmd_i.chunk < cmd_i.depth ? cmd_i.chunk[DimW-1:0] : cmd_i.depth[DimW-1:0];
      rows_rest_q   <= rows_rest;
      cols_rest_q   <= cols_rest;
      rows_left_q   <= rows_rest < block_rows ? rows_rest : block_rows;
      cols_left_q   <= cols_rest < block_cols ? cols_rest : block_cols;
      row_addr_q    <= '0;
      tile_addr_q   <= '0;
    end
    if (start_i) begin
      half_q       <= 1'b0;
      available_q  <= '0;
      drain_wait_q <= '0;
    end
    if (!rst_ni) begin
      busy_q      <= 1'b0;
      available_q <= '0;
      consumed_o  <= 1'b0;
    end
  end

  assign a_panel_rows = a_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(block_rows);
  assign b_panel_rows = b_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(block_cols);

  itg_operand_address #(
    .Step(Rows),
    .Lanes(Lanes),
    .Depth(Depth)
  ) u_a_address (
    .clk_i,
    .by_row_i(a_by_row_i),
    .panel_rows_i(a_panel_rows),
    .k_step_i(read_o),
    .k_home_i(start_i || tile_done),
    .lane_step_i(row_done),
    .lane_home_i(start_i || chunk_done),
    .base_o(a_base),
    .wrap_o(a_wrap_o),
    .cross_o(a_cross_o),
    .offset_o(a_offset_o)
  );

  itg_operand_address #(
    .Step(Cols),
    .Lanes(Lanes),
    .Depth(Depth)
  ) u_b_address (
    .clk_i,
    .by_row_i(b_by_row_i),
    .panel_rows_i(b_panel_rows),
    .k_step_i(read_o),
    .k_home_i(start_i || tile_done),
    .lane_step_i(tile_done),
    .lane_home_i(start_i || row_done),
    .base_o(b_base),
    .wrap_o(b_wrap_o),
    .cross_o(b_cross_o),
    .offset_o(b_offset_o)
  );

  assign a_base_o = (half_q ? Half : '0) + a_base;
  assign b_base_o = (half_q ? Half : '0) + b_base;

endmodule
