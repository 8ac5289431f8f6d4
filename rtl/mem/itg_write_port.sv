// SPDX-License-Identifier: Apache-2.0
//
// Shares the memory's write port: the writer with the lowest number goes first. `idle_o`: the
// memory has accepted everything.

module itg_write_port #(
  parameter int unsigned Writers   = 3,
  parameter int unsigned BeatBytes = 16
) (
  input  logic                           clk_i,
  input  logic                           rst_ni,
  input  logic [Writers-1:0]             valid_i,
  output logic [Writers-1:0]             ready_o,
  input  logic [32*Writers-1:0]          addr_i,
  input  logic [8*BeatBytes*Writers-1:0] data_i,
  input  logic [BeatBytes*Writers-1:0]   strb_i,
  output logic                           idle_o,
  output logic                           wr_valid_o,
  input  logic                           wr_ready_i,
  output logic [31:0]                    wr_addr_o,
  output logic [8*BeatBytes-1:0]         wr_data_o,
  output logic [BeatBytes-1:0]           wr_strb_o
);

  logic queue_ready;
  logic [31:0] addr;
  logic [8*BeatBytes-1:0] data;
  logic [BeatBytes-1:0] strb;

  always_comb begin
    addr    = '0;
    data    = '0;
    strb    = '0;
    ready_o = '0;
    if (valid_i != '0) begin
      for (int i = signed'(Writers) - 1; i >= 0; i--) begin
        if (valid_i[i]) begin
          addr       = addr_i[32*i+:32];
          data       = data_i[8*BeatBytes*i+:8*BeatBytes];
          strb       = strb_i[BeatBytes*i+:BeatBytes];
          ready_o    = '0;
          ready_o[i] = queue_ready;
        end
      end
    end
  end

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(valid_i != '0 || wr_valid_o || !rst_ni),
    .clk_o(clk)
  );

  itg_fifo #(
    .Width(32 + 9 * BeatBytes),
    .Depth(2)
  ) u_queue (
    .clk_i(clk),
    .rst_ni,
    .valid_i(valid_i != '0),
    .ready_o(queue_ready),
    .data_i({addr, strb, data}),
    .valid_o(wr_valid_o),
    .ready_i(wr_ready_i),
    .data_o({wr_addr_o, wr_strb_o, wr_data_o})
  );

  assign idle_o = !wr_valid_o;

endmodule
