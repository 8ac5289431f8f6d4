// SPDX-License-Identifier: Apache-2.0
//
// The second pass with its streams: from memory x, a stored tensor, and y, weights or a mask; to
// memory elements and the mask of a ReLU. Wiring only; what happens to the words is in itg_post.

module itg_second_pass #(
  parameter  int unsigned Cols      = 16,
  parameter  int unsigned AccW      = 32,
  parameter  int unsigned OutW      = 8,
  parameter  int unsigned AccDepth  = 1024,
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned FifoBeats = 128,
  parameter  logic [2:0]  Modes     = 3'b111,
  localparam int unsigned AccAddrW  = $clog2(AccDepth),
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned DimW      = itg_pkg::DimW,
  localparam int unsigned ShiftW    = $clog2(AccW),
  localparam int unsigned MaskBytes = (Cols + 7) / 8,
  localparam int unsigned MaskCntW  = $clog2(MaskBytes + 1)
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
  input  logic [31:0]             out_addr_i,     // of the elements, see itg_stream_out for the next
  input  logic [31:0]             row_bytes_i,
  input  logic [31:0]             pitch_i,
  output logic [31:0]             next_row_o,
  input  logic [31:0]             key_i,
  input  logic [ShiftW-1:0]       shift_i,
  input  logic                    zero_i,
  output logic                    done_o,
  output logic [CntW:0]           saturated_o,
  output logic [CntW-1:0]         rounded_o,
  output logic                    acc_read_o,
  output logic [AccAddrW-1:0]     acc_addr_o,
  input  logic [Cols*AccW-1:0]    acc_rdata_i,
  output logic                    range_valid_o,
  output logic [Cols-1:0]         range_lanes_o,
  output logic [Cols*AccW-1:0]    range_word_o,
  output logic [1:0]              req_valid_o,    // readers: 0 x, 1 y
  input  logic [1:0]              req_ready_i,
  output logic [63:0]             req_addr_o,
  input  logic [1:0]              rsp_valid_i,
  input  logic [8*BeatBytes-1:0]  rsp_data_i,
  output logic [1:0]              wr_valid_o,     // writers: 0 elements, 1 mask
  input  logic [1:0]              wr_ready_i,
  output logic [63:0]             wr_addr_o,
  output logic [16*BeatBytes-1:0] wr_data_o,
  output logic [2*BeatBytes-1:0]  wr_strb_o
);

  logic x_valid, x_take, y_valid, y_take;
  logic [CntW-1:0] x_need, y_need;
  logic [8*Cols-1:0] x_data, y_data;
  logic elements_valid, elements_ready, elements_empty, mask_valid, mask_ready, mask_empty, flush;
  logic [CntW-1:0] elements_size;
  logic [8*Cols-1:0] elements;
  logic [8*MaskBytes-1:0] mask;

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeBytes(Cols),
    .FifoBeats(FifoBeats)
  ) u_x_stream (
    .clk_i,
    .rst_ni,
    .start_i(start_i && (ctrl_i.x_acc || ctrl_i.x_narrow)),
    .addr_i(x_addr_i),
    .bytes_i(ctrl_i.x_acc ? cmd_i.elements << 2 : cmd_i.elements),
    .req_valid_o(req_valid_o[0]),
    .req_ready_i(req_ready_i[0]),
    .req_addr_o(req_addr_o[0+:32]),
    .rsp_valid_i(rsp_valid_i[0]),
    .rsp_data_i,
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
    .start_i(start_i && !scan_i && (ctrl_i.reads_mask || ctrl_i.reads_weight)),
    .addr_i(cmd_i.y_addr),
    .bytes_i(ctrl_i.reads_mask ? cmd_i.words * 32'((Cols + 7) / 8) : cmd_i.elements),
    .req_valid_o(req_valid_o[1]),
    .req_ready_i(req_ready_i[1]),
    .req_addr_o(req_addr_o[32+:32]),
    .rsp_valid_i(rsp_valid_i[1]),
    .rsp_data_i,
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
    .Modes(Modes)
  ) u_post (
    .clk_i,
    .rst_ni,
    .start_i,
    .scan_i,
    .cmd_i,
    .ctrl_i,
    .rows_i,
    .cols_i,
    .key_i,
    .shift_i,
    .zero_i,
    .done_o,
    .saturated_o,
    .rounded_o,
    .acc_read_o,
    .acc_addr_o,
    .acc_rdata_i,
    .range_valid_o,
    .range_lanes_o,
    .range_word_o,
    .x_need_o(x_need),
    .x_valid_i(x_valid),
    .x_take_o(x_take),
    .x_data_i(x_data),
    .y_need_o(y_need),
    .y_valid_i(y_valid),
    .y_take_o(y_take),
    .y_data_i(y_data),
    .elements_valid_o(elements_valid),
    .elements_ready_i(elements_ready),
    .elements_size_o(elements_size),
    .elements_o(elements),
    .mask_valid_o(mask_valid),
    .mask_ready_i(mask_ready),
    .mask_o(mask),
    .flush_o(flush),
    .flushed_i(elements_empty && mask_empty)
  );

  itg_stream_out #(
    .PieceBytes(Cols),
    .BeatBytes(BeatBytes)
  ) u_elements_out (
    .clk_i,
    .rst_ni,
    .start_i,
    .addr_i(out_addr_i),
    .row_bytes_i,
    .pitch_i,
    .next_row_o,
    .valid_i(elements_valid),
    .ready_o(elements_ready),
    .size_i(elements_size),
    .data_i(elements),
    .flush_i(flush),
    .empty_o(elements_empty),
    .wr_valid_o(wr_valid_o[0]),
    .wr_ready_i(wr_ready_i[0]),
    .wr_addr_o(wr_addr_o[31:0]),
    .wr_data_o(wr_data_o[8*BeatBytes-1:0]),
    .wr_strb_o(wr_strb_o[BeatBytes-1:0])
  );

  itg_stream_out #(
    .PieceBytes(MaskBytes),
    .BeatBytes(BeatBytes)
  ) u_mask_out (
    .clk_i,
    .rst_ni,
    .start_i,
    .addr_i(cmd_i.y_addr),
    .row_bytes_i('0),
    .pitch_i('0),
    .next_row_o(),
    .valid_i(mask_valid),
    .ready_o(mask_ready),
    .size_i(MaskCntW'(MaskBytes)),
    .data_i(mask),
    .flush_i(flush),
    .empty_o(mask_empty),
    .wr_valid_o(wr_valid_o[1]),
    .wr_ready_i(wr_ready_i[1]),
    .wr_addr_o(wr_addr_o[63:32]),
    .wr_data_o(wr_data_o[16*BeatBytes-1:8*BeatBytes]),
    .wr_strb_o(wr_strb_o[2*BeatBytes-1:BeatBytes])
  );

endmodule
