// SPDX-License-Identifier: Apache-2.0
//
// Adds two block tensors lane by lane, after rounding the one with the smaller exponent right by
// the difference: nearest, ties away from zero. A narrow element has at most 7 bits of magnitude,
// so shifts of 8 and more give 0, and 15 stands for all larger ones. Combinational; 0 while `en_i`
// is low. Golden model: model/ops/add.h.

module itg_add #(
  parameter int unsigned Cols = 16,
  parameter int unsigned AccW = 32
) (
  input  logic                 en_i,
  input  logic [3:0]           x_shift_i,
  input  logic [3:0]           y_shift_i,
  input  logic [Cols*AccW-1:0] x_i,
  input  logic [8*Cols-1:0]    y_i,
  output logic [Cols*AccW-1:0] sum_o
);

  logic [7:0] x, y;
  logic [14:0] x_half, y_half, x_magnitude, y_magnitude;
  logic x_negative, y_negative;

  // 2^(shift-1), 0 for no shift
  assign x_half = (15'd1 << x_shift_i) >> 1;
  assign y_half = (15'd1 << y_shift_i) >> 1;

  always_comb begin
    x           = '0;
    y           = '0;
    x_magnitude = '0;
    y_magnitude = '0;
    x_negative  = 1'b0;
    y_negative  = 1'b0;
    sum_o       = '0;
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        x           = x_i[AccW*col+:8];
        y           = y_i[8*col+:8];
        x_negative  = x[7];
        y_negative  = y[7];
        if (x_negative) x = -x;
        if (y_negative) y = -y;
        x_magnitude = (15'(x) + x_half) >> x_shift_i;
        y_magnitude = (15'(y) + y_half) >> y_shift_i;
        sum_o[AccW*col+:AccW] = x_negative ? AccW'(0) - AccW'(x_magnitude) : AccW'(x_magnitude);
        if (y_negative) sum_o[AccW*col+:AccW] = sum_o[AccW*col+:AccW] - AccW'(y_magnitude);
        else sum_o[AccW*col+:AccW] = sum_o[AccW*col+:AccW] + AccW'(y_magnitude);
      end
    end
  end

endmodule
