// SPDX-License-Identifier: Apache-2.0
//
// itg_nest_position against its definition (sim/plan/descriptor.h): with i2, i1, i0 the loop
// counters, which the harness counts itself,
//
//   addr = start + i2 * stride2 + i1 * stride1 + i0 * stride0, and a pitch for each wrap
//   y * divisor = start_y + i1 * step, and so x with i0: quotient and remainder of a division
//
// after any sequence of first, start, again and step, for counts 1..3, strides and pitches below
// 2^StrideW, divisors 1..3, starts and steps with quotients of -4..3. All are held, as in a sweep.

module formal_nest_position #(
  parameter int unsigned StrideW = 4
) (
  input logic clk_i,
  input logic start_i,
  input logic first_i,
  input logic again_i,
  input logic step_i
);

  (* anyconst *) logic [31:0] addr;
  (* anyconst *) logic [StrideW-1:0] stride2, stride1, stride0, pitch_y, pitch_x;
  (* anyconst *) logic [1:0] count1, count0, divisor, start_r, step_r;
  (* anyconst *) logic signed [2:0] start_q, step_q;

  logic [31:0] dut_addr;
  logic signed [15:0] y_q, x_q;
  logic [7:0] y_r, x_r;
  logic last;

  itg_nest_position #(
    .Count1W(2),
    .Count0W(2)
  ) u_dut (
    .clk_i,
    .start_i,
    .first_i,
    .again_i,
    .step_i,
    .addr_i(addr),
    .start_q_i(16'(start_q)),
    .start_r_i(8'(start_r)),
    .count1_i(count1),
    .count0_i(count0),
    .stride2_i(32'(stride2)),
    .stride1_i(32'(stride1)),
    .stride0_i(32'(stride0)),
    .step_q_i(9'(step_q)),
    .step_r_i(8'(step_r)),
    .divisor_i(8'(divisor)),
    .pitch_y_i(32'(pitch_y)),
    .pitch_x_i(32'(pitch_x)),
    .addr_o(dut_addr),
    .y_q_o(y_q),
    .y_r_o(y_r),
    .x_q_o(x_q),
    .x_r_o(x_r),
    .last_o(last)
  );

  // What the claim does not see, and the induction needs
  (* hierconn *) logic [31:0] \u_dut.addr1_q , \u_dut.addr2_q , \u_dut.mark_addr_q ;
  (* hierconn *) logic [31:0] \u_dut.mark_addr1_q , \u_dut.mark_addr2_q ;
  (* hierconn *) logic [1:0] \u_dut.left1_q , \u_dut.left0_q ;
  (* hierconn *) logic [1:0] \u_dut.mark_left1_q , \u_dut.mark_left0_q ;
  (* hierconn *) logic signed [15:0] \u_dut.mark_y_q , \u_dut.mark_x_q ;
  (* hierconn *) logic [7:0] \u_dut.mark_y_r_q , \u_dut.mark_x_r_q ;

  // The loops as the harness counts them; of the outermost, start + i2 * stride2
  logic begun_q = 1'b0, marked_q = 1'b0;
  logic [31:0] outer_q, mark_outer_q;
  logic [1:0] i1_q, i0_q, mark_i1_q, mark_i0_q;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      i0_q <= i0_q + 2'd1;
      if (i0_q + 2'd1 == count0) begin
        i0_q <= '0;
        i1_q <= i1_q + 2'd1;
        if (i1_q + 2'd1 == count1) begin
          i1_q    <= '0;
          outer_q <= outer_q + 32'(stride2);
        end
      end
    end
    if (first_i) begin
      {i1_q, i0_q} <= '0;
      outer_q      <= addr;
      begun_q      <= 1'b1;
    end
    if (again_i) {outer_q, i1_q, i0_q} <= {mark_outer_q, mark_i1_q, mark_i0_q};
    if (start_i && !again_i) begin
      {mark_outer_q, mark_i1_q, mark_i0_q} <= first_i ? {addr, 4'd0} : {outer_q, i1_q, i0_q};
      marked_q <= 1'b1;
    end
  end

  formal_nest_place #(
    .StrideW(StrideW)
  ) u_now (
    .known_i(begun_q),
    .outer_i(outer_q),
    .i1_i(i1_q),
    .i0_i(i0_q),
    .addr_i(dut_addr),
    .addr1_i(\u_dut.addr1_q ),
    .addr2_i(\u_dut.addr2_q ),
    .left1_i(\u_dut.left1_q ),
    .left0_i(\u_dut.left0_q ),
    .y_q_i(y_q),
    .y_r_i(y_r),
    .x_q_i(x_q),
    .x_r_i(x_r),
    .*
  );

  formal_nest_place #(
    .StrideW(StrideW)
  ) u_mark (
    .known_i(marked_q),
    .outer_i(mark_outer_q),
    .i1_i(mark_i1_q),
    .i0_i(mark_i0_q),
    .addr_i(\u_dut.mark_addr_q ),
    .addr1_i(\u_dut.mark_addr1_q ),
    .addr2_i(\u_dut.mark_addr2_q ),
    .left1_i(\u_dut.mark_left1_q ),
    .left0_i(\u_dut.mark_left0_q ),
    .y_q_i(\u_dut.mark_y_q ),
    .y_r_i(\u_dut.mark_y_r_q ),
    .x_q_i(\u_dut.mark_x_q ),
    .x_r_i(\u_dut.mark_x_r_q ),
    .*
  );

  always_comb begin
    assume (count1 != '0 && count0 != '0 && divisor != '0);
    assume (start_r < divisor && step_r < divisor);
    assume (!(step_i && (start_i || first_i || again_i)));
    if (!begun_q) assume (!step_i && (first_i || !start_i));
    if (!marked_q) assume (!again_i);
    if (begun_q) assert (last == (i1_q + 2'd1 == count1 && i0_q + 2'd1 == count0));
    if (marked_q) assert (begun_q);
  end

endmodule
