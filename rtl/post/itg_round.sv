// SPDX-License-Identifier: Apache-2.0
//
// Round `Lanes` accumulators to narrow elements, sign-magnitude:
//
//   out = sign(acc) * min(floor(|acc| / 2^shift) + up, max),   up = weight > threshold
//
// Combinational; 0 in lanes that are not enabled, which also spares a simulator the work. A mode
// that is not in `Modes` rounds to nearest. Golden model: model/arith/round.h, Round().

module itg_round #(
  parameter  int unsigned Lanes  = 1,
  parameter  int unsigned AccW   = 32,
  parameter  int unsigned OutW   = 8,
  parameter  logic [2:0]  Modes  = 3'b111,   // bit m: mode m is present
  localparam int unsigned ShiftW = $clog2(AccW)
) (
  input  logic                  en_i,
  input  logic [Lanes-1:0]      lanes_i,
  input  logic [Lanes*AccW-1:0] acc_i,
  input  logic [ShiftW-1:0]     shift_i,
  input  logic [1:0]            mode_i,       // itg_pkg::RoundNearest, ...
  input  logic [Lanes*AccW-1:0] rand_i,       // read by stochastic rounding alone
  input  logic [OutW-2:0]       max_i,        // largest magnitude of the result
  output logic [Lanes*OutW-1:0] out_o,
  output logic [Lanes-1:0]      saturated_o
);

  localparam logic [AccW-1:0] One = AccW'(1);

  logic [AccW-1:0] acc, magnitude, mask, dropped, half_mask, weight, threshold, rounded;
  logic [OutW-1:0] clipped;

  always_comb begin
    acc         = '0;
    magnitude   = '0;
    dropped     = '0;
    weight      = '0;
    threshold   = '0;
    rounded     = '0;
    clipped     = '0;
    saturated_o = '0;
    out_o       = '0;
    mask        = (One << shift_i) - One;
    half_mask   = (One << (shift_i >> 1)) - One;
    if (en_i) begin
      for (int unsigned lane = 0; lane < Lanes; lane++) begin
        acc       = acc_i[AccW*lane+:AccW];
        magnitude = acc[AccW-1] ? -acc : acc;
        dropped   = magnitude & mask;
        weight    = dropped;
        threshold = mask >> 1;
        if (Modes[itg_pkg::RoundStochastic] && mode_i == itg_pkg::RoundStochastic) begin
          threshold = rand_i[AccW*lane+:AccW] & mask;
        end
        if (Modes[itg_pkg::RoundPseudoStochastic] && mode_i == itg_pkg::RoundPseudoStochastic) begin
          weight    = dropped >> (shift_i >> 1);
          threshold = (dropped & half_mask) << shift_i[0];
        end
        rounded = (magnitude >> shift_i) + AccW'(weight > threshold);
        clipped = rounded > AccW'(max_i) ? OutW'(max_i) : rounded[OutW-1:0];
        if (lanes_i[lane]) begin
          saturated_o[lane]      = rounded > AccW'(max_i);
          out_o[OutW*lane+:OutW] = acc[AccW-1] ? -clipped : clipped;
        end
      end
    end
  end

  if (OutW < 2 || OutW > 16 || OutW > AccW) begin : gen_illegal_width
    $error("itg_round: need 2 <= OutW (%0d) <= 16 and <= AccW (%0d)", OutW, AccW);
  end

endmodule
