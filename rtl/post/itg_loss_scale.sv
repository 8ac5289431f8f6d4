// SPDX-License-Identifier: Apache-2.0
//
// First step of the cross-entropy for a logit o with exponent e (NUMERICS.md section 4):
//
//   first branch   x = trunc(trunc(o * 47274 / 2^15) * 2^e)         log2 of e^(o * 2^e)
//   second branch  x = o, rounded (nearest) to exponent -16 where e < -16
//
// Signs are handled apart, so shifts truncate toward zero. Combinational; 0 while `en_i` is low.
// |o| <= 128 and e <= 4 give |x| < 2^12. Golden model: model/ops/cross_entropy.cc, Scale(),
// Prepare().

module itg_loss_scale (
  input  logic               en_i,
  input  logic signed [5:0]  exponent_i,  // -24..4: below, the rounding leaves nothing of a logit
  input  logic               first_i,
  input  logic signed [7:0]  logit_i,
  output logic signed [12:0] x_o
);

  localparam logic [15:0] Log2E = 16'd47274;  // * 2^-15

  logic [7:0] magnitude;
  logic [8:0] log2, doubled;
  logic [3:0] shift;
  logic [12:0] x;

  always_comb begin
    magnitude = '0;
    log2      = '0;
    doubled   = '0;
    shift     = '0;
    x         = '0;
    if (en_i) begin
      magnitude = logit_i[7] ? -logit_i : logit_i;
      if (first_i) begin
        log2  = 9'((24'(magnitude) * 24'(Log2E)) >> 15);
        shift = exponent_i[5] ? 4'(-exponent_i) : exponent_i[3:0];
        x     = exponent_i[5] ? 13'(log2) >> shift : 13'(log2) << shift;
      end else begin
        shift   = exponent_i < -6'sd16 ? 4'(-6'sd16 - exponent_i) : '0;
        doubled = {magnitude, 1'b0} >> shift;
        x       = (13'(doubled) + 13'd1) >> 1;
      end
    end
    x_o = logit_i[7] ? -x : x;
  end

endmodule
