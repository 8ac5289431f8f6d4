// SPDX-License-Identifier: Apache-2.0
//
// One cell of the array: two banks of an accumulator, of which one takes a * b while the other
// holds the tile before. The same formulas as rtl/array/itg_mac_array.sv.

module itg_mac_cell #(
  parameter  int unsigned AW   = 8,
  parameter  int unsigned BW   = 8,
  parameter  int unsigned AccW = 32
) (
  input  logic            clk_i,
  input  logic            en_i,
  input  logic            first_i,
  input  logic            bank_i,      // the one that is written
  input  logic [AW-1:0]   a_i,
  input  logic [BW-1:0]   b_i,
  output logic [AccW-1:0] finished_o   // the other one
);

  logic signed [AccW-1:0] a, b, acc0_q, acc1_q;

  assign a = AccW'(signed'(a_i));
  assign b = AccW'(signed'(b_i));

  always_ff @(posedge clk_i) begin
    if (en_i && !bank_i) acc0_q <= (first_i ? '0 : acc0_q) + a * b;
    if (en_i && bank_i) acc1_q <= (first_i ? '0 : acc1_q) + a * b;
  end

  assign finished_o = bank_i ? acc0_q : acc1_q;

endmodule
