// SPDX-License-Identifier: Apache-2.0
//
// Rounds a significand to IEEE 754 binary32, nearest and ties to even. The number is
//
//   significand * 2^(exponent - 127 - 23)        plus what guard and sticky say of lower bits
//
// with the leading one in bit 23, or below it if the exponent is 1 (a subnormal number). A carry
// out of the fraction goes into the exponent, which is right at every boundary: subnormal to
// normal, and largest number to infinity. Combinational.

module itg_fp32_pack (
  input  logic              sign_i,
  input  logic signed [9:0] exponent_i,  // at least 1; from 255 on the result is infinite
  input  logic [23:0]       significand_i,
  input  logic              guard_i,
  input  logic              sticky_i,
  output logic [31:0]       y_o
);

  localparam logic [30:0] Infinity = {8'hff, 23'd0};

  logic [7:0] field;
  logic up;
  logic [30:0] magnitude;

  assign field     = significand_i[23] ? exponent_i[7:0] : 8'd0;
  assign up        = guard_i && (sticky_i || significand_i[0]);
  assign magnitude = {field, significand_i[22:0]} + 31'(up);
  assign y_o       = {sign_i, exponent_i >= 10'sd255 ? Infinity : magnitude};

endmodule
