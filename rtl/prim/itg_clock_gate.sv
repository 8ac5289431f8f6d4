// SPDX-License-Identifier: Apache-2.0
//
// A clock that runs only in cycles in which `en_i` is high at the rising edge: what has nothing to
// do stands still. The only latch of the design; put the gating cell of your technology here.
//
// Each user names in `en_i` everything that would change what is seen of a register behind the
// gate, the reset included, so that a gate changes no value and no cycle (tests/formal/proofs.txt,
// tests/lockstep/clock_gates_...). It saves the energy of idle clocks, and most of a simulator's
// time: Verilator evaluates what hangs on a clock only when that rises.

module itg_clock_gate (
  input  logic clk_i,
  input  logic en_i,   // settled before clk_i rises
  output logic clk_o
);

  logic open_q;

  always_latch if (!clk_i) open_q = en_i;

  assign clk_o = clk_i && open_q;

endmodule
