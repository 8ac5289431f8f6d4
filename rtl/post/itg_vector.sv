// SPDX-License-Identifier: Apache-2.0
//
// What follows the rounding, lane by lane. Combinational; 0 in lanes without an element.
//
//   LaneNone      out = x
//   LaneRelu      out = max(x, 0), mask = x > 0
//   LaneMask      out = mask bit ? x : 0
//   LaneSubtract  out = clip(weight - x)                    (the weight update)
//
// Golden model: model/ops/relu.h, model/ops/update.h.

module itg_vector #(
  parameter  int unsigned Cols = 16,
  parameter  int unsigned InW  = 8,    // of a rounded element
  parameter  int unsigned OutW = 8,    // widest narrow element
  localparam int unsigned DiffW = (InW > OutW ? InW : OutW) + 1
) (
  input  logic                   en_i,
  input  logic [1:0]             op_i,
  input  logic [Cols-1:0]        lanes_i,
  input  logic [Cols*InW-1:0]    x_i,
  input  logic [8*Cols-1:0]      y_i,           // weights, or a mask in the first Cols bits
  input  logic [OutW-2:0]        max_i,         // largest magnitude of a weight
  output logic [8*Cols-1:0]      out_o,         // a byte an element
  output logic [Cols-1:0]        mask_o,
  output logic [Cols-1:0]        saturated_o
);

  logic signed [InW-1:0] x;
  logic signed [OutW-1:0] y;
  logic signed [7:0] out;  // rounded gradients may be wider than OutW
  logic signed [DiffW-1:0] difference, max;

  always_comb begin
    x           = '0;
    y           = '0;
    out         = '0;
    difference  = '0;
    max         = signed'(DiffW'(max_i));
    out_o       = '0;
    mask_o      = '0;
    saturated_o = '0;
    if (en_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        x          = x_i[InW*col+:InW];
        y          = y_i[8*col+:OutW];
        difference = DiffW'(y) - DiffW'(x);
        out        = 8'(x);
        unique case (op_i)
          itg_pkg::LaneRelu:     if (x <= 0) out = '0;
          itg_pkg::LaneMask:     if (!y_i[col]) out = '0;
          itg_pkg::LaneSubtract: begin
            out = 8'(difference);
            if (difference > max) out = 8'(max);
            if (difference < -max) out = 8'd0 - 8'(max);
          end
          default: ;
        endcase
        if (lanes_i[col]) begin
          out_o[8*col+:8]  = out;
          mask_o[col]      = x > 0;
          saturated_o[col] = op_i == itg_pkg::LaneSubtract
                           && (difference > max || difference < -max);
        end
      end
    end
  end

endmodule
