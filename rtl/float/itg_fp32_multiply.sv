// SPDX-License-Identifier: Apache-2.0
//
// y = a * b in IEEE 754 binary32: rounded to nearest, ties to even, subnormal operands and results
// included; every NaN that comes out is 7fc00000. Combinational. The host's `float` multiplication
// gives the same bits (tests/rtl/fp32_test.cc).

module itg_fp32_multiply (
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic [31:0] y_o
);

  localparam logic [31:0] QuietNan = 32'h7fc00000;

  logic a_normal, b_normal, a_special, b_special, a_nan, b_nan, a_zero, b_zero, sign;
  logic [7:0] a_exponent, b_exponent;

  assign a_normal   = a_i[30:23] != '0;
  assign b_normal   = b_i[30:23] != '0;
  assign a_exponent = a_normal ? a_i[30:23] : 8'd1;
  assign b_exponent = b_normal ? b_i[30:23] : 8'd1;
  assign a_special  = a_i[30:23] == '1;
  assign b_special  = b_i[30:23] == '1;
  assign a_nan      = a_special && a_i[22:0] != '0;
  assign b_nan      = b_special && b_i[22:0] != '0;
  assign a_zero     = a_i[30:0] == '0;
  assign b_zero     = b_i[30:0] == '0;
  assign sign       = a_i[31] ^ b_i[31];

  // The product with its leading one in bit 47, and the exponent that belongs to it.
  logic [47:0] product, leading;
  logic [5:0] zeros;
  logic signed [9:0] exponent;

  assign product = {24'd0, a_normal, a_i[22:0]} * {24'd0, b_normal, b_i[22:0]};

  always_comb begin
    zeros = '0;
    for (int unsigned i = 0; i < 48; i++) if (product[i]) zeros = 6'(47 - i);
  end

  assign leading  = product << zeros;
  assign exponent = $signed({2'b0, a_exponent}) + $signed({2'b0, b_exponent})
                  - $signed({4'b0, zeros}) - 10'sd126;

  // Below exponent 1 there is none: the significand moves right instead, and leaves a trace.
  logic [5:0] down;
  logic signed [9:0] below;
  logic [47:0] moved;
  logic lost;

  assign below = 10'sd1 - exponent;
  assign down  = below <= 10'sd0 ? 6'd0 : below > 10'sd48 ? 6'd48 : below[5:0];
  assign moved = leading >> down;
  assign lost  = (moved << down) != leading;

  logic [31:0] rounded;

  itg_fp32_pack u_pack (
    .sign_i       (sign),
    .exponent_i   (exponent < 10'sd1 ? 10'sd1 : exponent),
    .significand_i(moved[47:24]),
    .guard_i      (moved[23]),
    .sticky_i     (moved[22:0] != '0 || lost),
    .y_o          (rounded)
  );

  always_comb begin
    y_o = rounded;
    if (a_special || b_special) y_o = {sign, 8'hff, 23'd0};
    if (a_nan || b_nan || (a_special && b_zero) || (b_special && a_zero)) y_o = QuietNan;
  end

endmodule
