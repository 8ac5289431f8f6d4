// SPDX-License-Identifier: Apache-2.0
//
// The accelerator: wiring only. A host writes a command's descriptor to memory, raises `start_i`
// with its address, and waits for `done_o`. Everything else goes through the memory ports.
//
// Memory: a read request is accepted when rd_valid_o and rd_ready_i; its beat comes back with the
// request's id, in order, and is taken when rd_rsp_ready_o. A write is accepted when wr_valid_o and
// wr_ready_i, and a read accepted later sees it.

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
  parameter  int unsigned Masters      = 1,     // 16-bit gradients and master weights: 0 no, 1 yes
  localparam int unsigned CountersW    = itg_pkg::Counters * itg_pkg::CounterW,
  localparam int unsigned ParametersW  = 32 * itg_pkg::Parameters,
  localparam int unsigned Readers      = itg_pkg::Readers,
  localparam int unsigned Writers      = itg_pkg::Writers,
  localparam int unsigned IdW          = $clog2(Readers)
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
  output logic [IdW-1:0]         rd_id_o,
  input  logic                   rd_rsp_valid_i,
  output logic                   rd_rsp_ready_o,
  input  logic [IdW-1:0]         rd_rsp_id_i,
  input  logic [8*BeatBytes-1:0] rd_rsp_data_i,
  output logic                   wr_valid_o,
  input  logic                   wr_ready_i,
  output logic [31:0]            wr_addr_o,
  output logic [8*BeatBytes-1:0] wr_data_o,
  output logic [BeatBytes-1:0]   wr_strb_o
);

  localparam int unsigned AccAddrW = $clog2(AccDepth);
  localparam int unsigned ColCntW = $clog2(Cols + 1);
  localparam int unsigned BitW = $clog2(AccW + 1);
  localparam int unsigned ShiftW = $clog2(AccW);

  itg_parameters #(
    .Rows(Rows), .Cols(Cols), .AW(AW), .BW(BW), .AccW(AccW), .OutW(OutW), .Lanes(Lanes),
    .ScratchDepth(ScratchDepth), .AccDepth(AccDepth), .BeatBytes(BeatBytes), .FifoBeats(FifoBeats),
    .Modes(Modes), .Masters(Masters)
  ) u_parameters (
    .parameters_o
  );

  itg_pkg::cmd_t cmd;
  itg_pkg::ctrl_t ctrl;

  // Memory ports
  logic [Readers-1:0] req_valid, req_ready, rsp_valid, rsp_ready;
  logic [32*Readers-1:0] req_addr;
  logic [8*BeatBytes-1:0] rsp_data;
  logic [Writers-1:0] write_valid, write_ready;
  logic [32*Writers-1:0] write_addr;
  logic [8*BeatBytes*Writers-1:0] write_data;
  logic [BeatBytes*Writers-1:0] write_strb;
  logic write_idle;

  itg_read_port #(
    .Requesters(Readers),
    .BeatBytes(BeatBytes)
  ) u_read_port (
    .clk_i,
    .rst_ni,
    .req_valid_i(req_valid),
    .req_ready_o(req_ready),
    .req_addr_i(req_addr),
    .rsp_valid_o(rsp_valid),
    .rsp_ready_i(rsp_ready),
    .rsp_data_o(rsp_data),
    .rd_valid_o,
    .rd_ready_i,
    .rd_addr_o,
    .rd_id_o,
    .rd_rsp_valid_i,
    .rd_rsp_ready_o,
    .rd_rsp_id_i,
    .rd_rsp_data_i
  );

  itg_write_port #(
    .Writers(Writers),
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

  // Only the loader ever lets a response wait.
  logic loader_ready;

  always_comb begin
    rsp_ready                      = '1;
    rsp_ready[itg_pkg::ReadLoader] = loader_ready;
  end

  // Control
  logic begin_cmd, product_start, product_resume, product_done, block_row_last, block_last;
  logic post_start, scan, spill, post_done, range_query, zero;
  logic [BitW-1:0] range_bits;
  logic [ShiftW-1:0] shift;
  logic [31:0] key;
  logic [3:0] x_shift, y_shift;
  logic signed [31:0] exponent;

  itg_sequencer #(
    .AccW(AccW),
    .BeatBytes(BeatBytes),
    .Modes(3'(Modes)),
    .Masters(1'(Masters))
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
    .product_resume_o(product_resume),
    .product_done_i(product_done),
    .block_last_i(block_last),
    .post_start_o(post_start),
    .scan_o(scan),
    .spill_o(spill),
    .post_done_i(post_done),
    .range_query_o(range_query),
    .range_bits_i(range_bits),
    .shift_o(shift),
    .zero_o(zero),
    .key_o(key),
    .x_shift_o(x_shift),
    .y_shift_o(y_shift),
    .exponent_o(exponent),
    .req_valid_o(req_valid[itg_pkg::ReadSequencer]),
    .req_ready_i(req_ready[itg_pkg::ReadSequencer]),
    .req_addr_o(req_addr[32*itg_pkg::ReadSequencer+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadSequencer]),
    .rsp_data_i(rsp_data),
    .wr_valid_o(write_valid[3]),
    .wr_ready_i(write_ready[3]),
    .wr_addr_o(write_addr[96+:32]),
    .wr_data_o(write_data[24*BeatBytes+:8*BeatBytes]),
    .wr_strb_o(write_strb[3*BeatBytes+:BeatBytes]),
    .wr_idle_i(write_idle)
  );

  // Products: memory to accumulators
  logic sum_valid, acc_read, post_write, array_active, scratch_read, scratch_write;
  logic acc_any_read, acc_write;
  logic [itg_pkg::DimW-1:0] block_rows, block_cols;
  logic [Cols-1:0] sum_lanes;
  logic [AccAddrW-1:0] acc_addr, post_waddr;
  logic [Cols*AccW-1:0] sum, acc_rdata, post_wdata;

  itg_product #(
    .Rows(Rows),
    .Cols(Cols),
    .AW(AW),
    .BW(BW),
    .AccW(AccW),
    .Lanes(Lanes),
    .ScratchDepth(ScratchDepth),
    .AccDepth(AccDepth),
    .BeatBytes(BeatBytes)
  ) u_product (
    .clk_i,
    .rst_ni,
    .start_i(product_start),
    .resume_i(product_resume),
    .cmd_i(cmd),
    .ctrl_i(ctrl),
    .done_o(product_done),
    .block_rows_o(block_rows),
    .block_cols_o(block_cols),
    .row_last_o(block_row_last),
    .block_last_o(block_last),
    .req_valid_o(req_valid[itg_pkg::ReadLoader]),
    .req_ready_i(req_ready[itg_pkg::ReadLoader]),
    .req_addr_o(req_addr[32*itg_pkg::ReadLoader+:32]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadLoader]),
    .rsp_ready_o(loader_ready),
    .rsp_data_i(rsp_data),
    .sum_valid_o(sum_valid),
    .sum_lanes_o(sum_lanes),
    .sum_o(sum),
    .acc_read_i(acc_read),
    .acc_addr_i(acc_addr),
    .acc_rdata_o(acc_rdata),
    .acc_write_i(post_write),
    .acc_waddr_i(post_waddr),
    .acc_wdata_i(post_wdata),
    .array_active_o(array_active),
    .scratch_read_o(scratch_read),
    .scratch_write_o(scratch_write),
    .acc_read_o(acc_any_read),
    .acc_write_o(acc_write)
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
    .valid_i(sum_valid || post_range_valid),
    .lanes_i(post_range_valid ? post_range_lanes : sum_lanes),
    .word_i(post_range_valid ? post_range_word : sum),
    .bits_o(range_bits)
  );

  // Second pass, and what a pass is in a product of several blocks
  logic [ColCntW-1:0] rounded;
  logic [ColCntW+1:0] saturated;
  itg_pkg::ctrl_t pass_ctrl;
  logic [itg_pkg::DimW-1:0] pass_rows, pass_cols;
  logic [31:0] x_addr, out_addr, row_bytes, pitch, next_row;

  itg_spill u_spill (
    .clk_i,
    .start_i(product_start),
    .resume_i(product_resume),
    .spill_i(spill),
    .cmd_i(cmd),
    .ctrl_i(ctrl),
    .block_rows_i(block_rows),
    .block_cols_i(block_cols),
    .row_last_i(block_row_last),
    .next_row_i(next_row),
    .ctrl_o(pass_ctrl),
    .rows_o(pass_rows),
    .cols_o(pass_cols),
    .x_addr_o(x_addr),
    .out_addr_o(out_addr),
    .row_bytes_o(row_bytes),
    .pitch_o(pitch)
  );


  itg_second_pass #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .AccDepth(AccDepth),
    .BeatBytes(BeatBytes),
    .FifoBeats(FifoBeats),
    .Modes(3'(Modes)),
    .Masters(1'(Masters))
  ) u_second_pass (
    .clk_i,
    .rst_ni,
    .start_i(post_start),
    .scan_i(scan),
    .cmd_i(cmd),
    .ctrl_i(pass_ctrl),
    .rows_i(pass_rows),
    .cols_i(pass_cols),
    .x_addr_i(x_addr),
    .out_addr_i(out_addr),
    .row_bytes_i(row_bytes),
    .pitch_i(pitch),
    .next_row_o(next_row),
    .x_shift_i(x_shift),
    .y_shift_i(y_shift),
    .exponent_i(exponent),
    .key_i(key),
    .shift_i(shift),
    .zero_i(zero),
    .done_o(post_done),
    .saturated_o(saturated),
    .rounded_o(rounded),
    .acc_read_o(acc_read),
    .acc_addr_o(acc_addr),
    .acc_rdata_i(acc_rdata),
    .acc_write_o(post_write),
    .acc_waddr_o(post_waddr),
    .acc_wdata_o(post_wdata),
    .range_valid_o(post_range_valid),
    .range_lanes_o(post_range_lanes),
    .range_word_o(post_range_word),
    .req_valid_o(req_valid[itg_pkg::ReadX+:3]),
    .req_ready_i(req_ready[itg_pkg::ReadX+:3]),
    .req_addr_o(req_addr[32*itg_pkg::ReadX+:96]),
    .rsp_valid_i(rsp_valid[itg_pkg::ReadX+:3]),
    .rsp_data_i(rsp_data),
    .wr_valid_o(write_valid[2:0]),
    .wr_ready_i(write_ready[2:0]),
    .wr_addr_o(write_addr[95:0]),
    .wr_data_o(write_data[24*BeatBytes-1:0]),
    .wr_strb_o(write_strb[3*BeatBytes-1:0])
  );

  // Counters
  localparam int unsigned IncW = ColCntW + 2;
  logic [itg_pkg::Counters-1:0] count;
  logic [itg_pkg::Counters*IncW-1:0] increment;

  // Accesses to memory are counted where registers decide: reads as their beats come back, writes
  // as the port takes them.
  always_comb begin
    increment = {itg_pkg::Counters{IncW'(1)}};
    increment[IncW*itg_pkg::CountScratchpadReads+:IncW] = IncW'(2);
    increment[IncW*itg_pkg::CountRounded+:IncW]         = IncW'(rounded);
    increment[IncW*itg_pkg::CountSaturations+:IncW]     = saturated;
    count = '0;
    count[itg_pkg::CountArrayCycles]       = array_active;
    count[itg_pkg::CountScratchpadReads]   = scratch_read;
    count[itg_pkg::CountScratchpadWrites]  = scratch_write;
    count[itg_pkg::CountAccumulatorReads]  = acc_any_read;
    count[itg_pkg::CountAccumulatorWrites] = acc_write;
    count[itg_pkg::CountMemoryReads]       = (rsp_valid & rsp_ready) != '0;
    count[itg_pkg::CountMemoryWrites]      = write_ready != '0;
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
