// SPDX-License-Identifier: Apache-2.0
//
// The accelerator: wiring only. A host writes a command's descriptor to memory, raises `start_i`
// with its address, and waits for `done_o`. Everything else goes through the memory ports.
//
// Memory: a read request is accepted when rd_valid_o and rd_ready_i; its beat comes back with the
// request's id, in order, and is always taken. A write is accepted when wr_valid_o and wr_ready_i,
// and a read accepted later sees it.

module itg_top #(
  parameter  int unsigned Rows         = 16,
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AW           = 8,     // array operands: activation or error,
  parameter  int unsigned BW           = 8,     // weight or activation
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned OutW         = 8,     // widest narrow element
  parameter  int unsigned Lanes        = 16,    // power of two >= Rows, Cols, BeatBytes
  parameter  int unsigned ScratchDepth = 8192,  // words of Lanes elements, of each scratchpad
  parameter  int unsigned AccDepth     = 5120,  // words of Cols accumulators
  parameter  int unsigned BeatBytes    = 16,
  parameter  int unsigned FifoBeats    = 128,
  parameter  int unsigned Modes        = 7,     // rounding modes present, bit m for mode m
  localparam int unsigned CountersW    = itg_pkg::Counters * itg_pkg::CounterW,
  localparam int unsigned ParametersW  = 32 * itg_pkg::Parameters
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic [31:0]            cmd_addr_i,
  input  logic [31:0]            seed_i,
  input  logic [31:0]            step_i,
  output logic                   done_o,
  output logic                   illegal_o,
  output logic [CountersW-1:0]   counters_o,
  output logic [ParametersW-1:0] parameters_o,   // as elaborated, 32 bits each, Rows first
  output logic                   rd_valid_o,
  input  logic                   rd_ready_i,
  output logic [31:0]            rd_addr_o,
  output logic [1:0]             rd_id_o,
  input  logic                   rd_rsp_valid_i,
  input  logic [1:0]             rd_rsp_id_i,
  input  logic [8*BeatBytes-1:0] rd_rsp_data_i,
  output logic                   wr_valid_o,
  input  logic                   wr_ready_i,
  output logic [31:0]            wr_addr_o,
  output logic [8*BeatBytes-1:0] wr_data_o,
  output logic [BeatBytes-1:0]   wr_strb_o
);

  localparam int unsigned AddrW = $clog2(ScratchDepth);
  localparam int unsigned LaneW = $clog2(Lanes);
  localparam int unsigned AccAddrW = $clog2(AccDepth);
  localparam int unsigned RowW = $clog2(Rows);
  localparam int unsigned RowCntW = $clog2(Rows + 1);
  localparam int unsigned ColCntW = $clog2(Cols + 1);
  localparam int unsigned BitW = $clog2(AccW + 1);
  localparam int unsigned ShiftW = $clog2(AccW);

  assign parameters_o = {Modes, FifoBeats, BeatBytes, AccDepth, ScratchDepth, Lanes, OutW, AccW, BW,
                         AW,
                         Cols, Rows};

  itg_pkg::cmd_t cmd;
  itg_pkg::ctrl_t ctrl;

  // Memory ports
  logic [3:0] req_valid, req_ready, rsp_valid;
  logic [127:0] req_addr;
  logic [8*BeatBytes-1:0] rsp_data;
  logic [2:0] write_valid, write_ready;
  logic [95:0] write_addr;
  logic [24*BeatBytes-1:0] write_data;
  logic [3*BeatBytes-1:0] write_strb;
  logic write_idle;

  itg_read_port #(
    .Requesters(4),
    .BeatBytes(BeatBytes)
  ) u_read_port (
    .clk_i,
    .rst_ni,
    .req_valid_i(req_valid),
    .req_ready_o(req_ready),
    .req_addr_i(req_addr),
    .rsp_valid_o(rsp_valid),
    .rsp_data_o(rsp_data),
    .rd_valid_o,
    .rd_ready_i,
    .rd_addr_o,
    .rd_id_o,
    .rd_rsp_valid_i,
    .rd_rsp_id_i,
    .rd_rsp_data_i
  );

  itg_write_port #(
    .Writers(3),
    .BeatBytes(BeatBytes)
  ) u_write_port (
    .clk_i,
    .rst_ni,
    .valid_i(write_valid),
    .ready_o(write_ready),
    .addr_i(write_addr),
    .data_i(write_data),
    .strb_i(write_strb),
    .idle_o(write_idle),
    .wr_valid_o,
    .wr_ready_i,
    .wr_addr_o,
    .wr_data_o,
    .wr_strb_o
  );

  // Control
  logic begin_cmd, product_start, product_done, post_start, scan, post_done, range_query, zero;
  logic [BitW-1:0] range_bits;
  logic [ShiftW-1:0] shift;
  logic [31:0] key;

  itg_sequencer #(
    .AccW(AccW),
    .BeatBytes(BeatBytes),
    .Modes(3'(Modes))
  ) u_sequencer (
    .clk_i,
    .rst_ni,
    .start_i,
    .cmd_addr_i,
    .seed_i,
    .step_i,
    .done_o,
    .illegal_o,
    .cmd_o(cmd),
    .ctrl_o(ctrl),
    .begin_o(begin_cmd),
    .product_start_o(product_start),
    .product_done_i(product_done),
    .post_start_o(post_start),
    .scan_o(scan),
    .post_done_i(post_done),
    .range_query_o(range_query),
    .range_bits_i(range_bits),
    .shift_o(shift),
    .zero_o(zero),
    .key_o(key),
    .req_valid_o(req_valid[itg_pkg::ReadSequencer]),
    .req_ready_i(req_ready[itg_pkg::ReadSequencer]),
    .req_addr_o(req_addr[32*itg_pkg::ReadSequencer+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadSequencer]),
    .rsp_data_i(rsp_data),
    .wr_valid_o(write_valid[2]),
    .wr_ready_i(write_ready[2]),
    .wr_addr_o(write_addr[64+:32]),
    .wr_data_o(write_data[16*BeatBytes+:8*BeatBytes]),
    .wr_strb_o(write_strb[2*BeatBytes+:BeatBytes]),
    .wr_idle_i(write_idle)
  );

  // Operands: memory to scratchpads
  logic loaded, consumed, a_we, b_we;
  logic [AddrW-1:0] wbase, wwrap;
  logic [LaneW-1:0] wcross, woffset;
  logic [BeatBytes-1:0] wstrb;
  logic [8*BeatBytes-1:0] wdata;

  itg_loader #(
    .BeatBytes(BeatBytes),
    .Lanes(Lanes),
    .Depth(ScratchDepth)
  ) u_loader (
    .clk_i,
    .rst_ni,
    .start_i(product_start),
    .cmd_i(cmd),
    .a_by_row_i(ctrl.a_by_row),
    .b_by_row_i(ctrl.b_by_row),
    .consumed_i(consumed),
    .loaded_o(loaded),
    .req_valid_o(req_valid[itg_pkg::ReadLoader]),
    .req_ready_i(req_ready[itg_pkg::ReadLoader]),
    .req_addr_o(req_addr[32*itg_pkg::ReadLoader+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadLoader]),
    .rsp_data_i(rsp_data),
    .a_we_o(a_we),
    .b_we_o(b_we),
    .wbase_o(wbase),
    .wwrap_o(wwrap),
    .wcross_o(wcross),
    .woffset_o(woffset),
    .wstrb_o(wstrb),
    .wdata_o(wdata)
  );

  // Scratchpads to array
  logic read, first, last, accumulate, final_chunk, tile_last;
  logic [AddrW-1:0] a_base, a_wrap, b_base, b_wrap;
  logic [LaneW-1:0] a_cross, a_offset, b_cross, b_offset;
  logic [RowCntW-1:0] tile_rows;
  logic [ColCntW-1:0] tile_cols;
  logic [AccAddrW-1:0] tile_addr;
  logic [Rows*AW-1:0] a;
  logic [Cols*BW-1:0] b;

  itg_feeder #(
    .Rows(Rows),
    .Cols(Cols),
    .Lanes(Lanes),
    .Depth(ScratchDepth),
    .AccDepth(AccDepth)
  ) u_feeder (
    .clk_i,
    .rst_ni,
    .start_i(product_start),
    .cmd_i(cmd),
    .a_by_row_i(ctrl.a_by_row),
    .b_by_row_i(ctrl.b_by_row),
    .loaded_i(loaded),
    .consumed_o(consumed),
    .read_o(read),
    .a_base_o(a_base),
    .a_wrap_o(a_wrap),
    .a_cross_o(a_cross),
    .a_offset_o(a_offset),
    .b_base_o(b_base),
    .b_wrap_o(b_wrap),
    .b_cross_o(b_cross),
    .b_offset_o(b_offset),
    .first_o(first),
    .last_o(last),
    .tile_rows_o(tile_rows),
    .tile_cols_o(tile_cols),
    .tile_addr_o(tile_addr),
    .accumulate_o(accumulate),
    .final_o(final_chunk),
    .tile_last_o(tile_last)
  );

  itg_scratchpad #(
    .Lanes(Lanes),
    .ElemW(AW),
    .Depth(ScratchDepth),
    .ReadLanes(Rows),
    .BeatBytes(BeatBytes)
  ) u_a_scratchpad (
    .clk_i,
    .re_i(read),
    .rcolumn_i(!ctrl.a_by_row),
    .rbase_i(a_base),
    .rwrap_i(a_wrap),
    .rcross_i(a_cross),
    .roffset_i(a_offset),
    .rdata_o(a),
    .we_i(a_we),
    .wbase_i(wbase),
    .wwrap_i(wwrap),
    .wcross_i(wcross),
    .woffset_i(woffset),
    .wstrb_i(wstrb),
    .wdata_i(wdata)
  );

  itg_scratchpad #(
    .Lanes(Lanes),
    .ElemW(BW),
    .Depth(ScratchDepth),
    .ReadLanes(Cols),
    .BeatBytes(BeatBytes)
  ) u_b_scratchpad (
    .clk_i,
    .re_i(read),
    .rcolumn_i(!ctrl.b_by_row),
    .rbase_i(b_base),
    .rwrap_i(b_wrap),
    .rcross_i(b_cross),
    .roffset_i(b_offset),
    .rdata_o(b),
    .we_i(b_we),
    .wbase_i(wbase),
    .wwrap_i(wwrap),
    .wcross_i(wcross),
    .woffset_i(woffset),
    .wstrb_i(wstrb),
    .wdata_i(wdata)
  );

  // The tile's description travels beside its operands: two cycles to the array, one more to the
  // finished bank.
  localparam int unsigned TileW = RowCntW + ColCntW + AccAddrW + 3;
  logic [2:0] flags_q, flags_q2;
  logic [TileW-1:0] tile_q, tile_q2, tile_q3;
  logic captured_q;

  always_ff @(posedge clk_i) begin
    flags_q    <= {read, first, last};
    flags_q2   <= flags_q;
    captured_q <= flags_q2[2] && flags_q2[0];
    if (read && last) begin
      tile_q <= {tile_rows, tile_cols, tile_addr, accumulate, final_chunk, tile_last};
    end
    if (flags_q[2] && flags_q[0]) tile_q2 <= tile_q;
    if (flags_q2[2] && flags_q2[0]) tile_q3 <= tile_q2;
    if (!rst_ni) begin
      flags_q    <= '0;
      flags_q2   <= '0;
      captured_q <= 1'b0;
    end
  end

  // Array to accumulator SRAM
  logic [RowCntW-1:0] drain_rows;
  logic [ColCntW-1:0] drain_cols;
  logic [AccAddrW-1:0] drain_tile_addr, drain_addr;
  logic drain_accumulate, drain_final, drain_last, row_valid, row_accumulate, drain_range_valid;
  logic [RowW-1:0] row;
  logic [Cols-1:0] drain_range_lanes;
  logic [Cols*AccW-1:0] row_data;

  assign {drain_rows, drain_cols, drain_tile_addr, drain_accumulate, drain_final, drain_last} =
      tile_q3;

  itg_mac_array #(
    .Rows(Rows),
    .Cols(Cols),
    .AW(AW),
    .BW(BW),
    .AccW(AccW)
  ) u_array (
    .clk_i,
    .rst_ni,
    .en_i(flags_q2[2]),
    .first_i(flags_q2[1]),
    .last_i(flags_q2[0]),
    .a_i(a),
    .b_i(b),
    .drain_i(row_valid),
    .drain_row_i(row),
    .row_o(row_data)
  );

  itg_drain #(
    .Rows(Rows),
    .Cols(Cols),
    .AccDepth(AccDepth)
  ) u_drain (
    .clk_i,
    .rst_ni,
    .start_i(captured_q),
    .tile_rows_i(drain_rows),
    .tile_cols_i(drain_cols),
    .tile_addr_i(drain_tile_addr),
    .accumulate_i(drain_accumulate),
    .final_i(drain_final),
    .tile_last_i(drain_last),
    .pitch_i(AccAddrW'(cmd.col_words)),
    .row_valid_o(row_valid),
    .row_o(row),
    .addr_o(drain_addr),
    .accumulate_o(row_accumulate),
    .range_valid_o(drain_range_valid),
    .range_lanes_o(drain_range_lanes),
    .done_o(product_done)
  );

  logic acc_read, sum_valid;
  logic [AccAddrW-1:0] acc_addr;
  logic [Cols*AccW-1:0] sum, acc_rdata;

  itg_accumulator #(
    .Cols(Cols),
    .AccW(AccW),
    .Depth(AccDepth)
  ) u_accumulator (
    .clk_i,
    .rst_ni,
    .read_i(acc_read || (row_valid && row_accumulate)),
    .update_i(row_valid),
    .accumulate_i(row_accumulate),
    .addr_i(row_valid ? drain_addr : acc_addr),
    .row_i(row_data),
    .sum_valid_o(sum_valid),
    .sum_o(sum),
    .rdata_o(acc_rdata)
  );

  // Range: of the sums as they are completed, or of a tensor in memory as it is scanned
  logic post_range_valid;
  logic [Cols-1:0] post_range_lanes;
  logic [Cols*AccW-1:0] post_range_word;

  itg_range #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_range (
    .clk_i,
    .rst_ni,
    .clear_i(begin_cmd),
    .query_i(range_query),
    .valid_i((drain_range_valid && sum_valid) || post_range_valid),
    .lanes_i(post_range_valid ? post_range_lanes : drain_range_lanes),
    .word_i(post_range_valid ? post_range_word : sum),
    .bits_o(range_bits)
  );

  // Second pass
  logic x_valid, x_take, y_valid, y_take;
  logic [ColCntW-1:0] x_need, y_need, rounded;
  logic [ColCntW:0] saturated;
  logic [8*Cols-1:0] x_data, y_data;

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeBytes(Cols),
    .FifoBeats(FifoBeats)
  ) u_x_stream (
    .clk_i,
    .rst_ni,
    .start_i(post_start && (ctrl.x_acc || ctrl.x_narrow)),
    .addr_i(cmd.a_addr),
    .bytes_i(ctrl.x_acc ? cmd.elements << 2 : cmd.elements),
    .req_valid_o(req_valid[itg_pkg::ReadX]),
    .req_ready_i(req_ready[itg_pkg::ReadX]),
    .req_addr_o(req_addr[32*itg_pkg::ReadX+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadX]),
    .rsp_data_i(rsp_data),
    .need_i(x_need),
    .valid_o(x_valid),
    .take_i(x_take),
    .data_o(x_data)
  );

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeBytes(Cols),
    .FifoBeats(FifoBeats)
  ) u_y_stream (
    .clk_i,
    .rst_ni,
    .start_i(post_start && !scan && (ctrl.reads_mask || ctrl.reads_weight)),
    .addr_i(cmd.y_addr),
    .bytes_i(ctrl.reads_mask ? cmd.words * 32'((Cols + 7) / 8) : cmd.elements),
    .req_valid_o(req_valid[itg_pkg::ReadY]),
    .req_ready_i(req_ready[itg_pkg::ReadY]),
    .req_addr_o(req_addr[32*itg_pkg::ReadY+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadY]),
    .rsp_data_i(rsp_data),
    .need_i(y_need),
    .valid_o(y_valid),
    .take_i(y_take),
    .data_o(y_data)
  );

  itg_post #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .AccDepth(AccDepth),
    .BeatBytes(BeatBytes),
    .Modes(3'(Modes))
  ) u_post (
    .clk_i,
    .rst_ni,
    .start_i(post_start),
    .scan_i(scan),
    .cmd_i(cmd),
    .ctrl_i(ctrl),
    .key_i(key),
    .shift_i(shift),
    .zero_i(zero),
    .done_o(post_done),
    .saturated_o(saturated),
    .rounded_o(rounded),
    .acc_read_o(acc_read),
    .acc_addr_o(acc_addr),
    .acc_rdata_i(acc_rdata),
    .range_valid_o(post_range_valid),
    .range_lanes_o(post_range_lanes),
    .range_word_o(post_range_word),
    .x_need_o(x_need),
    .x_valid_i(x_valid),
    .x_take_o(x_take),
    .x_data_i(x_data),
    .y_need_o(y_need),
    .y_valid_i(y_valid),
    .y_take_o(y_take),
    .y_data_i(y_data),
    .wr_valid_o(write_valid[1:0]),
    .wr_ready_i(write_ready[1:0]),
    .wr_addr_o(write_addr[63:0]),
    .wr_data_o(write_data[16*BeatBytes-1:0]),
    .wr_strb_o(write_strb[2*BeatBytes-1:0])
  );

  // Counters
  localparam int unsigned IncW = ColCntW + 1;
  logic [itg_pkg::Counters-1:0] count;
  logic [itg_pkg::Counters*IncW-1:0] increment;

  always_comb begin
    increment = {itg_pkg::Counters{IncW'(1)}};
    increment[IncW*itg_pkg::CountScratchpadReads+:IncW] = IncW'(2);
    increment[IncW*itg_pkg::CountRounded+:IncW]         = IncW'(rounded);
    increment[IncW*itg_pkg::CountSaturations+:IncW]     = saturated;
    count = '0;
    count[itg_pkg::CountArrayCycles]       = flags_q2[2];
    count[itg_pkg::CountScratchpadReads]   = read;
    count[itg_pkg::CountScratchpadWrites]  = a_we || b_we;
    count[itg_pkg::CountAccumulatorReads]  = acc_read || (row_valid && row_accumulate);
    count[itg_pkg::CountAccumulatorWrites] = row_valid;
    count[itg_pkg::CountMemoryReads]       = rd_valid_o && rd_ready_i;
    count[itg_pkg::CountMemoryWrites]      = wr_valid_o && wr_ready_i;
    count[itg_pkg::CountRounded]           = rounded != '0;
    count[itg_pkg::CountSaturations]       = saturated != '0;
  end

  itg_counters #(
    .IncW(IncW)
  ) u_counters (
    .clk_i,
    .rst_ni,
    .valid_i(count),
    .inc_i(increment),
    .count_o(counters_o)
  );

endmodule
