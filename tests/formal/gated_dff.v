// SPDX-License-Identifier: Apache-2.0
// For Yosys' techmap: a register behind formal_enable_gate, whose clock is the gate's enable.

(* techmap_celltype = "$dff" *)
module gated_dff (CLK, D, Q);
  parameter WIDTH = 1;
  parameter CLK_POLARITY = 1;
  input CLK;
  input [WIDTH-1:0] D;
  output [WIDTH-1:0] Q;

  \$dffe #(
    .WIDTH(WIDTH),
    .CLK_POLARITY(1'b1),
    .EN_POLARITY(1'b1)
  ) _TECHMAP_REPLACE_ (
    .CLK(CLK),
    .EN(CLK),
    .D(D),
    .Q(Q)
  );
endmodule
