// SPDX-License-Identifier: Apache-2.0
//
// Stands for itg_clock_gate in proofs where a step is a cycle: its clock is the enable, and
// gated_dff.v makes it the enable of every register that has this clock. formal_clock_gate proves
// that this is what the gate does: its clock rises with clk_i exactly after an enable.

module formal_enable_gate (
  input  logic clk_i,
  input  logic en_i,
  output logic clk_o
);

  assign clk_o = en_i;

endmodule
