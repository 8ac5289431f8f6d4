// SPDX-License-Identifier: Apache-2.0
//
// Reads runs of consecutive bytes from memory, one run after the other, and hands them out as one
// stream in pieces of 0..TakeUnits bytes, or bits. A run may begin and end anywhere in a beat; in a
// stream that is `Aligned` there is one run and it begins with a beat. Never asks for more beats
// than its queue has room for, so responses are never refused. `start_i` forgets what is left.

module itg_stream_in #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned TakeUnits = 16,
  parameter  int unsigned UnitBits  = 8,
  parameter  int unsigned FifoBeats = 128,
  parameter  logic        Aligned   = 1'b0,
  localparam int unsigned NeedW     = $clog2(TakeUnits + 1)
) (
  input  logic                          clk_i,
  input  logic                          rst_ni,
  input  logic                          start_i,      // all beats asked for have come
  input  logic                          run_valid_i,
  output logic                          run_ready_o,
  input  logic [31:0]                   run_addr_i,
  input  logic [31:0]                   run_bytes_i,  // at least 1
  output logic                          req_valid_o,
  input  logic                          req_ready_i,
  output logic [31:0]                   req_addr_o,
  input  logic                          rsp_valid_i,
  input  logic [8*BeatBytes-1:0]        rsp_data_i,
  input  logic [NeedW-1:0]              need_i,       // size of the next piece
  output logic                          valid_o,      // the piece is there
  input  logic                          take_i,
  output logic [UnitBits*TakeUnits-1:0] data_o
);

  localparam int unsigned ByteW = $clog2(BeatBytes);
  localparam int unsigned CntW = $clog2(FifoBeats + 1);
  localparam int unsigned BeatUnits = 8 * BeatBytes / UnitBits;
  localparam int unsigned SizeW = $clog2(BeatUnits + 1);

  // Requests, beat by beat of the run
  logic [31-ByteW:0] beat_q, beats_left_q;
  logic [CntW-1:0] credit_q;  // free places of the queue that no request has claimed
  logic [31:0] run_end;       // in bytes from the begin of the run's first beat
  logic accept, request, last_beat, beat_valid, beat_ready, room;
  logic [8*BeatBytes-1:0] beat, trimmed;
  logic [SizeW-1:0] beat_size;

  assign last_beat   = beats_left_q == (32 - ByteW)'(1);
  assign run_ready_o = beats_left_q == '0 || (request && last_beat);
  assign accept      = run_valid_i && run_ready_o;
  assign run_end     = run_bytes_i + 32'(run_addr_i[ByteW-1:0]);
  assign req_valid_o = beats_left_q != '0 && credit_q != '0;
  assign req_addr_o  = {beat_q, {ByteW{1'b0}}};
  assign request     = req_valid_o && req_ready_i;

  always_ff @(posedge clk_i) begin
    if (request) begin
      beat_q       <= beat_q + 1'b1;
      beats_left_q <= beats_left_q - 1'b1;
    end
    credit_q <= credit_q + CntW'(beat_valid && beat_ready) - CntW'(request);
    if (accept) begin
      beat_q       <= run_addr_i[31:ByteW];
      beats_left_q <= run_end[31:ByteW] + (32 - ByteW)'(run_end[ByteW-1:0] != '0);
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

  // Which bytes of a beat belong to its run
  if (Aligned) begin : gen_whole_beats
    assign trimmed   = beat;
    assign beat_size = SizeW'(BeatUnits);
  end else begin : gen_trim
    logic [ByteW-1:0] first_q, end_q, skip;  // end_q: bytes of the last beat, 0: all
    logic [ByteW:0] size;
    logic asked_first_q, known, known_room;

    always_ff @(posedge clk_i) begin
      if (request) asked_first_q <= 1'b0;
      if (accept) begin
        asked_first_q <= 1'b1;
        first_q       <= run_addr_i[ByteW-1:0];
        end_q         <= run_end[ByteW-1:0];
      end
    end

    logic [ByteW-1:0] asked_skip;
    logic [ByteW:0] asked_end;

    assign asked_skip = asked_first_q ? first_q : '0;
    assign asked_end  = last_beat && end_q != '0 ? {1'b0, end_q} : (ByteW + 1)'(BeatBytes);

    itg_fifo #(
      .Width(2 * ByteW + 1),
      .Depth(FifoBeats)
    ) u_trims (
      .clk_i,
      .rst_ni,
      .valid_i(request),
      .ready_o(known_room),
      .data_i({asked_skip, asked_end - (ByteW + 1)'(asked_skip)}),
      .valid_o(known),
      .ready_i(beat_valid && beat_ready),
      .data_o({skip, size})
    );

    always_comb begin
      trimmed   = '0;
      beat_size = '0;
      if (beat_valid) begin
        trimmed   = (beat >> {skip, 3'b000}) & ~({8 * BeatBytes{1'b1}} << {size, 3'b000});
        beat_size = SizeW'(size) << (3 - $clog2(UnitBits));
      end
    end

`ifndef SYNTHESIS
    TrimIsKnown_A :
    assert property (@(posedge clk_i) disable iff (!rst_ni) beat_valid |-> known)
    else $error("itg_stream_in: a beat arrived that nobody asked for");
    TrimFindsRoom_A :
    assert property (@(posedge clk_i) disable iff (!rst_ni) request |-> known_room)
    else $error("itg_stream_in: more beats asked for than there is room for");
`else
    logic unused_known;
    assign unused_known = known ^ known_room;
`endif
  end

  itg_unpack #(
    .BeatBytes(BeatBytes),
    .TakeUnits(TakeUnits),
    .UnitBits(UnitBits)
  ) u_unpack (
    .clk_i,
    .rst_ni,
    .clear_i(start_i),
    .beat_valid_i(beat_valid),
    .beat_ready_o(beat_ready),
    .beat_i(trimmed),
    .beat_size_i(beat_size),
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
