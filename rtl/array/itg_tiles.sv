// SPDX-License-Identifier: Apache-2.0
//
// The array with what drains it: operand vectors in, in the order of itg_feeder, and rows of
// finished tiles out, each with its place in the accumulator SRAM. The description of a tile
// travels beside its operands: two cycles from their read to the array, one more to its finished
// bank.

module itg_tiles #(
  parameter  int unsigned Rows     = 16,
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned AW       = 8,
  parameter  int unsigned BW       = 8,
  parameter  int unsigned AccW     = 32,
  parameter  int unsigned AccDepth = 1024,
  localparam int unsigned AccAddrW = $clog2(AccDepth),
  localparam int unsigned RowCntW  = $clog2(Rows + 1),
  localparam int unsigned ColCntW  = $clog2(Cols + 1)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 read_i,            // operands of a k are being read
  input  logic                 first_i,           // it is the tile's first, its last
  input  logic                 last_i,
  input  logic [Rows*AW-1:0]   a_i,               // two cycles after read_i
  input  logic [Cols*BW-1:0]   b_i,
  input  logic [RowCntW-1:0]   tile_rows_i,       // with last_i, as all down to tile_last_i; see
  input  logic [ColCntW-1:0]   tile_cols_i,       // itg_feeder
  input  logic [AccAddrW-1:0]  tile_addr_i,
  input  logic                 accumulate_i,
  input  logic                 final_i,
  input  logic                 tile_last_i,
  input  logic [AccAddrW-1:0]  pitch_i,           // words from a row to the next
  output logic                 active_o,          // the array multiplies
  output logic                 row_valid_o,       // a row, see itg_accumulator,
  output logic [AccAddrW-1:0]  row_addr_o,
  output logic                 row_accumulate_o,
  output logic [Cols*AccW-1:0] row_o,             // and a cycle later its sums
  output logic                 range_valid_o,     // these are complete: lanes that hold an element
  output logic [Cols-1:0]      range_lanes_o,
  output logic                 done_o             // the last row of tile_last_i is in the SRAM
);

  localparam int unsigned TileW = RowCntW + ColCntW + AccAddrW + 3;
  logic [2:0] flags_q, flags_q2;
  logic [TileW-1:0] tile_q, tile_q2, tile_q3;
  logic captured_q;

  always_ff @(posedge clk_i) begin
    flags_q    <= {read_i, first_i, last_i};
    flags_q2   <= flags_q;
    captured_q <= flags_q2[2] && flags_q2[0];
    if (read_i && last_i) begin
      tile_q <= {tile_rows_i, tile_cols_i, tile_addr_i, accumulate_i, final_i, tile_last_i};
    end
    if (flags_q[2] && flags_q[0]) tile_q2 <= tile_q;
    if (flags_q2[2] && flags_q2[0]) tile_q3 <= tile_q2;
    if (!rst_ni) begin
      flags_q    <= '0;
      flags_q2   <= '0;
      captured_q <= 1'b0;
    end
  end

  logic [RowCntW-1:0] drain_rows;
  logic [ColCntW-1:0] drain_cols;
  logic [AccAddrW-1:0] drain_addr;
  logic drain_accumulate, drain_final, drain_last;
  logic [$clog2(Rows)-1:0] row;

  assign {drain_rows, drain_cols, drain_addr, drain_accumulate, drain_final, drain_last} = tile_q3;
  assign active_o = flags_q2[2];

  itg_mac_array #(
    .Rows(Rows),
    .Cols(Cols),
    .AW(AW),
    .BW(BW),
    .AccW(AccW)
  ) u_array (
    .clk_i,
    .rst_ni,
    .en_i(flags_q2[2]),
    .first_i(flags_q2[1]),
    .last_i(flags_q2[0]),
    .a_i,
    .b_i,
    .drain_i(row_valid_o),
    .drain_row_i(row),
    .row_o
  );

  itg_drain #(
    .Rows(Rows),
    .Cols(Cols),
    .AccDepth(AccDepth)
  ) u_drain (
    .clk_i,
    .rst_ni,
    .start_i(captured_q),
    .tile_rows_i(drain_rows),
    .tile_cols_i(drain_cols),
    .tile_addr_i(drain_addr),
    .accumulate_i(drain_accumulate),
    .final_i(drain_final),
    .tile_last_i(drain_last),
    .pitch_i,
    .row_valid_o,
    .row_o(row),
    .addr_o(row_addr_o),
    .accumulate_o(row_accumulate_o),
    .range_valid_o,
    .range_lanes_o,
    .done_o
  );

endmodule
