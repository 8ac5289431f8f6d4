// SPDX-License-Identifier: Apache-2.0
//
// The accelerator's core: wiring only. Executes the command whose descriptor is at cmd_addr_i when
// `start_i` is raised, until `done_o`. Everything else goes through the memory ports.
//
// Memory: a read request is accepted when rd_valid_o and rd_ready_i; its beat comes back with the
// request's id, in order, and is taken when rd_rsp_ready_o. A write is accepted when wr_valid_o and
// wr_ready_i, and a read accepted after wr_idle_i was high sees it.

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
  localparam int unsigned WaitingW     = itg_regs_pkg::WaitingAr,
  localparam int unsigned ActivityW    = itg_pkg::ActivityW,
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
  output logic                   progress_o,     // something moved in this cycle
  output logic [WaitingW-1:0]    waiting_o,      // who waits for what: register WAITING
  output logic [CountersW-1:0]   counters_o,
  output logic [ActivityW-1:0]   activity_o,     // what happens in this cycle: Activity*
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
  output logic [BeatBytes-1:0]   wr_strb_o,
  input  logic                   wr_idle_i       // the memory holds all that it has accepted
);

  localparam int unsigned BitW = $clog2(AccW + 1);
  localparam int unsigned ShiftW = $clog2(AccW);
  localparam int unsigned ColCntW = $clog2(Cols + 1);

  // Memory ports. Readers are numbered in itg_pkg; of the writers the sequencer is the last.
  localparam int unsigned Sequencer = 32'(itg_pkg::ReadSequencer);
  localparam int unsigned Loader = 32'(itg_pkg::ReadLoader);  // and the second pass behind it
  localparam int unsigned Last = Writers - 1;
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

  // Control
  itg_pkg::cmd_t cmd;
  itg_pkg::ctrl_t ctrl;
  logic begin_cmd, product_start, product_resume, product_done, block_last;
  logic pass_start, scan, spill, pass_done, range_query, zero;
  logic [BitW-1:0] range_bits;
  logic [ShiftW-1:0] shift;
  logic [31:0] key;
  logic [3:0] x_shift, y_shift, phase;
  logic signed [31:0] exponent;

  assign rsp_ready[Sequencer] = 1'b1;

  itg_sequencer #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .Lanes(Lanes),
    .ScratchDepth(ScratchDepth),
    .AccDepth(AccDepth),
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
    .phase_o(phase),
    .state_o(activity_o[itg_pkg::ActivityState+:4]),
    .cmd_o(cmd),
    .ctrl_o(ctrl),
    .begin_o(begin_cmd),
    .product_start_o(product_start),
    .product_resume_o(product_resume),
    .product_done_i(product_done),
    .block_last_i(block_last),
    .post_start_o(pass_start),
    .scan_o(scan),
    .spill_o(spill),
    .post_done_i(pass_done),
    .range_query_o(range_query),
    .range_bits_i(range_bits),
    .shift_o(shift),
    .zero_o(zero),
    .key_o(key),
    .x_shift_o(x_shift),
    .y_shift_o(y_shift),
    .exponent_o(exponent),
    .req_valid_o(req_valid[Sequencer]),
    .req_ready_i(req_ready[Sequencer]),
    .req_addr_o(req_addr[32*Sequencer+:32]),
    .rsp_valid_i(rsp_valid[Sequencer]),
    .rsp_data_i(rsp_data),
    .wr_valid_o(write_valid[Last]),
    .wr_ready_i(write_ready[Last]),
    .wr_addr_o(write_addr[32*Last+:32]),
    .wr_data_o(write_data[8*BeatBytes*Last+:8*BeatBytes]),
    .wr_strb_o(write_strb[BeatBytes*Last+:BeatBytes]),
    .wr_idle_i(write_idle && wr_idle_i)
  );

  // Data
  logic scanned, counted, array_active, scratch_read, scratch_write, acc_read, acc_write;
  logic [ColCntW-1:0] rounded;
  logic [ColCntW+1:0] saturated;

  itg_datapath #(
    .Rows(Rows), .Cols(Cols), .AW(AW), .BW(BW), .AccW(AccW), .OutW(OutW), .Lanes(Lanes),
    .ScratchDepth(ScratchDepth), .AccDepth(AccDepth), .BeatBytes(BeatBytes), .FifoBeats(FifoBeats),
    .Modes(3'(Modes)), .Masters(1'(Masters))
  ) u_datapath (
    .clk_i,
    .rst_ni,
    .cmd_i(cmd),
    .ctrl_i(ctrl),
    .begin_i(begin_cmd),
    .product_start_i(product_start),
    .product_resume_i(product_resume),
    .product_done_o(product_done),
    .block_last_o(block_last),
    .pass_start_i(pass_start),
    .scan_i(scan),
    .spill_i(spill),
    .pass_done_o(pass_done),
    .range_query_i(range_query),
    .range_bits_o(range_bits),
    .shift_i(shift),
    .zero_i(zero),
    .key_i(key),
    .x_shift_i(x_shift),
    .y_shift_i(y_shift),
    .exponent_i(exponent),
    .req_valid_o(req_valid[Loader+:4]),
    .req_ready_i(req_ready[Loader+:4]),
    .req_addr_o(req_addr[32*Loader+:128]),
    .rsp_valid_i(rsp_valid[Loader+:4]),
    .rsp_ready_o(rsp_ready[Loader+:4]),
    .rsp_data_i(rsp_data),
    .wr_valid_o(write_valid[0+:Last]),
    .wr_ready_i(write_ready[0+:Last]),
    .wr_addr_o(write_addr[0+:32*Last]),
    .wr_data_o(write_data[0+:8*BeatBytes*Last]),
    .wr_strb_o(write_strb[0+:BeatBytes*Last]),
    .scanned_o(scanned),
    .array_active_o(array_active),
    .scratch_read_o(scratch_read),
    .scratch_write_o(scratch_write),
    .acc_read_o(acc_read),
    .acc_write_o(acc_write),
    .rounded_o(rounded),
    .saturated_o(saturated)
  );

  itg_events #(
    .Cols(Cols)
  ) u_events (
    .clk_i,
    .rst_ni,
    .array_active_i(array_active),
    .scratch_read_i(scratch_read),
    .scratch_write_i(scratch_write),
    .acc_read_i(acc_read),
    .acc_write_i(acc_write),
    .memory_read_i((rsp_valid & rsp_ready) != '0),
    .memory_write_i(write_ready != '0),
    .rounded_i(rounded),
    .saturated_i(saturated),
    .progress_o(counted),
    .happened_o(activity_o[itg_pkg::ActivityEvents+:itg_pkg::Counters]),
    .counters_o
  );

  // A scan of what lies outside an image moves nothing that is counted.
  assign progress_o = counted || scanned;

  assign waiting_o = {write_valid & ~write_ready, 8'({req_valid & ~req_ready}), phase};

endmodule
