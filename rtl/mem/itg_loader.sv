// SPDX-License-Identifier: Apache-2.0
//
// Fetches the operands of a product from memory into the two scratchpads, chunk by chunk of K and
// block by block. Double-buffered: chunk i goes into half i mod 2, requested once chunk i-2 has
// been consumed, so loading overlaps the array's work. Beats outside the window are not in memory:
// they are written as zeros, one per cycle, and a response that arrives meanwhile has to wait.

module itg_loader #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned Lanes     = 16,
  parameter  int unsigned Depth     = 1024,
  localparam int unsigned AddrW     = $clog2(Depth),
  localparam int unsigned LaneW     = $clog2(Lanes)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  itg_pkg::cmd_t          cmd_i,
  input  logic                   a_by_row_i,
  input  logic                   b_by_row_i,
  input  logic                   consumed_i,   // the array is done with the oldest chunk
  output logic                   loaded_o,     // a further chunk is in the scratchpads
  output logic                   req_valid_o,
  input  logic                   req_ready_i,
  output logic [31:0]            req_addr_o,
  input  logic                   rsp_valid_i,
  output logic                   rsp_ready_o,
  input  logic [8*BeatBytes-1:0] rsp_data_i,
  output logic                   a_we_o,
  output logic                   b_we_o,
  output logic [AddrW-1:0]       wbase_o,
  output logic [AddrW-1:0]       wwrap_o,
  output logic [LaneW-1:0]       wcross_o,
  output logic [LaneW-1:0]       woffset_o,
  output logic [BeatBytes-1:0]   wstrb_o,
  output logic [8*BeatBytes-1:0] wdata_o
);

  logic req_walking, req_zero, req_open, req_step, req_skip, req_chunk_done;
  logic rsp_walking, rsp_zero, rsp_step, rsp_operand, rsp_chunk_done;
  logic active_q;         // a command has begun
  logic [1:0] ahead_q;    // chunks requested whole and not yet consumed
  logic [1:0] written_q;  // chunks in the scratchpads and not yet consumed

  itg_load_walk #(
    .BeatBytes(BeatBytes),
    .Lanes(Lanes),
    .Depth(Depth)
  ) u_request_walk (
    .clk_i,
    .rst_ni,
    .start_i,
    .cmd_i,
    .a_by_row_i,
    .b_by_row_i,
    .step_i(req_step),
    .skip_i(req_skip),
    .valid_o(req_walking),
    .zero_o(req_zero),
    .chunk_done_o(req_chunk_done),
    .addr_o(req_addr_o),
    .operand_o(),
    .base_o(),
    .wrap_o(),
    .cross_o(),
    .offset_o(),
    .strb_o()
  );

  assign req_open    = req_walking && ahead_q != 2'd2;
  assign req_valid_o = req_open && !req_zero;
  assign req_step    = req_valid_o && req_ready_i;
  assign req_skip    = req_open && req_zero;

  itg_load_walk #(
    .BeatBytes(BeatBytes),
    .Lanes(Lanes),
    .Depth(Depth)
  ) u_response_walk (
    .clk_i,
    .rst_ni,
    .start_i,
    .cmd_i,
    .a_by_row_i,
    .b_by_row_i,
    .step_i(rsp_step),
    .skip_i(1'b0),
    .valid_o(rsp_walking),
    .zero_o(rsp_zero),
    .chunk_done_o(rsp_chunk_done),
    .addr_o(),
    .operand_o(rsp_operand),
    .base_o(wbase_o),
    .wrap_o(wwrap_o),
    .cross_o(wcross_o),
    .offset_o(woffset_o),
    .strb_o(wstrb_o)
  );

  // A response tells by itself that its half is free: it was requested. What arrives when no
  // command has begun since the reset answers a command that the reset ended.
  assign rsp_ready_o = !active_q || (rsp_walking && !rsp_zero);
  assign rsp_step    = rsp_walking && (rsp_zero ? written_q != 2'd2 : rsp_valid_i);

  assign a_we_o  = rsp_step && !rsp_operand;
  assign b_we_o  = rsp_step && rsp_operand;
  assign wdata_o = rsp_zero ? '0 : rsp_data_i;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || req_chunk_done || rsp_chunk_done || loaded_o || consumed_i || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    loaded_o  <= rsp_chunk_done;
    ahead_q   <= ahead_q + 2'(req_chunk_done) - 2'(consumed_i);
    written_q <= written_q + 2'(rsp_chunk_done) - 2'(consumed_i);
    if (start_i) active_q <= 1'b1;
    if (!rst_ni) active_q <= 1'b0;
    if (!rst_ni || start_i) begin
      ahead_q   <= '0;
      written_q <= '0;
      loaded_o  <= 1'b0;
    end
  end

endmodule
