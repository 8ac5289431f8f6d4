// SPDX-License-Identifier: Apache-2.0
//
// Of one column of the array: the register that a finished row passes through, and the multiplexer
// of rows in front of it.

module itg_mac_drain #(
  parameter  int unsigned Rows = 16,
  parameter  int unsigned AccW = 32,
  localparam int unsigned RowW = $clog2(Rows)
) (
  input  logic                 clk_i,
  input  logic                 drain_i,
  input  logic [RowW-1:0]      drain_row_i,
  input  logic [Rows*AccW-1:0] finished_i,
  output logic [AccW-1:0]      row_o
);

  logic [AccW-1:0] sums[Rows];

  for (genvar row = 0; row < Rows; row++) begin : gen_row
    assign sums[row] = finished_i[AccW*row+:AccW];
  end

  always_ff @(posedge clk_i) begin
    if (drain_i) row_o <= sums[drain_row_i];
  end

endmodule
