// SPDX-License-Identifier: Apache-2.0
//
// The yardstick: itg_mac_array in IEEE 754 binary32, for comparing area and energy of integer with
// float training on the same array. No part of the accelerator. While `en_i`, one cycle later,
//
//   acc[row][col] = (first_i ? +0 : acc[row][col]) + a[row] * b[col]
//
// product and sum each rounded to nearest, ties to even. The product is registered: the path that
// cannot be pipelined is the addition, since every cycle's sum needs the one before. Banks and
// drain are those of itg_mac_array, so a finished row may be read a cycle later than there.

module itg_fp32_array #(
  parameter  int unsigned Rows = 16,
  parameter  int unsigned Cols = 16,
  localparam int unsigned RowW = $clog2(Rows)
) (
  input  logic               clk_i,
  input  logic               rst_ni,
  input  logic               en_i,
  input  logic               first_i,
  input  logic               last_i,
  input  logic [Rows*32-1:0] a_i,
  input  logic [Cols*32-1:0] b_i,
  input  logic               drain_i,
  input  logic [RowW-1:0]    drain_row_i,
  output logic [Cols*32-1:0] row_o
);

  logic en_q, first_q, last_q, bank_q;

  always_ff @(posedge clk_i) begin
    en_q    <= en_i;
    first_q <= first_i;
    last_q  <= last_i;
    if (en_q && last_q) bank_q <= !bank_q;
    if (!rst_ni) begin
      en_q   <= 1'b0;
      bank_q <= 1'b0;
    end
  end

  logic [31:0] finished[Rows][Cols];  // of the bank that is not in use

  for (genvar row = 0; row < Rows; row++) begin : gen_row
    for (genvar col = 0; col < Cols; col++) begin : gen_cell
      logic [31:0] product, product_q, carried, sum, acc0_q, acc1_q;

      itg_fp32_multiply u_multiply (
        .a_i(a_i[32*row+:32]),
        .b_i(b_i[32*col+:32]),
        .y_o(product)
      );

      assign carried = first_q ? '0 : bank_q ? acc1_q : acc0_q;

      itg_fp32_add u_add (
        .a_i(carried),
        .b_i(product_q),
        .y_o(sum)
      );

      always_ff @(posedge clk_i) begin
        if (en_i) product_q <= product;
        if (en_q && !bank_q) acc0_q <= sum;
        if (en_q && bank_q) acc1_q <= sum;
      end

      assign finished[row][col] = bank_q ? acc0_q : acc1_q;
    end
  end

  for (genvar col = 0; col < Cols; col++) begin : gen_drain
    always_ff @(posedge clk_i) begin
      if (drain_i) row_o[32*col+:32] <= finished[drain_row_i][col];
    end
  end

endmodule
