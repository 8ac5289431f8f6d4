// SPDX-License-Identifier: Apache-2.0
//
// Scratchpad address of one operand vector: element `lane` .. of one slice of K. K runs along the
// columns of the stored matrix (then the vector runs down a column) or down its rows.
// `k_step_i` goes to the next k, `lane_step_i` moves the vector by `Step` lanes and k back to 0,
// `lane_home_i` moves it back to lane 0. No multiplication: both coordinates only ever advance.

module itg_operand_address #(
  parameter  int unsigned Step  = 16,   // rows or columns of the array
  parameter  int unsigned Lanes = 16,
  parameter  int unsigned Depth = 1024,
  localparam int unsigned AddrW = $clog2(Depth),
  localparam int unsigned LaneW = $clog2(Lanes)
) (
  input  logic             clk_i,
  input  logic             by_row_i,       // K runs down the rows
  input  logic [AddrW-1:0] panel_rows_i,   // words between two panels of Lanes columns
  input  logic             k_step_i,
  input  logic             k_home_i,
  input  logic             lane_step_i,
  input  logic             lane_home_i,
  output logic [AddrW-1:0] base_o,         // fields of a scratchpad read, see itg_scratchpad
  output logic [AddrW-1:0] wrap_o,
  output logic [LaneW-1:0] cross_o,
  output logic [LaneW-1:0] offset_o
);

  logic [AddrW-1:0] lane_base_q, k_base_q;
  logic [LaneW-1:0] lane_q, k_q;  // modulo Lanes
  logic [LaneW:0] next_lane;

  assign next_lane = {1'b0, lane_q} + (LaneW + 1)'(Step);
  assign wrap_o    = by_row_i ? panel_rows_i : AddrW'(Lanes);
  assign base_o    = lane_base_q + k_base_q;
  assign cross_o   = k_q;
  assign offset_o  = lane_q;

  always_ff @(posedge clk_i) begin
    if (k_home_i) begin
      k_q      <= '0;
      k_base_q <= '0;
    end else if (k_step_i) begin
      k_q <= k_q + 1'b1;
      if (by_row_i) k_base_q <= k_base_q + 1'b1;
      else if (&k_q) k_base_q <= k_base_q + panel_rows_i;
    end
    if (lane_home_i) begin
      lane_q      <= '0;
      lane_base_q <= '0;
    end else if (lane_step_i) begin
      lane_q <= next_lane[LaneW-1:0];
      if (next_lane[LaneW]) lane_base_q <= lane_base_q + wrap_o;
    end
  end

endmodule
