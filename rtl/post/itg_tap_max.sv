// SPDX-License-Identifier: Apache-2.0
//
// The largest of the taps of a window and the position of the first of them that has it, lane by
// lane; what the taps before gave comes as `state_i`, an accumulator a lane: the value in the low
// OutW bits, the position in the eight bits above. Narrow elements never are -2^(OutW-1), so this
// stands for no tap. With `relu_i` negative elements count as 0.
// Combinational; 0 while `en_i` is low. Golden model: model/ops/max_pool.h.

module itg_tap_max #(
  parameter int unsigned Cols = 16,
  parameter int unsigned AccW = 32,
  parameter int unsigned OutW = 8
) (
  input  logic                 en_i,
  input  logic                 relu_i,
  input  logic [Cols-1:0]      lanes_i,   // lanes that hold an element
  input  itg_pkg::tap_t        tap_i,
  input  logic [Cols*OutW-1:0] x_i,
  input  logic [Cols*AccW-1:0] state_i,
  output logic [Cols*AccW-1:0] state_o,
  output logic [Cols*OutW-1:0] best_o,
  output logic [8*Cols-1:0]    index_o    // 0 in lanes without an element
);

  logic signed [OutW-1:0] x, best;
  logic [7:0] position;

  always_comb begin
    x        = '0;
    best     = '0;
    position = '0;
    state_o  = '0;
    best_o   = '0;
    index_o  = '0;
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        x        = x_i[OutW*col+:OutW];
        best     = tap_i.first ? {1'b1, {OutW-1{1'b0}}} : state_i[AccW*col+:OutW];
        position = tap_i.first ? '0 : state_i[AccW*col+OutW+:8];
        if (relu_i && x[OutW-1]) x = '0;
        if (tap_i.keeps && x > best) begin
          best     = x;
          position = tap_i.position;
        end
        state_o[AccW*col+:AccW] = AccW'({position, best});
        best_o[OutW*col+:OutW]  = best;
        if (lanes_i[col]) index_o[8*col+:8] = position;
      end
    end
  end

  if (AccW < OutW + 8) begin : gen_illegal_width
    $error("itg_tap_max: need AccW (%0d) >= OutW (%0d) + 8", AccW, OutW);
  end

endmodule
