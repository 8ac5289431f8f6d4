// SPDX-License-Identifier: Apache-2.0
//
// A product of two unsigned numbers in three cycles: eight bits of b each, the upper ones first.
//
//   product = product * 256 + a * digit

module itg_times #(
  parameter  int unsigned W    = 24,  // of both
  localparam int unsigned OutW = W + 24
) (
  input  logic            clk_i,      // three times
  input  logic [1:0]      digit_i,    // of b: 2, then 1, then 0
  input  logic [W-1:0]    a_i,        // held, as b_i
  input  logic [W-1:0]    b_i,
  output logic [OutW-1:0] product_o   // after the third
);

  logic [23:0] b;
  logic [OutW-1:0] so_far;

  assign b      = 24'(b_i);
  assign so_far = digit_i == 2'd2 ? '0 : product_o << 8;

  always_ff @(posedge clk_i) begin
    product_o <= so_far + OutW'(a_i) * OutW'(b[8*digit_i+:8]);
  end

  if (W > 24) begin : gen_illegal_width
    $error("itg_times: W (%0d) must be at most 24", W);
  end

endmodule
