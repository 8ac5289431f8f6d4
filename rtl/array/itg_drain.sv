// SPDX-License-Identifier: Apache-2.0
//
// Moves a finished tile from the array's finished bank to the accumulator SRAM, a row per cycle,
// and shows the complete sums of the last chunk to the range unit. `start_i` comes in the cycle
// after the tile's last k and never before the previous tile is through.

module itg_drain #(
  parameter  int unsigned Rows     = 16,
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned AccDepth = 1024,
  localparam int unsigned AccAddrW = $clog2(AccDepth),
  localparam int unsigned RowW     = $clog2(Rows),
  localparam int unsigned RowCntW  = $clog2(Rows + 1),
  localparam int unsigned ColCntW  = $clog2(Cols + 1)
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic                start_i,
  input  logic [RowCntW-1:0]  tile_rows_i,
  input  logic [ColCntW-1:0]  tile_cols_i,
  input  logic [AccAddrW-1:0] tile_addr_i,
  input  logic                accumulate_i,
  input  logic                final_i,
  input  logic                tile_last_i,
  input  logic [AccAddrW-1:0] pitch_i,       // accumulator words from a row to the next
  output logic                row_valid_o,   // read row `row_o` of the finished bank
  output logic [RowW-1:0]     row_o,
  output logic [AccAddrW-1:0] addr_o,        // and update this accumulator word with it
  output logic                accumulate_o,
  output logic                range_valid_o, // one cycle after row_valid_o: the sum is complete
  output logic [Cols-1:0]     range_lanes_o,
  output logic                done_o         // the last row of the command has been written
);

  logic busy_q, accumulate_q, final_q, tile_last_q;
  logic [RowW-1:0] row_q;
  logic [RowCntW-1:0] rows_left_q;
  logic [AccAddrW-1:0] addr_q;
  logic [Cols-1:0] lanes_q, lanes_q2, start_lanes;
  logic valid_q, final_q2, last_q;

  assign start_lanes = ~({Cols{1'b1}} << tile_cols_i);

  // The first row is drained in the very cycle of start_i, the others from registers.
  assign row_valid_o  = start_i || busy_q;
  assign row_o        = start_i ? '0 : row_q;
  assign addr_o       = start_i ? tile_addr_i : addr_q;
  assign accumulate_o = start_i ? accumulate_i : accumulate_q;

  always_ff @(posedge clk_i) begin
    if (row_valid_o) begin
      row_q       <= row_o + 1'b1;
      addr_q      <= addr_o + pitch_i;
      rows_left_q <= (start_i ? tile_rows_i : rows_left_q) - 1'b1;
      busy_q      <= (start_i ? tile_rows_i : rows_left_q) != RowCntW'(1);
    end
    if (start_i) begin
      accumulate_q <= accumulate_i;
      final_q      <= final_i;
      tile_last_q  <= tile_last_i;
      lanes_q      <= start_lanes;
    end
    valid_q       <= row_valid_o;
    last_q        <= row_valid_o && (start_i ? tile_last_i && tile_rows_i == RowCntW'(1)
                                             : tile_last_q && rows_left_q == RowCntW'(1));
    done_o        <= last_q;
    final_q2      <= start_i ? final_i : final_q;
    lanes_q2      <= start_i ? start_lanes : lanes_q;
    if (!rst_ni) begin
      busy_q  <= 1'b0;
      valid_q <= 1'b0;
      last_q  <= 1'b0;
      done_o  <= 1'b0;
    end
  end

  assign range_valid_o = valid_q && final_q2;
  assign range_lanes_o = lanes_q2;

`ifndef SYNTHESIS
  // The array's banks flipped in the cycle before start_i: had the tile before rows left, its bank
  // would be written while it drains, which the array's blocking assignments rely on never to be.
  TileAfterTile_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> !busy_q)
  else $error("itg_drain: a tile arrived while another was draining");
`endif

endmodule
