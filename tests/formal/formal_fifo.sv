// SPDX-License-Identifier: Apache-2.0
//
// itg_fifo, for the Depth of the proof (1..5): whatever is put in comes out, once, in order and
// unchanged; ready and valid say exactly whether there is room and whether there is a word; a word
// that is offered stays. One word is watched: the solver chooses which. Sequence numbers wrap, so
// it stands for every 16th word of an endless stream, and for every such choice.

module formal_fifo #(
  parameter  int unsigned Depth = 2,
  localparam int unsigned CntW  = $clog2(Depth + 1),
  localparam int unsigned PtrW  = Depth > 1 ? $clog2(Depth) : 1
) (
  input logic       clk_i,
  input logic       rst_ni,
  input logic       valid_i,
  input logic [7:0] data_i,
  input logic       ready_i
);

  logic ready, valid;
  logic [7:0] data;

  itg_fifo #(
    .Width(8),
    .Depth(Depth)
  ) u_dut (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o(ready),
    .data_i,
    .valid_o(valid),
    .ready_i,
    .data_o(data)
  );

  // Its registers: what the invariants of the induction speak about
  (* hierconn *) logic [PtrW-1:0] \u_dut.rptr_q , \u_dut.wptr_q ;
  (* hierconn *) logic [CntW-1:0] \u_dut.count_q ;
  (* hierconn *) logic [7:0] \u_dut.mem_q[0] , \u_dut.mem_q[1] , \u_dut.mem_q[2] ;
  (* hierconn *) logic [7:0] \u_dut.mem_q[3] , \u_dut.mem_q[4] ;

  (* anyconst *) logic [3:0] watched;
  logic [3:0] pushed_q, popped_q, inside, before, slot, write_slot;
  logic [7:0] value_q, stalled_data_q, stored;
  logic stalled_q;
  logic known_q = 1'b0;  // there was a reset

  assign inside     = pushed_q - popped_q;
  assign before     = watched - popped_q;
  assign slot       = 4'((32'(\u_dut.rptr_q ) + 32'(before)) % Depth);
  assign write_slot = 4'((32'(\u_dut.rptr_q ) + 32'(inside)) % Depth);

  always_comb begin
    stored = \u_dut.mem_q[0] ;
    if (Depth > 1 && slot == 4'd1) stored = \u_dut.mem_q[1] ;
    if (Depth > 2 && slot == 4'd2) stored = \u_dut.mem_q[2] ;
    if (Depth > 3 && slot == 4'd3) stored = \u_dut.mem_q[3] ;
    if (Depth > 4 && slot == 4'd4) stored = \u_dut.mem_q[4] ;
  end

  always_ff @(posedge clk_i) begin
    known_q <= 1'b1;
    if (valid_i && ready) pushed_q <= pushed_q + 4'd1;
    if (valid_i && ready && pushed_q == watched) value_q <= data_i;
    if (valid && ready_i) popped_q <= popped_q + 4'd1;
    stalled_q      <= valid && !ready_i;
    stalled_data_q <= data;
    if (!rst_ni) begin
      pushed_q  <= '0;
      popped_q  <= '0;
      stalled_q <= 1'b0;
    end
  end

  always_comb begin
    if (!known_q) assume (!rst_ni);
    if (known_q) begin
      // the claim
      assert (valid == (inside != 4'd0));
      assert (ready == (inside != 4'(Depth)));
      if (valid && popped_q == watched) assert (data == value_q);
      if (stalled_q) assert (valid && data == stalled_data_q);
      // what makes it inductive
      assert (inside <= 4'(Depth));
      assert (32'(\u_dut.rptr_q ) < Depth);
      assert (4'(\u_dut.count_q ) == inside);
      assert (4'(\u_dut.wptr_q ) == write_slot);
      if (before < inside) assert (stored == value_q);
    end
  end

endmodule
