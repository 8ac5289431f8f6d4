// SPDX-License-Identifier: Apache-2.0
//
// 16-bit weight accumulation, lane by lane: the master weights take the update, the narrow weights
// follow from them.
//
//   M <- clip16(M - g)       W <- clip(round(M, 16 - weight bits)), pseudo-stochastic
//
// One register stage, moved on by `step_i`, between the two. Golden model: model/ops/update.h,
// ApplyToMaster().

module itg_master #(
  parameter int unsigned Cols  = 16,
  parameter int unsigned OutW  = 8,   // widest weight
  parameter int unsigned GradW = 16
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  step_i,
  input  logic                  valid_i,
  input  logic [Cols-1:0]       lanes_i,
  input  logic [Cols*GradW-1:0] gradient_i,
  input  logic [16*Cols-1:0]    master_i,
  input  logic [4:0]            weight_bits_i,  // 2..OutW; held
  output logic                  valid_o,
  output logic [Cols-1:0]       lanes_o,
  output logic [16*Cols-1:0]    master_o,
  output logic [8*Cols-1:0]     weight_o,       // a byte an element
  output logic [Cols-1:0]       master_saturated_o,
  output logic [Cols-1:0]       weight_saturated_o
);

  localparam logic signed [16:0] Max = 17'sd32767;
  localparam logic [OutW-2:0] One = (OutW - 1)'(1);

  logic signed [16:0] difference;
  logic [16*Cols-1:0] updated;
  logic [Cols-1:0] saturated;
  logic [Cols*OutW-1:0] narrow;

  always_comb begin
    difference = '0;
    updated    = '0;
    saturated  = '0;
    if (valid_i) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        difference = 17'(signed'(master_i[16*col+:16]))
                   - 17'(signed'(gradient_i[GradW*col+:GradW]));
        if (lanes_i[col]) begin
          saturated[col]      = difference > Max || difference < -Max;
          updated[16*col+:16] = difference > Max ? Max[15:0]
                              : difference < -Max ? -Max[15:0] : difference[15:0];
        end
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      valid_o <= valid_i;
      if (valid_i) begin
        lanes_o            <= lanes_i;
        master_o           <= updated;
        master_saturated_o <= saturated;
      end
    end
    if (!rst_ni) valid_o <= 1'b0;
  end

  itg_round #(
    .Lanes(Cols),
    .AccW(16),
    .OutW(OutW),
    .Modes(3'b100)
  ) u_round (
    .en_i(valid_o),
    .lanes_i(lanes_o),
    .acc_i(master_o),
    .shift_i(4'd0 - weight_bits_i[3:0]),  // 16 - weight bits
    .mode_i(itg_pkg::RoundPseudoStochastic),
    .rand_i('0),
    .max_i((One << (weight_bits_i - 5'd1)) - One),
    .out_o(narrow),
    .saturated_o(weight_saturated_o)
  );

  always_comb begin
    weight_o = '0;
    if (valid_o) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        weight_o[8*col+:8] = 8'(signed'(narrow[OutW*col+:OutW]));
      end
    end
  end

endmodule
