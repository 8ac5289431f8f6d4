// SPDX-License-Identifier: Apache-2.0
//
// The mixing function J of the random bits (NUMERICS.md section 3), for `Lanes` numbers: adds, xors
// and shifts alone. Combinational; 0 while `en_i` is low. Golden model: model/arith/random.h.

module itg_jenkins #(
  parameter int unsigned Lanes = 1
) (
  input  logic                en_i,
  input  logic [Lanes*32-1:0] a_i,
  output logic [Lanes*32-1:0] a_o
);

  logic [31:0] a;

  always_comb begin
    a   = '0;
    a_o = '0;
    if (en_i) begin
      for (int unsigned lane = 0; lane < Lanes; lane++) begin
        a = a_i[32*lane+:32];
        a = (a + 32'h7ed55d16) + (a << 12);
        a = (a ^ 32'hc761c23c) ^ (a >> 19);
        a = (a + 32'h165667b1) + (a << 5);
        a = (a + 32'hd3a2646c) ^ (a << 9);
        a = (a + 32'hfd7046c5) + (a << 3);
        a = (a ^ 32'hb55a4f09) ^ (a >> 16);
        a_o[32*lane+:32] = a;
      end
    end
  end

endmodule
