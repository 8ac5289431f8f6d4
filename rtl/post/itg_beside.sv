// SPDX-License-Identifier: Apache-2.0
//
// What goes beside the three stages of itg_round_lanes: three steps late.

module itg_beside #(
  parameter int unsigned Width = 8
) (
  input  logic             clk_i,
  input  logic             step_i,
  input  logic [Width-1:0] data_i,
  output logic [Width-1:0] data_o
);

  logic [Width-1:0] data_q, data_q2;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      data_q  <= data_i;
      data_q2 <= data_q;
      data_o  <= data_q2;
    end
  end

endmodule
