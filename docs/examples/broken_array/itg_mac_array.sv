// SPDX-License-Identifier: Apache-2.0
//
// An array of approximate multipliers in place of rtl/array/itg_mac_array.sv: the partial products
// a[i] * b[j] with i + j < Drop are left out ("broken array multiplier"). A product is too small by
// at most the sum of 2^(i+j) over them: 49 for Drop = 4. All else is as in the original, which
// explains the ports and why state is assigned in place.

module itg_mac_array #(
  parameter  int unsigned Rows = 16,
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AW   = 8,
  parameter  int unsigned BW   = 8,
  parameter  int unsigned AccW = 32,
  parameter  int          Drop = 4,     // 0: exact
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

  // One row of partial products for each bit of b, less its lowest columns; the sign bit's is
  // subtracted.
  function automatic logic signed [AccW-1:0] multiply(input logic signed [AccW-1:0] a,
                                                      input logic signed [AccW-1:0] b);
    logic signed [AccW-1:0] part;
    multiply = '0;
    for (int j = 0; j < signed'(BW); j++) begin
      part     = b[j] ? (a >>> (j < Drop ? Drop - j : 0)) <<< (j < Drop ? Drop : j) : '0;
      multiply = j == signed'(BW) - 1 ? multiply - part : multiply + part;
    end
  endfunction

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
          acc0_q[row][col] = (first_i ? '0 : acc0_q[row][col]) + multiply(a, b[col]);
        end
      end
      if (en_i && bank_q) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          acc1_q[row][col] = (first_i ? '0 : acc1_q[row][col]) + multiply(a, b[col]);
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
