// SPDX-License-Identifier: Apache-2.0
//
// Output-stationary array with broadcast operands: while `en_i`,
//
//   acc[row][col] = (first_i ? 0 : acc[row][col]) + a[row] * b[col]      modulo 2^AccW
//
// With `last_i` the new accumulators are copied to shadow registers, from which `drain_i` reads one
// row per cycle (`row_o`, one cycle later) while the array goes on with the next tile.
// The caller leaves at least as many cycles between two `last_i` as it drains rows.
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
  input  logic                 en_i,
  input  logic                 first_i,
  input  logic                 last_i,
  input  logic [Rows*AW-1:0]   a_i,
  input  logic [Cols*BW-1:0]   b_i,
  input  logic                 drain_i,
  input  logic [RowW-1:0]      drain_row_i,
  output logic [Cols*AccW-1:0] row_o
);

  // Blocking assignments to state: a simulator then keeps each loop a loop and turns it into vector
  // instructions. Safe because no other process reads acc_q and shadow_q; `row_o`, the one register
  // that others see, is assigned without blocking, from the shadow as it was before this edge.
  logic signed [AccW-1:0] acc_q[Rows*Cols];
  logic signed [AccW-1:0] shadow_q[Rows*Cols];
  logic signed [AccW-1:0] b[Cols];
  logic signed [AccW-1:0] a;
  logic [Cols*AccW-1:0] drained;

  always_ff @(posedge clk_i) begin
    if (drain_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        drained[AccW*col+:AccW] = shadow_q[32'(drain_row_i)*Cols+col];
      end
      row_o <= drained;
    end
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) b[col] = AccW'(signed'(b_i[BW*col+:BW]));
      for (int unsigned row = 0; row < Rows; row++) begin
        a = AccW'(signed'(a_i[AW*row+:AW]));
        if (first_i) begin
          for (int unsigned col = 0; col < Cols; col++) acc_q[row*Cols+col] = a * b[col];
        end else begin
          for (int unsigned col = 0; col < Cols; col++) begin
            acc_q[row*Cols+col] = acc_q[row*Cols+col] + a * b[col];
          end
        end
      end
      if (last_i) begin
        for (int unsigned i = 0; i < Rows * Cols; i++) shadow_q[i] = acc_q[i];
      end
    end
  end

endmodule
