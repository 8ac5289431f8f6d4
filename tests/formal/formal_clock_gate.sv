// SPDX-License-Identifier: Apache-2.0
//
// itg_clock_gate, latch and all, for any clock and any enable, moment by moment: its clock rises
// exactly when clk_i rises and en_i was high in the moment before, and falls with clk_i alone, so
// there is no short pulse and no late one.

module formal_clock_gate (
  input logic clk_i,
  input logic en_i
);

  (* gclk *) logic moment;
  logic clk;
  logic low_seen_q = 1'b0;  // from the first low clock on the latch holds what en_i was
  logic was_clk_q, was_en_q, was_gated_q;

  itg_clock_gate u_dut (
    .clk_i,
    .en_i,
    .clk_o(clk)
  );

  always_ff @(posedge moment) begin
    low_seen_q  <= low_seen_q || !clk_i;
    was_clk_q   <= clk_i;
    was_en_q    <= en_i;
    was_gated_q <= clk;
  end

  always_comb begin
    if (low_seen_q) begin
      if (clk_i && !was_clk_q) assert (clk == was_en_q);
      if (clk_i && was_clk_q) assert (clk == was_gated_q);
      if (!clk_i) assert (!clk);
    end
  end

endmodule
