// SPDX-License-Identifier: Apache-2.0
//
// Reads `bytes_i` consecutive bytes from memory and hands them out in pieces of 0..TakeBytes bytes.
// Never asks for more beats than its queue has room for, so responses are never refused.

module itg_stream_in #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned TakeBytes = 16,
  parameter  int unsigned FifoBeats = 128,
  localparam int unsigned NeedW     = $clog2(TakeBytes + 1)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic [31:0]            addr_i,       // multiple of BeatBytes
  input  logic [31:0]            bytes_i,
  output logic                   req_valid_o,
  input  logic                   req_ready_i,
  output logic [31:0]            req_addr_o,
  input  logic                   rsp_valid_i,
  input  logic [8*BeatBytes-1:0] rsp_data_i,
  input  logic [NeedW-1:0]       need_i,       // size of the next piece
  output logic                   valid_o,      // the piece is there
  input  logic                   take_i,
  output logic [8*TakeBytes-1:0] data_o
);

  localparam int unsigned ByteW = $clog2(BeatBytes);
  localparam int unsigned CntW = $clog2(FifoBeats + 1);

  logic [31:0] addr_q;
  logic [31-ByteW:0] beats_left_q;
  logic [CntW-1:0] credit_q;  // free places of the queue that no request has claimed
  logic request, beat_valid, beat_ready, room;
  logic [8*BeatBytes-1:0] beat;

  assign req_valid_o = beats_left_q != '0 && credit_q != '0;
  assign req_addr_o  = addr_q;
  assign request     = req_valid_o && req_ready_i;

  always_ff @(posedge clk_i) begin
    if (request) begin
      addr_q       <= addr_q + 32'(BeatBytes);
      beats_left_q <= beats_left_q - 1'b1;
    end
    credit_q <= credit_q + CntW'(beat_valid && beat_ready) - CntW'(request);
    if (start_i) begin
      addr_q       <= addr_i;
      beats_left_q <= bytes_i[31:ByteW] + (32 - ByteW)'(bytes_i[ByteW-1:0] != '0);
    end
    if (!rst_ni) begin
      beats_left_q <= '0;
      credit_q     <= CntW'(FifoBeats);
    end
  end

  itg_fifo #(
    .Width(8 * BeatBytes),
    .Depth(FifoBeats)
  ) u_fifo (
    .clk_i,
    .rst_ni,
    .valid_i(rsp_valid_i),
    .ready_o(room),
    .data_i(rsp_data_i),
    .valid_o(beat_valid),
    .ready_i(beat_ready),
    .data_o(beat)
  );

  itg_unpack #(
    .BeatBytes(BeatBytes),
    .TakeBytes(TakeBytes)
  ) u_unpack (
    .clk_i,
    .rst_ni,
    .clear_i(start_i),
    .beat_valid_i(beat_valid),
    .beat_ready_o(beat_ready),
    .beat_i(beat),
    .need_i,
    .valid_o,
    .take_i,
    .data_o
  );

`ifndef SYNTHESIS
  ResponseFindsRoom_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) rsp_valid_i |-> room)
  else $error("itg_stream_in: a response arrived at a full queue");
`else
  logic unused_room;
  assign unused_room = room;
`endif

endmodule
