// SPDX-License-Identifier: Apache-2.0
//
// Shares the memory's read port: the requester with the lowest number goes first. Requests carry
// the requester's number, responses bring it back; one that its requester does not take holds up
// those behind it. Everything at the port is registered, but for the `ready` of the responses.

module itg_read_port #(
  parameter  int unsigned Requesters = 4,
  parameter  int unsigned BeatBytes  = 16,
  localparam int unsigned IdW        = $clog2(Requesters)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic [Requesters-1:0]    req_valid_i,
  output logic [Requesters-1:0]    req_ready_o,
  input  logic [32*Requesters-1:0] req_addr_i,
  output logic [Requesters-1:0]    rsp_valid_o,
  input  logic [Requesters-1:0]    rsp_ready_i,
  output logic [8*BeatBytes-1:0]   rsp_data_o,
  output logic                     rd_valid_o,
  input  logic                     rd_ready_i,
  output logic [31:0]              rd_addr_o,
  output logic [IdW-1:0]           rd_id_o,
  input  logic                     rd_rsp_valid_i,
  output logic                     rd_rsp_ready_o,
  input  logic [IdW-1:0]           rd_rsp_id_i,
  input  logic [8*BeatBytes-1:0]   rd_rsp_data_i
);

  logic queue_ready;
  logic [IdW-1:0] winner;
  logic [31:0] winner_addr;

  always_comb begin
    winner      = '0;
    winner_addr = '0;
    req_ready_o = '0;
    if (req_valid_i != '0) begin
      for (int i = signed'(Requesters) - 1; i >= 0; i--) begin
        if (req_valid_i[i]) begin
          winner      = IdW'(i);
          winner_addr = req_addr_i[32*i+:32];
        end
      end
      req_ready_o[winner] = queue_ready;
    end
  end

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(req_valid_i != '0 || rd_valid_o || rd_rsp_valid_i || rsp_valid_o != '0 || !rst_ni),
    .clk_o(clk)
  );

  itg_fifo #(
    .Width(IdW + 32),
    .Depth(2)
  ) u_queue (
    .clk_i(clk),
    .rst_ni,
    .valid_i(req_valid_i != '0),
    .ready_o(queue_ready),
    .data_i({winner, winner_addr}),
    .valid_o(rd_valid_o),
    .ready_i(rd_ready_i),
    .data_o({rd_id_o, rd_addr_o})
  );

  assign rd_rsp_ready_o = rsp_valid_o == '0 || (rsp_valid_o & rsp_ready_i) != '0;

  always_ff @(posedge clk) begin
    if (rd_rsp_ready_o) begin
      rsp_valid_o <= '0;
      if (rd_rsp_valid_i) begin
        rsp_valid_o[rd_rsp_id_i] <= 1'b1;
        rsp_data_o               <= rd_rsp_data_i;
      end
    end
    if (!rst_ni) rsp_valid_o <= '0;
  end

endmodule
