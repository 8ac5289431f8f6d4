// SPDX-License-Identifier: Apache-2.0
//
// Fetches the operands of a product from memory into the two scratchpads, chunk by chunk of K.
// Double-buffered: chunk i goes into half i mod 2, requested once chunk i-2 has been consumed,
// so loading overlaps the array's work. Responses are written as they arrive, never refused.

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

  logic req_walking, req_step, req_chunk_last, rsp_operand, rsp_chunk_last;
  logic [1:0] ahead_q;  // chunks requested whole and not yet consumed

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
    .valid_o(req_walking),
    .chunk_last_o(req_chunk_last),
    .addr_o(req_addr_o),
    .operand_o(),
    .base_o(),
    .wrap_o(),
    .cross_o(),
    .offset_o(),
    .strb_o()
  );

  assign req_valid_o = req_walking && ahead_q != 2'd2;
  assign req_step    = req_valid_o && req_ready_i;

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
    .step_i(rsp_valid_i),
    .valid_o(),
    .chunk_last_o(rsp_chunk_last),
    .addr_o(),
    .operand_o(rsp_operand),
    .base_o(wbase_o),
    .wrap_o(wwrap_o),
    .cross_o(wcross_o),
    .offset_o(woffset_o),
    .strb_o(wstrb_o)
  );

  assign a_we_o  = rsp_valid_i && !rsp_operand;
  assign b_we_o  = rsp_valid_i && rsp_operand;
  assign wdata_o = rsp_data_i;

  always_ff @(posedge clk_i) begin
    loaded_o <= rsp_valid_i && rsp_chunk_last;
    ahead_q  <= ahead_q + 2'(req_step && req_chunk_last) - 2'(consumed_i);
    if (!rst_ni || start_i) begin
      ahead_q  <= '0;
      loaded_o <= 1'b0;
    end
  end

endmodule
