// SPDX-License-Identifier: Apache-2.0
//
// itg_read_port with three requesters (its clock gate is the business of gate_read_port): in each
// cycle the requester with the lowest number is taken, and nobody else, if there is room; every
// request that was taken is presented at the port once, in order, with its number, and does not
// move while stalled; every response that was accepted is presented to the requester it names, and
// to nobody else, until that takes it, and the next is accepted only then.

module formal_read_port (
  input logic        clk_i,
  input logic        rst_ni,
  input logic [2:0]  req_valid_i,
  input logic [95:0] req_addr_i,
  input logic [2:0]  rsp_ready_i,
  input logic        rd_ready_i,
  input logic        rd_rsp_valid_i,
  input logic [1:0]  rd_rsp_id_i,
  input logic [7:0]  rd_rsp_data_i
);

  logic [2:0] req_ready, rsp_valid;
  logic [7:0] rsp_data;
  logic rd_valid, rd_rsp_ready;
  logic [31:0] rd_addr;
  logic [1:0] rd_id;

  itg_read_port #(
    .Requesters(3),
    .BeatBytes(1)
  ) u_dut (
    .clk_i,
    .rst_ni,
    .req_valid_i,
    .req_ready_o(req_ready),
    .req_addr_i,
    .rsp_valid_o(rsp_valid),
    .rsp_ready_i,
    .rsp_data_o(rsp_data),
    .rd_valid_o(rd_valid),
    .rd_ready_i,
    .rd_addr_o(rd_addr),
    .rd_id_o(rd_id),
    .rd_rsp_valid_i,
    .rd_rsp_ready_o(rd_rsp_ready),
    .rd_rsp_id_i,
    .rd_rsp_data_i
  );

  (* hierconn *) logic \u_dut.u_queue.rptr_q , \u_dut.u_queue.wptr_q ;
  (* hierconn *) logic [1:0] \u_dut.u_queue.count_q ;
  (* hierconn *) logic [33:0] \u_dut.u_queue.mem_q[0] , \u_dut.u_queue.mem_q[1] ;

  // The requests: the one that the solver watches, by its number modulo 16
  (* anyconst *) logic [3:0] watched;
  logic [3:0] taken_q, presented_q, inside, before;
  logic [33:0] value_q, stalled_request_q, stored, offered;
  logic [2:0] first;
  logic stalled_q, taken, slot;

  // The responses: the one accepted and not yet taken
  logic answered_q;
  logic [1:0] answer_id_q;
  logic [7:0] answer_q;
  logic known_q = 1'b0;

  assign first   = req_valid_i & (~req_valid_i + 3'd1);  // the lowest bit
  assign offered = first[0] ? {2'd0, req_addr_i[31:0]} :
                   first[1] ? {2'd1, req_addr_i[63:32]} : {2'd2, req_addr_i[95:64]};
  assign taken   = (req_valid_i & req_ready) != '0;
  assign inside  = taken_q - presented_q;
  assign before  = watched - presented_q;
  assign slot    = \u_dut.u_queue.rptr_q ^ before[0];
  assign stored  = slot ? \u_dut.u_queue.mem_q[1] : \u_dut.u_queue.mem_q[0] ;

  always_ff @(posedge clk_i) begin
    known_q <= 1'b1;
    if (taken) taken_q <= taken_q + 4'd1;
    if (taken && taken_q == watched) value_q <= offered;
    if (rd_valid && rd_ready_i) presented_q <= presented_q + 4'd1;
    stalled_q         <= rd_valid && !rd_ready_i;
    stalled_request_q <= {rd_id, rd_addr};
    if (answered_q && rsp_ready_i[answer_id_q]) answered_q <= 1'b0;
    if (rd_rsp_valid_i && rd_rsp_ready) begin
      answered_q  <= 1'b1;
      answer_id_q <= rd_rsp_id_i;
      answer_q    <= rd_rsp_data_i;
    end
    if (!rst_ni) begin
      taken_q     <= '0;
      presented_q <= '0;
      stalled_q   <= 1'b0;
      answered_q  <= 1'b0;
    end
  end

  always_comb begin
    if (!known_q) assume (!rst_ni);
    assume (rd_rsp_id_i != 2'd3);
    if (known_q) begin
      assert ((req_valid_i & req_ready) == (inside != 4'd2 ? first : 3'd0));
      assert (rd_valid == (inside != 4'd0));
      if (rd_valid && presented_q == watched) assert ({rd_id, rd_addr} == value_q);
      if (stalled_q) assert (rd_valid && {rd_id, rd_addr} == stalled_request_q);
      assert (rsp_valid == (answered_q ? 3'd1 << answer_id_q : 3'd0));
      if (answered_q) assert (rsp_data == answer_q);
      assert (rd_rsp_ready == (!answered_q || rsp_ready_i[answer_id_q]));
      // what makes it inductive
      assert (inside <= 4'd2);
      assert (4'(\u_dut.u_queue.count_q ) == inside);
      assert (\u_dut.u_queue.wptr_q == (\u_dut.u_queue.rptr_q ^ inside[0]));
      if (before < inside) assert (stored == value_q);
      if (answered_q) assert (answer_id_q != 2'd3);
    end
  end

endmodule
