// SPDX-License-Identifier: Apache-2.0
//
// Last step of the cross-entropy: a stream of the classes' parts of samples, each with its sample's
// sum, becomes G: the part, less the sum where the class is the label. Labels are 32-bit numbers
// that come byte by byte, the lowest first; the next is gathered while one is in use, so a sample
// of less than five classes waits for its label. A label that is no class subtracts nothing; every
// G of its sample is then >= 0.

module itg_loss_target #(
  parameter int unsigned PartW = 12,
  parameter int unsigned IdxW  = 10
) (
  input  logic                  clk_i,
  input  logic                  rst_ni,
  input  logic                  label_valid_i,
  output logic                  label_ready_o,
  input  logic [7:0]            label_i,
  input  logic                  valid_i,
  output logic                  ready_o,
  input  logic [PartW-1:0]      part_i,
  input  logic [PartW-1:0]      sum_i,
  input  logic [IdxW-1:0]       class_i,
  input  logic                  last_i,       // of the sample
  output logic                  valid_o,
  input  logic                  ready_i,
  output logic signed [PartW:0] g_o
);

  logic [31:0] next_q;
  logic [2:0] got_q;       // bytes of the next label
  logic [IdxW:0] label_q;  // the upper bit: no class
  logic known_q, release_label, load, hit;

  assign label_ready_o = got_q != 3'd4;
  assign valid_o       = valid_i && known_q;
  assign ready_o       = ready_i && known_q;
  assign release_label = valid_o && ready_i && last_i;
  assign load          = !label_ready_o && (!known_q || release_label);
  assign hit           = label_q == {1'b0, class_i};
  assign g_o           = {1'b0, part_i} - (hit ? {1'b0, sum_i} : '0);

  always_ff @(posedge clk_i) begin
    if (label_valid_i && label_ready_o) begin
      next_q <= {label_i, next_q[31:8]};
      got_q  <= got_q + 1'b1;
    end
    if (load) begin
      label_q <= {next_q[31:IdxW] != '0, next_q[IdxW-1:0]};
      got_q   <= '0;
    end
    if (load || release_label) known_q <= load;
    if (!rst_ni) begin
      got_q   <= '0;
      known_q <= 1'b0;
    end
  end

endmodule
