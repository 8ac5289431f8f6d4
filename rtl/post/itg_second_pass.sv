// SPDX-License-Identifier: Apache-2.0
//
// The second pass with its streams from and to memory. Wiring only; what happens to the words is in
// itg_post.

module itg_second_pass #(
  parameter  int unsigned Cols      = 16,
  parameter  int unsigned AccW      = 32,
  parameter  int unsigned OutW      = 8,
  parameter  int unsigned AccDepth  = 1024,
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned FifoBeats = 128,
  parameter  logic [2:0]  Modes     = 3'b111,
  parameter  logic        Masters   = 1'b1,
  localparam int unsigned AccAddrW  = $clog2(AccDepth),
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned DimW      = itg_pkg::DimW,
  localparam int unsigned ShiftW    = $clog2(AccW),
  localparam int unsigned SideBits  = Masters ? 16 : 8,
  localparam int unsigned SideW     = $clog2(SideBits * Cols + 1),
  localparam int unsigned ExtraW    = $clog2(SideBits / 8 * Cols + 1)
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    start_i,
  input  logic                    scan_i,         // see itg_post for these
  input  itg_pkg::cmd_t           cmd_i,
  input  itg_pkg::ctrl_t          ctrl_i,
  input  logic [DimW-1:0]         rows_i,
  input  logic [DimW-1:0]         cols_i,
  input  logic [31:0]             x_addr_i,       // of stream x
  input  logic [31:0]             out_addr_i,     // of the elements; see itg_stream_out for these
  input  logic [31:0]             row_bytes_i,
  input  logic [31:0]             pitch_i,
  output logic [31:0]             next_row_o,
  input  logic [3:0]              x_shift_i,
  input  logic [3:0]              y_shift_i,
  input  logic signed [31:0]      exponent_i,
  input  logic [31:0]             key_i,
  input  logic [ShiftW-1:0]       shift_i,
  input  logic                    zero_i,
  output logic                    done_o,
  output logic [CntW+1:0]         saturated_o,
  output logic [CntW-1:0]         rounded_o,
  output logic                    acc_read_o,
  output logic [AccAddrW-1:0]     acc_addr_o,
  input  logic [Cols*AccW-1:0]    acc_rdata_i,
  output logic                    acc_write_o,
  output logic [AccAddrW-1:0]     acc_waddr_o,
  output logic [Cols*AccW-1:0]    acc_wdata_o,
  output logic                    range_valid_o,
  output logic [Cols-1:0]         range_lanes_o,
  output logic [Cols*AccW-1:0]    range_word_o,
  output logic [2:0]              req_valid_o,    // readers: 0 x, 1 y, 2 side
  input  logic [2:0]              req_ready_i,
  output logic [95:0]             req_addr_o,
  input  logic [2:0]              rsp_valid_i,
  input  logic [8*BeatBytes-1:0]  rsp_data_i,
  output logic [2:0]              wr_valid_o,     // writers: 0 elements, 1 mask, 2 extra
  input  logic [2:0]              wr_ready_i,
  output logic [95:0]             wr_addr_o,
  output logic [24*BeatBytes-1:0] wr_data_o,
  output logic [3*BeatBytes-1:0]  wr_strb_o
);

  // Streams
  logic tap_valid, tap_take, x_valid, x_take, y_valid, y_take, side_valid, side_take;
  logic [CntW-1:0] x_need, y_need;
  logic [SideW-1:0] side_need;
  logic [8*Cols-1:0] x_data, y_data;
  logic [SideBits*Cols-1:0] side_data;
  itg_pkg::run_t tap;
  logic elements_valid, elements_ready, mask_valid, mask_ready, extra_valid, extra_ready;
  logic flush, flushed;
  logic [CntW-1:0] elements_size, mask_size;
  logic [ExtraW-1:0] extra_size;
  logic [8*Cols-1:0] elements;
  logic [Cols-1:0] mask;
  logic [SideBits*Cols-1:0] extra;

  logic active_q, clk;

  always_ff @(posedge clk_i) active_q <= rst_ni && (start_i || (active_q && !done_o));

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || active_q || !rst_ni),
    .clk_o(clk)
  );

  itg_pass_inputs #(
    .Cols(Cols),
    .BeatBytes(BeatBytes),
    .FifoBeats(FifoBeats),
    .SideBits(SideBits)
  ) u_inputs (
    .clk_i(clk),
    .rst_ni,
    .start_i,
    .scan_i,
    .cmd_i,
    .ctrl_i,
    .x_addr_i,
    .req_valid_o,
    .req_ready_i,
    .req_addr_o,
    .rsp_valid_i,
    .rsp_data_i,
    .tap_valid_o(tap_valid),
    .tap_take_i(tap_take),
    .tap_o(tap),
    .x_need_i(x_need),
    .x_valid_o(x_valid),
    .x_take_i(x_take),
    .x_data_o(x_data),
    .y_need_i(y_need),
    .y_valid_o(y_valid),
    .y_take_i(y_take),
    .y_data_o(y_data),
    .side_need_i(side_need),
    .side_valid_o(side_valid),
    .side_take_i(side_take),
    .side_data_o(side_data)
  );

  itg_post #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .AccDepth(AccDepth),
    .Modes(Modes),
    .Masters(Masters)
  ) u_post (
    .clk_i(clk),
    .rst_ni,
    .start_i,
    .scan_i,
    .cmd_i,
    .ctrl_i,
    .rows_i,
    .cols_i,
    .x_shift_i,
    .y_shift_i,
    .exponent_i,
    .key_i,
    .shift_i,
    .zero_i,
    .done_o,
    .saturated_o,
    .rounded_o,
    .acc_read_o,
    .acc_addr_o,
    .acc_rdata_i,
    .acc_write_o,
    .acc_waddr_o,
    .acc_wdata_o,
    .range_valid_o,
    .range_lanes_o,
    .range_word_o,
    .tap_valid_i(tap_valid),
    .tap_take_o(tap_take),
    .tap_i(tap),
    .x_need_o(x_need),
    .x_valid_i(x_valid),
    .x_take_o(x_take),
    .x_data_i(x_data),
    .y_need_o(y_need),
    .y_valid_i(y_valid),
    .y_take_o(y_take),
    .y_data_i(y_data),
    .side_need_o(side_need),
    .side_valid_i(side_valid),
    .side_take_o(side_take),
    .side_data_i(side_data),
    .elements_valid_o(elements_valid),
    .elements_ready_i(elements_ready),
    .elements_size_o(elements_size),
    .elements_o(elements),
    .mask_valid_o(mask_valid),
    .mask_ready_i(mask_ready),
    .mask_size_o(mask_size),
    .mask_o(mask),
    .extra_valid_o(extra_valid),
    .extra_ready_i(extra_ready),
    .extra_size_o(extra_size),
    .extra_o(extra),
    .flush_o(flush),
    .flushed_i(flushed)
  );

  itg_pass_outputs #(
    .Cols(Cols),
    .BeatBytes(BeatBytes),
    .ExtraBytes(SideBits / 8)
  ) u_outputs (
    .clk_i(clk),
    .rst_ni,
    .start_i,
    .cmd_i,
    .out_addr_i,
    .row_bytes_i,
    .pitch_i,
    .next_row_o,
    .elements_valid_i(elements_valid),
    .elements_ready_o(elements_ready),
    .elements_size_i(elements_size),
    .elements_i(elements),
    .mask_valid_i(mask_valid),
    .mask_ready_o(mask_ready),
    .mask_size_i(mask_size),
    .mask_i(mask),
    .extra_valid_i(extra_valid),
    .extra_ready_o(extra_ready),
    .extra_size_i(extra_size),
    .extra_i(extra),
    .flush_i(flush),
    .flushed_o(flushed),
    .wr_valid_o,
    .wr_ready_i,
    .wr_addr_o,
    .wr_data_o,
    .wr_strb_o
  );

endmodule
