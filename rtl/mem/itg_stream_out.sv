// SPDX-License-Identifier: Apache-2.0
//
// Writes a stream of pieces of 0..PieceBytes bytes to consecutive bytes of memory, from `addr_i` of
// `start_i` on. `flush_i`, held until `empty_o`, sends the last, partial beat.

module itg_stream_out #(
  parameter  int unsigned PieceBytes = 16,
  parameter  int unsigned BeatBytes  = 16,
  localparam int unsigned SizeW      = $clog2(PieceBytes + 1)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    start_i,
  input  logic [31:0]             addr_i,        // multiple of BeatBytes
  input  logic                    valid_i,
  output logic                    ready_o,
  input  logic [SizeW-1:0]        size_i,
  input  logic [8*PieceBytes-1:0] data_i,
  input  logic                    flush_i,
  output logic                    empty_o,
  output logic                    wr_valid_o,
  input  logic                    wr_ready_i,
  output logic [31:0]             wr_addr_o,
  output logic [8*BeatBytes-1:0]  wr_data_o,
  output logic [BeatBytes-1:0]    wr_strb_o
);

  logic [31:0] addr_q;

  assign wr_addr_o = addr_q;

  always_ff @(posedge clk_i) begin
    if (wr_valid_o && wr_ready_i) addr_q <= addr_q + 32'(BeatBytes);
    if (start_i) addr_q <= addr_i;
  end

  itg_pack #(
    .PieceBytes(PieceBytes),
    .BeatBytes(BeatBytes)
  ) u_pack (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o,
    .size_i,
    .data_i,
    .flush_i,
    .empty_o,
    .beat_valid_o(wr_valid_o),
    .beat_ready_i(wr_ready_i),
    .beat_o(wr_data_o),
    .strb_o(wr_strb_o)
  );

endmodule
