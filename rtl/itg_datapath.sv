// SPDX-License-Identifier: Apache-2.0
//
// Everything that touches elements: products into accumulators, their range, and the second pass.
// Wiring only. The sequencer says when each of them begins.

module itg_datapath #(
  parameter  int unsigned Rows         = 16,
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AW           = 8,
  parameter  int unsigned BW           = 8,
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned OutW         = 8,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  parameter  int unsigned FifoBeats    = 128,
  parameter  logic [2:0]  Modes        = 3'b111,
  parameter  logic        Masters      = 1'b1,
  localparam int unsigned BitW         = $clog2(AccW + 1),
  localparam int unsigned ShiftW       = $clog2(AccW),
  localparam int unsigned ColCntW      = $clog2(Cols + 1)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  itg_pkg::cmd_t           cmd_i,
  input  itg_pkg::ctrl_t          ctrl_i,
  input  logic                    begin_i,           // of a command: nothing is in the range yet
  input  logic                    product_start_i,
  input  logic                    product_resume_i,  // with its next block
  output logic                    product_done_o,    // with a block
  output logic                    block_last_o,
  input  logic                    pass_start_i,
  input  logic                    scan_i,            // this pass only scans the range
  input  logic                    spill_i,           // or writes a block of accumulators to memory
  output logic                    pass_done_o,
  input  logic                    range_query_i,
  output logic [BitW-1:0]         range_bits_o,
  input  logic [ShiftW-1:0]       shift_i,           // see itg_post for these
  input  logic                    zero_i,
  input  logic [31:0]             key_i,
  input  logic [3:0]              x_shift_i,
  input  logic [3:0]              y_shift_i,
  input  logic signed [31:0]      exponent_i,
  output logic [3:0]              req_valid_o,       // readers: 0 loader, 1 x, 2 y, 3 side
  input  logic [3:0]              req_ready_i,
  output logic [127:0]            req_addr_o,
  input  logic [3:0]              rsp_valid_i,
  output logic [3:0]              rsp_ready_o,
  input  logic [8*BeatBytes-1:0]  rsp_data_i,
  output logic [2:0]              wr_valid_o,        // writers: 0 elements, 1 mask, 2 extra
  input  logic [2:0]              wr_ready_i,
  output logic [95:0]             wr_addr_o,
  output logic [24*BeatBytes-1:0] wr_data_o,
  output logic [3*BeatBytes-1:0]  wr_strb_o,
  output logic                    scanned_o,         // a word was looked at in this cycle
  output logic                    array_active_o,    // events of this cycle, for the counters
  output logic                    scratch_read_o,
  output logic                    scratch_write_o,
  output logic                    acc_read_o,
  output logic                    acc_write_o,
  output logic [ColCntW-1:0]      rounded_o,
  output logic [ColCntW+1:0]      saturated_o
);

  localparam int unsigned AccAddrW = $clog2(AccDepth);
  localparam int unsigned DimW = itg_pkg::DimW;

  // Only the loader ever lets a response wait.
  assign rsp_ready_o[3:1] = '1;

  // Products: memory to accumulators
  logic sum_valid, pass_read, pass_write, row_last;
  logic [DimW-1:0] block_rows, block_cols;
  logic [Cols-1:0] sum_lanes;
  logic [AccAddrW-1:0] pass_addr, pass_waddr;
  logic [Cols*AccW-1:0] sum, acc_rdata, pass_wdata;

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
    .start_i(product_start_i),
    .resume_i(product_resume_i),
    .cmd_i,
    .ctrl_i,
    .done_o(product_done_o),
    .block_rows_o(block_rows),
    .block_cols_o(block_cols),
    .row_last_o(row_last),
    .block_last_o,
    .req_valid_o(req_valid_o[0]),
    .req_ready_i(req_ready_i[0]),
    .req_addr_o(req_addr_o[31:0]),
    .rsp_valid_i(rsp_valid_i[0]),
    .rsp_ready_o(rsp_ready_o[0]),
    .rsp_data_i,
    .sum_valid_o(sum_valid),
    .sum_lanes_o(sum_lanes),
    .sum_o(sum),
    .acc_read_i(pass_read),
    .acc_addr_i(pass_addr),
    .acc_rdata_o(acc_rdata),
    .acc_write_i(pass_write),
    .acc_waddr_i(pass_waddr),
    .acc_wdata_i(pass_wdata),
    .array_active_o,
    .scratch_read_o,
    .scratch_write_o,
    .acc_read_o,
    .acc_write_o
  );

  // Range: of the sums as they are completed, or of a tensor in memory as it is scanned
  logic scan_valid;
  logic [Cols-1:0] scan_lanes;
  logic [Cols*AccW-1:0] scan_word;

  itg_range #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_range (
    .clk_i,
    .rst_ni,
    .clear_i(begin_i),
    .query_i(range_query_i),
    .valid_i(sum_valid || scan_valid),
    .lanes_i(scan_valid ? scan_lanes : sum_lanes),
    .word_i(scan_valid ? scan_word : sum),
    .bits_o(range_bits_o)
  );

  assign scanned_o = scan_valid;

  // Second pass, and what a pass is in a product of several blocks
  itg_pkg::ctrl_t pass_ctrl;
  logic [DimW-1:0] pass_rows, pass_cols;
  logic [31:0] x_addr, out_addr, row_bytes, pitch, next_row;

  itg_spill u_spill (
    .clk_i,
    .start_i(product_start_i),
    .done_i(product_done_o),
    .resume_i(product_resume_i),
    .spill_i,
    .cmd_i,
    .ctrl_i,
    .block_rows_i(block_rows),
    .block_cols_i(block_cols),
    .row_last_i(row_last),
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
    .Modes(Modes),
    .Masters(Masters)
  ) u_second_pass (
    .clk_i,
    .rst_ni,
    .start_i(pass_start_i),
    .scan_i,
    .cmd_i,
    .ctrl_i(pass_ctrl),
    .rows_i(pass_rows),
    .cols_i(pass_cols),
    .x_addr_i(x_addr),
    .out_addr_i(out_addr),
    .row_bytes_i(row_bytes),
    .pitch_i(pitch),
    .next_row_o(next_row),
    .x_shift_i,
    .y_shift_i,
    .exponent_i,
    .key_i,
    .shift_i,
    .zero_i,
    .done_o(pass_done_o),
    .saturated_o,
    .rounded_o,
    .acc_read_o(pass_read),
    .acc_addr_o(pass_addr),
    .acc_rdata_i(acc_rdata),
    .acc_write_o(pass_write),
    .acc_waddr_o(pass_waddr),
    .acc_wdata_o(pass_wdata),
    .range_valid_o(scan_valid),
    .range_lanes_o(scan_lanes),
    .range_word_o(scan_word),
    .req_valid_o(req_valid_o[3:1]),
    .req_ready_i(req_ready_i[3:1]),
    .req_addr_o(req_addr_o[127:32]),
    .rsp_valid_i(rsp_valid_i[3:1]),
    .rsp_data_i,
    .wr_valid_o,
    .wr_ready_i,
    .wr_addr_o,
    .wr_data_o,
    .wr_strb_o
  );

endmodule
