// SPDX-License-Identifier: Apache-2.0
//
// Output-stationary array with broadcast operands: while `en_i`,
//
//   acc[row][col] = (first_i ? 0 : acc[row][col]) + a[row] * b[col]      modulo 2^AccW
//
// Two banks of accumulators: after `last_i` the next tile uses the other one, and `drain_i` reads a
// finished row per cycle (`row_o`, one cycle later), up to the cycle of the next `last_i`.
// Golden model: model/ops/linear.h.

module itg_mac_array #(
  parameter  int unsigned Rows = 16,
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AW   = 8,
  parameter  int unsigned BW   = 8,
  parameter  int unsigned AccW = 32,
  localparam int unsigned RowW = $clog2(Rows)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic                 first_i,
  input  logic                 last_i,
  input  logic [Rows*AW-1:0]   a_i,
  input  logic [Cols*BW-1:0]   b_i,
  input  logic                 drain_i,
  input  logic [RowW-1:0]      drain_row_i,
  output logic [Cols*AccW-1:0] row_o
);

  // Blocking assignments to state: a simulator then keeps each row's loop a loop and turns it into
  // vector instructions. Safe because a bank is written by its row's process alone and read by
  // nobody while it is written: what drains is the other bank (TileAfterTile_A in itg_drain).
  logic signed [AccW-1:0] acc0_q[Rows][Cols];
  logic signed [AccW-1:0] acc1_q[Rows][Cols];
  logic signed [AccW-1:0] b[Cols];
  logic bank_q;

  always_ff @(posedge clk_i) begin
    if (en_i && last_i) bank_q <= !bank_q;
    if (!rst_ni) bank_q <= 1'b0;
  end

  for (genvar row = 0; row < Rows; row++) begin : gen_row
    logic signed [AccW-1:0] a;

    assign a = AccW'(signed'(a_i[AW*row+:AW]));

    always_ff @(posedge clk_i) begin
      if (en_i && !bank_q) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          acc0_q[row][col] = (first_i ? '0 : acc0_q[row][col]) + a * b[col];
        end
      end
      if (en_i && bank_q) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          acc1_q[row][col] = (first_i ? '0 : acc1_q[row][col]) + a * b[col];
        end
      end
    end
  end

  for (genvar col = 0; col < Cols; col++) begin : gen_col
    assign b[col] = AccW'(signed'(b_i[BW*col+:BW]));

    always_ff @(posedge clk_i) begin
      if (drain_i) begin
        row_o[AccW*col+:AccW] <= bank_q ? acc0_q[drain_row_i][col] : acc1_q[drain_row_i][col];
      end
    end
  end

endmodule
