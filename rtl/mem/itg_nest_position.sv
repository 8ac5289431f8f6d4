// SPDX-License-Identifier: Apache-2.0
//
// A position in three nested loops (the outermost counts nothing): a byte offset and the
// coordinates y and x that a window looks at, moved by additions alone. sim/plan/descriptor.h says
// what strides, pitches, quotients and remainders are. itg_nest keeps one such position for its
// lines and one for its taps. `start_i` marks the position where it then stands, after `first_i`
// has moved it to the loops' begin; `again_i`, with or without start_i, goes back to the mark.

module itg_nest_position #(
  parameter  int unsigned Count1W = 16,
  parameter  int unsigned Count0W = 32
) (
  input  logic               clk_i,
  input  logic               start_i,
  input  logic               first_i,
  input  logic               again_i,
  input  logic               step_i,      // to the next; not with the three above
  input  logic [31:0]        addr_i,      // of the first, and where its coordinates start
  input  logic signed [15:0] start_q_i,
  input  logic [7:0]         start_r_i,
  input  logic [Count1W-1:0] count1_i,
  input  logic [Count0W-1:0] count0_i,
  input  logic [31:0]        stride2_i,
  input  logic [31:0]        stride1_i,
  input  logic [31:0]        stride0_i,
  input  logic signed [8:0]  step_q_i,    // what a step adds to a coordinate
  input  logic [7:0]         step_r_i,
  input  logic [7:0]         divisor_i,
  input  logic [31:0]        pitch_y_i,   // 0 without a window
  input  logic [31:0]        pitch_x_i,
  output logic [31:0]        addr_o,
  output logic signed [15:0] y_q_o,
  output logic [7:0]         y_r_o,
  output logic signed [15:0] x_q_o,
  output logic [7:0]         x_r_o,
  output logic               last_o       // the two inner loops end here
);

  // addr1 and addr2: where the innermost loop and the one around it began
  logic [31:0] addr_q, addr1_q, addr2_q, mark_addr_q, mark_addr1_q, mark_addr2_q;
  logic signed [15:0] y_q, x_q, mark_y_q, mark_x_q;
  logic [7:0] y_r_q, x_r_q, mark_y_r_q, mark_x_r_q;
  logic [Count1W-1:0] left1_q, mark_left1_q;
  logic [Count0W-1:0] left0_q, mark_left0_q;

  logic last0, last1;
  logic [8:0] y_sum, x_sum;
  logic y_carry, x_carry;
  logic [31:0] next_addr;

  assign last0  = left0_q == Count0W'(1);
  assign last1  = left1_q == Count1W'(1);
  assign last_o = last0 && last1;

  always_comb begin
    y_sum     = '0;
    x_sum     = '0;
    y_carry   = 1'b0;
    x_carry   = 1'b0;
    next_addr = '0;
    if (step_i) begin
      y_sum   = {1'b0, y_r_q} + {1'b0, step_r_i};
      x_sum   = {1'b0, x_r_q} + {1'b0, step_r_i};
      y_carry = y_sum >= {1'b0, divisor_i};
      x_carry = x_sum >= {1'b0, divisor_i};
      if (y_carry) y_sum = y_sum - {1'b0, divisor_i};
      if (x_carry) x_sum = x_sum - {1'b0, divisor_i};
      if (!last0) next_addr = addr_q + stride0_i + (x_carry ? pitch_x_i : '0);
      else if (!last1) next_addr = addr1_q + stride1_i + (y_carry ? pitch_y_i : '0);
      else next_addr = addr2_q + stride2_i;
    end
  end

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      addr_q  <= next_addr;
      left0_q <= left0_q - 1'b1;
      x_q     <= x_q + 16'(step_q_i) + signed'({15'd0, x_carry});
      x_r_q   <= x_sum[7:0];
      if (last0) begin
        addr1_q <= next_addr;
        left0_q <= count0_i;
        left1_q <= left1_q - 1'b1;
        x_q     <= start_q_i;
        x_r_q   <= start_r_i;
        y_q     <= y_q + 16'(step_q_i) + signed'({15'd0, y_carry});
        y_r_q   <= y_sum[7:0];
      end
      if (last_o) begin
        addr2_q <= next_addr;
        left1_q <= count1_i;
        y_q     <= start_q_i;
        y_r_q   <= start_r_i;
      end
    end
    if (first_i) begin
      addr_q  <= addr_i;
      addr1_q <= addr_i;
      addr2_q <= addr_i;
      left1_q <= count1_i;
      left0_q <= count0_i;
      y_q     <= start_q_i;
      y_r_q   <= start_r_i;
      x_q     <= start_q_i;
      x_r_q   <= start_r_i;
    end
    if (again_i) begin
      addr_q  <= mark_addr_q;
      addr1_q <= mark_addr1_q;
      addr2_q <= mark_addr2_q;
      left1_q <= mark_left1_q;
      left0_q <= mark_left0_q;
      y_q     <= mark_y_q;
      y_r_q   <= mark_y_r_q;
      x_q     <= mark_x_q;
      x_r_q   <= mark_x_r_q;
    end
    if (start_i && !again_i) begin
      mark_addr_q  <= first_i ? addr_i : addr_q;
      mark_addr1_q <= first_i ? addr_i : addr1_q;
      mark_addr2_q <= first_i ? addr_i : addr2_q;
      mark_left1_q <= first_i ? count1_i : left1_q;
      mark_left0_q <= first_i ? count0_i : left0_q;
      mark_y_q     <= first_i ? start_q_i : y_q;
      mark_y_r_q   <= first_i ? start_r_i : y_r_q;
      mark_x_q     <= first_i ? start_q_i : x_q;
      mark_x_r_q   <= first_i ? start_r_i : x_r_q;
    end
  end

  assign addr_o = addr_q;
  assign y_q_o  = y_q;
  assign y_r_o  = y_r_q;
  assign x_q_o  = x_q;
  assign x_r_o  = x_r_q;

endmodule
