// SPDX-License-Identifier: Apache-2.0
//
// What formal_nest_position claims of one place in the loops, the current or the marked one: its
// address and coordinates follow from the loop counters by multiplication. Counters are 0..2.

module formal_nest_place #(
  parameter int unsigned StrideW = 4
) (
  input logic               known_i,
  input logic [31:0]        outer_i,
  input logic [1:0]         i1_i,
  input logic [1:0]         i0_i,
  input logic [31:0]        addr_i,
  input logic [31:0]        addr1_i,
  input logic [31:0]        addr2_i,
  input logic [1:0]         left1_i,
  input logic [1:0]         left0_i,
  input logic signed [15:0] y_q_i,
  input logic [7:0]         y_r_i,
  input logic signed [15:0] x_q_i,
  input logic [7:0]         x_r_i,
  input logic [StrideW-1:0] stride1,
  input logic [StrideW-1:0] stride0,
  input logic [StrideW-1:0] pitch_y,
  input logic [StrideW-1:0] pitch_x,
  input logic [1:0]         count1,
  input logic [1:0]         count0,
  input logic [1:0]         divisor,
  input logic [1:0]         start_r,
  input logic [1:0]         step_r,
  input logic signed [2:0]  start_q,
  input logic signed [2:0]  step_q
);

  // A number of 0..3 times another, in as few bits as hold it: multipliers and wide sums would cost
  // the solver minutes.
  function automatic logic [9:0] times(input logic [1:0] n, input logic [9:0] value);
    times = (n[0] ? value : '0) + (n[1] ? value << 1 : '0);
  endfunction

  logic [9:0] start, step, first, add, y_q, x_q, y_wraps, x_wraps, line, tap;

  assign first   = unsigned'(10'(start_q));
  assign add     = unsigned'(10'(step_q));
  assign y_q     = unsigned'(y_q_i[9:0]);
  assign x_q     = unsigned'(x_q_i[9:0]);
  assign start   = times(divisor, first) + 10'(start_r);
  assign step    = times(divisor, add) + 10'(step_r);
  assign y_wraps = y_q - first - times(i1_i, add);
  assign x_wraps = x_q - first - times(i0_i, add);
  assign line    = times(i1_i, 10'(stride1)) + times(y_wraps[1:0], 10'(pitch_y));
  assign tap     = times(i0_i, 10'(stride0)) + times(x_wraps[1:0], 10'(pitch_x));

  always_comb begin
    if (known_i) begin
      // the claim; no coordinate leaves -16..15, so 10 bits hold what it is multiplied to
      assert (y_q_i >= -16'sd16 && y_q_i < 16'sd16 && x_q_i >= -16'sd16 && x_q_i < 16'sd16);
      assert (times(divisor, y_q) + 10'(y_r_i) == start + times(i1_i, step));
      assert (times(divisor, x_q) + 10'(x_r_i) == start + times(i0_i, step));
      assert (y_r_i < 8'(divisor) && x_r_i < 8'(divisor));
      assert (addr_i == outer_i + 32'(line) + 32'(tap));
      // what makes it inductive
      assert (addr1_i == outer_i + 32'(line));
      assert (addr2_i == outer_i);
      assert (i1_i < count1 && left1_i == count1 - i1_i);
      assert (i0_i < count0 && left0_i == count0 - i0_i);
      assert (y_wraps <= 10'(i1_i) && x_wraps <= 10'(i0_i));
    end
  end

endmodule
