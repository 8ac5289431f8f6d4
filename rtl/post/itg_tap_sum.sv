// SPDX-License-Identifier: Apache-2.0
//
// Adds the taps of a window up, lane by lane; what the taps before gave comes as `state_i`:
//
//   sum = (first tap ? 0 : state) + scale * x          scale 0 stands for 1
//
// x counts where the tap exists and, with `selects_i`, where y says that it is the winner's.
// Summing scale * x rather than x keeps the multiplier narrow; modulo 2^AccW it is the same.
// Combinational; 0 while `en_i` is low. Golden model: model/ops/average_pool.h, max_pool.h.

module itg_tap_sum #(
  parameter  int unsigned Cols    = 16,
  parameter  int unsigned AccW    = 32,
  localparam int unsigned ScaledW = AccW < 25 ? AccW : 25  // bits of scale * x that count
) (
  input  logic                 en_i,
  input  logic                 selects_i,
  input  logic [15:0]          scale_i,
  input  itg_pkg::tap_t        tap_i,
  input  logic [Cols*AccW-1:0] x_i,       // narrow elements, sign-extended
  input  logic [8*Cols-1:0]    y_i,       // positions of the winners
  input  logic [Cols*AccW-1:0] state_i,
  output logic [Cols*AccW-1:0] sum_o
);

  logic signed [ScaledW-1:0] scaled;
  logic signed [AccW-1:0] term;

  always_comb begin
    scaled = '0;
    term   = '0;
    sum_o  = '0;
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        term = x_i[AccW*col+:AccW];
        if (scale_i != '0) begin
          scaled = ScaledW'(signed'(x_i[AccW*col+:8])) * ScaledW'({1'b0, scale_i});
          term   = AccW'(scaled);
        end
        if (!tap_i.keeps || (selects_i && y_i[8*col+:8] != tap_i.position)) term = '0;
        sum_o[AccW*col+:AccW] = term;
        if (!tap_i.first) sum_o[AccW*col+:AccW] = term + state_i[AccW*col+:AccW];
      end
    end
  end

endmodule
