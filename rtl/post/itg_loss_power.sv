// SPDX-License-Identifier: Apache-2.0
//
// p of the cross-entropy, from what itg_loss_scale made of a logit (NUMERICS.md section 4):
//
//   first branch   s = max(x - (max - 10), 0),  p = 2^s - 1            p <= 1023
//   second branch  p = 2^(1-2e) + x * 2^(1-e) + x^2,  e >= -16         p < 2^34, |x| < 2^7
//
// Combinational; 0 while `en_i` is low. Golden model: model/ops/cross_entropy.cc, P().

module itg_loss_power (
  input  logic               en_i,
  input  logic signed [5:0]  exponent_i,  // below -16 counts as -16
  input  logic               first_i,
  input  logic signed [12:0] x_i,
  input  logic signed [12:0] max_i,       // largest x of the sample
  output logic [33:0]        p_o
);

  logic signed [13:0] s;
  logic [4:0] n;
  logic signed [15:0] x, square;
  logic [32:0] line;

  always_comb begin
    s      = '0;
    n      = '0;
    x      = '0;
    square = '0;
    line   = '0;
    p_o    = '0;
    if (en_i && first_i) begin
      s = 14'(x_i) - 14'(max_i) + 14'sd10;
      if (s > 0) p_o = (34'd1 << s[3:0]) - 34'd1;
    end
    if (en_i && !first_i) begin
      n      = exponent_i < -6'sd16 ? 5'd16 : 5'(-exponent_i);
      x      = 16'(signed'(x_i[7:0]));
      square = x * x;
      line   = 33'(x) << n;
      p_o    = (34'd2 << {n, 1'b0}) + {line, 1'b0} + 34'(square);
    end
  end

endmodule
