// SPDX-License-Identifier: Apache-2.0
//
// y = a + b in IEEE 754 binary32: rounded to nearest, ties to even, subnormal numbers included;
// every NaN that comes out is 7fc00000. Combinational. The host's `float` addition gives the same
// bits (tests/rtl/fp32_test.cc).

module itg_fp32_add (
  input  logic [31:0] a_i,
  input  logic [31:0] b_i,
  output logic [31:0] y_o
);

  localparam logic [31:0] QuietNan = 32'h7fc00000;

  // The larger magnitude and the smaller one.
  logic swap;
  logic [31:0] big;
  logic [30:0] little;
  logic big_normal, little_normal;
  logic [7:0] big_exponent, little_exponent, distance;

  assign swap           = a_i[30:0] < b_i[30:0];
  assign big          = swap ? b_i : a_i;
  assign little          = swap ? a_i[30:0] : b_i[30:0];
  assign big_normal   = big[30:23] != '0;
  assign little_normal   = little[30:23] != '0;
  assign big_exponent = big_normal ? big[30:23] : 8'd1;
  assign little_exponent = little_normal ? little[30:23] : 8'd1;
  assign distance       = big_exponent - little_exponent;

  // Three bits below the significand decide every rounding: guard, one to be shifted in when the
  // leading one is lost, and the trace of all that lies lower.
  logic [26:0] big_bits, little_bits, aligned;
  logic [4:0] down;
  logic lost, subtract;
  logic [27:0] sum;

  assign big_bits = {big_normal, big[22:0], 3'd0};
  assign little_bits = {little_normal, little[22:0], 3'd0};
  assign down       = distance > 8'd27 ? 5'd27 : distance[4:0];
  assign aligned    = little_bits >> down;
  assign lost       = (aligned << down) != little_bits;
  assign subtract   = a_i[31] ^ b_i[31];
  assign sum        = subtract ? {1'b0, big_bits} - {1'b0, aligned[26:1], aligned[0] | lost}
                               : {1'b0, big_bits} + {1'b0, aligned[26:1], aligned[0] | lost};

  // The leading one to bit 26, but no exponent below 1.
  logic [4:0] zeros, up;
  logic [26:0] leading;
  logic signed [9:0] exponent;

  always_comb begin
    zeros = 5'd27;
    for (int unsigned i = 0; i < 27; i++) if (sum[i]) zeros = 5'(26 - i);
  end

  assign up       = 8'(zeros) < big_exponent ? zeros : 5'(big_exponent - 8'd1);
  assign leading  = sum[27] ? {sum[27:2], sum[1] | sum[0]} : sum[26:0] << up;
  assign exponent = sum[27] ? $signed({2'b0, big_exponent}) + 10'sd1
                            : $signed({2'b0, big_exponent}) - $signed({5'b0, up});

  logic [31:0] rounded;

  itg_fp32_pack u_pack (
    .sign_i       (sum == '0 ? a_i[31] && b_i[31] : big[31]),  // x - x is +0
    .exponent_i   (exponent),
    .significand_i(leading[26:3]),
    .guard_i      (leading[2]),
    .sticky_i     (leading[1:0] != '0),
    .y_o          (rounded)
  );

  // What is not finite: the larger magnitude decides, NaN being larger than infinity.
  always_comb begin
    y_o = rounded;
    if (big[30:23] == '1) begin
      y_o = big;
      if (big[22:0] != '0 || (subtract && little[30:23] == '1)) y_o = QuietNan;
    end
  end

endmodule
