// SPDX-License-Identifier: Apache-2.0
//
// Writes a stream of pieces of 0..PieceUnits bytes, or bits, to memory, from `addr_i` of `start_i`
// on: all to consecutive ones, or bytes in rows of `row_bytes_i` that begin `pitch_i` bytes apart.
// Bytes start anywhere, and pieces never cross rows. `flush_i`, held until `empty_o`, sends the
// last, partial beat. A beat that would write nothing is not sent: a piece of no bytes behind the
// last row has begun another, of which there are only the bytes before it.

module itg_stream_out #(
  parameter  int unsigned PieceUnits = 16,
  parameter  int unsigned UnitBits   = 8,
  parameter  int unsigned BeatBytes  = 16,
  localparam int unsigned SizeW      = $clog2(PieceUnits + 1)
) (
  input  logic                           clk_i,
  input  logic                           rst_ni,
  input  logic                           start_i,
  input  logic [31:0]                    addr_i,        // bits: a multiple of BeatBytes
  input  logic [31:0]                    row_bytes_i,   // with start_i; 0: no rows
  input  logic [31:0]                    pitch_i,
  output logic [31:0]                    next_row_o,    // where the row after those begun begins
  input  logic                           valid_i,
  output logic                           ready_o,
  input  logic [SizeW-1:0]               size_i,
  input  logic [UnitBits*PieceUnits-1:0] data_i,
  input  logic                           flush_i,
  output logic                           empty_o,
  output logic                           wr_valid_o,
  input  logic                           wr_ready_i,
  output logic [31:0]                    wr_addr_o,
  output logic [8*BeatBytes-1:0]         wr_data_o,
  output logic [BeatBytes-1:0]           wr_strb_o
);

  localparam int unsigned ByteW = $clog2(BeatBytes);

  logic [31:0] addr_q, next_row_q, row_bytes_q, pitch_q, row_left_q;
  logic [ByteW-1:0] pad_q;   // bytes before the row in its first beat that are still to be packed
  logic [BeatBytes-1:0] strb, first_strb_q;
  logic ending_q, between_q;  // a row is on its way out; the next has not begun
  logic side_by_side, side_by_side_q;  // no gap between rows: they are one stream
  logic rows_q, pack_ready, pack_empty, accept, row_done, begin_row, padding;
  logic beat_valid, writes;
  logic [31:0] begin_addr;
  logic [SizeW-1:0] pad;

  assign side_by_side = pitch_i == row_bytes_i;

  assign padding   = pad_q != '0;
  assign pad       = 32'(pad_q) < PieceUnits ? SizeW'(pad_q) : SizeW'(PieceUnits);
  assign ready_o   = pack_ready && !padding && !ending_q && !between_q;
  assign empty_o   = pack_empty && !ending_q;
  assign accept    = valid_i && ready_o;
  assign row_done  = rows_q && accept && row_left_q == 32'(size_i);
  assign begin_row = start_i || (between_q && valid_i);
  assign begin_addr = start_i ? addr_i : next_row_q;

  always_ff @(posedge clk_i) begin
    if (wr_valid_o && wr_ready_i) begin
      addr_q       <= addr_q + 32'(BeatBytes);
      first_strb_q <= '1;
    end
    if (padding && pack_ready) pad_q <= pad_q - ByteW'(pad);
    if (rows_q && accept) row_left_q <= row_left_q - 32'(size_i);
    if (row_done) begin
      row_left_q <= row_bytes_q;
      if (side_by_side_q) next_row_q <= next_row_q + pitch_q;
      else ending_q <= 1'b1;
    end
    if (ending_q && pack_empty) begin
      ending_q  <= 1'b0;
      between_q <= 1'b1;
    end
    if (begin_row) begin
      between_q    <= 1'b0;
      addr_q       <= {begin_addr[31:ByteW], ByteW'(0)};
      pad_q        <= begin_addr[ByteW-1:0];
      first_strb_q <= '1 << begin_addr[ByteW-1:0];
      next_row_q   <= begin_addr + (!start_i ? pitch_q : side_by_side ? '0 : pitch_i);
    end
    if (start_i) begin
      rows_q         <= row_bytes_i != '0;
      side_by_side_q <= side_by_side;
      row_bytes_q    <= row_bytes_i;
      row_left_q     <= row_bytes_i;
      pitch_q        <= pitch_i;
    end
    if (!rst_ni) begin
      pad_q     <= '0;
      ending_q  <= 1'b0;
      between_q <= 1'b0;
      rows_q    <= 1'b0;
    end
  end

  assign wr_addr_o  = addr_q;
  assign wr_strb_o  = strb & first_strb_q;
  assign writes     = wr_strb_o != '0;
  assign wr_valid_o = beat_valid && writes;
  assign next_row_o = next_row_q;

  itg_pack #(
    .PieceUnits(PieceUnits),
    .UnitBits(UnitBits),
    .BeatBytes(BeatBytes)
  ) u_pack (
    .clk_i,
    .rst_ni,
    .valid_i(padding || (valid_i && !ending_q && !between_q)),
    .ready_o(pack_ready),
    .size_i(padding ? pad : size_i),
    .data_i(padding ? '0 : data_i),
    .flush_i(ending_q || flush_i),
    .empty_o(pack_empty),
    .beat_valid_o(beat_valid),
    .beat_ready_i(wr_ready_i || !writes),
    .beat_o(wr_data_o),
    .strb_o(strb)
  );

endmodule
