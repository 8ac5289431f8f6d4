// SPDX-License-Identifier: Apache-2.0
//
// Second pass over a tensor: words of accumulators from the SRAM or from memory go through the
// rounding units and the lane unit and leave as streams to memory. With `scan_i` they go to the
// range unit only. A word of Cols elements per cycle; everything stops while a stream to memory is
// full. `done_o`: all is on its way to memory.
//
//   source ─► mix, mix, round ─► sink          the rest of a word goes beside the rounding

module itg_post #(
  parameter  int unsigned Cols      = 16,
  parameter  int unsigned AccW      = 32,
  parameter  int unsigned OutW      = 8,
  parameter  int unsigned AccDepth  = 1024,
  parameter  logic [2:0]  Modes     = 3'b111,
  parameter  logic        Masters   = 1'b1,
  localparam int unsigned AccAddrW  = $clog2(AccDepth),
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned ShiftW    = $clog2(AccW),
  localparam int unsigned SideBits  = Masters ? 16 : 8,
  localparam int unsigned SideW     = $clog2(SideBits * Cols + 1),
  localparam int unsigned ExtraW    = $clog2(SideBits / 8 * Cols + 1),
  localparam int unsigned DimW      = itg_pkg::DimW
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     start_i,
  input  logic                     scan_i,           // held, as all down to zero_i
  input  itg_pkg::cmd_t            cmd_i,
  input  itg_pkg::ctrl_t           ctrl_i,
  input  logic [DimW-1:0]          rows_i,           // of the tensor, or of a block of it
  input  logic [DimW-1:0]          cols_i,
  input  logic [3:0]               x_shift_i,        // of an add
  input  logic [3:0]               y_shift_i,
  input  logic signed [31:0]       exponent_i,       // of the logits of a cross-entropy
  input  logic [31:0]              key_i,
  input  logic [ShiftW-1:0]        shift_i,
  input  logic                     zero_i,
  output logic                     done_o,
  output logic [CntW+1:0]          saturated_o,      // elements clipped in this cycle
  output logic [CntW-1:0]          rounded_o,        // elements rounded in this cycle
  output logic                     acc_read_o,
  output logic [AccAddrW-1:0]      acc_addr_o,
  input  logic [Cols*AccW-1:0]     acc_rdata_i,
  output logic                     acc_write_o,      // what the taps of a window gave so far
  output logic [AccAddrW-1:0]      acc_waddr_o,
  output logic [Cols*AccW-1:0]     acc_wdata_o,
  output logic                     range_valid_o,
  output logic [Cols-1:0]          range_lanes_o,
  output logic [Cols*AccW-1:0]     range_word_o,
  input  logic                     tap_valid_i,      // taps of nest x
  output logic                     tap_take_o,
  input  itg_pkg::run_t            tap_i,
  output logic [CntW-1:0]          x_need_o,         // stream x
  input  logic                     x_valid_i,
  output logic                     x_take_o,
  input  logic [8*Cols-1:0]        x_data_i,
  output logic [CntW-1:0]          y_need_o,         // stream y
  input  logic                     y_valid_i,
  output logic                     y_take_o,
  input  logic [8*Cols-1:0]        y_data_i,
  output logic [SideW-1:0]         side_need_o,      // stream `side`, in bits
  input  logic                     side_valid_i,
  output logic                     side_take_o,
  input  logic [SideBits*Cols-1:0] side_data_i,
  output logic                     elements_valid_o, // stream of elements to memory,
  input  logic                     elements_ready_i,
  output logic [CntW-1:0]          elements_size_o,
  output logic [8*Cols-1:0]        elements_o,
  output logic                     mask_valid_o,     // of masks, in bits,
  input  logic                     mask_ready_i,
  output logic [CntW-1:0]          mask_size_o,
  output logic [Cols-1:0]          mask_o,
  output logic                     extra_valid_o,    // of winners or master weights
  input  logic                     extra_ready_i,
  output logic [ExtraW-1:0]        extra_size_o,
  output logic [SideBits*Cols-1:0] extra_o,
  output logic                     flush_o,          // nothing follows: send what is left
  input  logic                     flushed_i
);

  localparam int unsigned RoundW = Masters ? 16 : OutW;

  typedef enum logic [1:0] {
    Idle,
    Run,
    Flush
  } state_e;
  state_e state_q;

  logic hold, moving, source_busy, sink_busy, valid_1, valid_4, pending;
  logic [Cols-1:0] lanes_1, lanes_4, saturated_4;
  logic [31:0] index_1;
  logic [Cols*AccW-1:0] word_1, word_4;
  logic [Cols*RoundW-1:0] narrow_4;
  logic [SideBits*Cols-1:0] side_1, side_4;
  itg_pkg::tap_t tap_1, tap_4;
  logic [AccAddrW-1:0] place_1, place_4;

  // One half at most uses the accumulator SRAM in a command.
  logic source_read, source_write, pool_read, pool_write;
  logic [AccAddrW-1:0] source_addr, source_waddr, pool_addr, pool_waddr;
  logic [Cols*AccW-1:0] source_wdata, pool_wdata;

  assign acc_read_o  = source_read || pool_read;
  assign acc_addr_o  = ctrl_i.maxes ? pool_addr : source_addr;
  assign acc_write_o = source_write || pool_write;
  assign acc_waddr_o = ctrl_i.maxes ? pool_waddr : source_waddr;
  assign acc_wdata_o = ctrl_i.maxes ? pool_wdata : source_wdata;

  itg_word_source #(
    .Cols(Cols),
    .AccW(AccW),
    .AccDepth(AccDepth),
    .OutW(OutW),
    .SideBits(SideBits)
  ) u_source (
    .clk_i,
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
    .hold_i(hold),
    .busy_o(source_busy),
    .acc_read_o(source_read),
    .acc_addr_o(source_addr),
    .acc_rdata_i,
    .acc_write_o(source_write),
    .acc_waddr_o(source_waddr),
    .acc_wdata_o(source_wdata),
    .tap_valid_i,
    .tap_take_o,
    .tap_i,
    .x_need_o,
    .x_valid_i,
    .x_take_o,
    .x_data_i,
    .y_need_o,
    .y_valid_i,
    .y_take_o,
    .y_data_i,
    .side_need_o,
    .side_valid_i,
    .side_take_o,
    .side_data_i,
    .range_valid_o,
    .valid_o(valid_1),
    .lanes_o(lanes_1),
    .index_o(index_1),
    .word_o(word_1),
    .side_o(side_1),
    .tap_o(tap_1),
    .place_o(place_1)
  );

  assign range_lanes_o = lanes_1;
  assign range_word_o  = word_1;

  itg_round_lanes #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(RoundW),
    .Modes(Modes)
  ) u_round_lanes (
    .clk_i,
    .rst_ni,
    .step_i(!hold),
    .valid_i(valid_1),
    .lanes_i(lanes_1),
    .word_i(word_1),
    .index_i(index_1),
    .key_i,
    .round_i(ctrl_i.rounds),
    .drop_i(ctrl_i.drops),
    .zero_i,
    .shift_i,
    .mode_i(cmd_i.rounding[1:0]),
    .max_i((RoundW - 1)'((32'd1 << (cmd_i.round_bits - 5'd1)) - 32'd1)),
    .valid_o(valid_4),
    .pending_o(pending),
    .lanes_o(lanes_4),
    .out_o(narrow_4),
    .saturated_o(saturated_4),
    .word_o(word_4)
  );

  assign moving = !hold && (valid_1 || pending);

  itg_beside #(
    .Width(SideBits * Cols)
  ) u_side (
    .clk_i,
    .step_i(moving && (ctrl_i.reads_mask || ctrl_i.reads_weight)),
    .data_i(side_1),
    .data_o(side_4)
  );

  itg_beside #(
    .Width(itg_pkg::TapW + AccAddrW)
  ) u_tap (
    .clk_i,
    .step_i(moving && ctrl_i.maxes),
    .data_i({tap_1, place_1}),
    .data_o({tap_4, place_4})
  );

  itg_word_sink #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .RoundW(RoundW),
    .AccDepth(AccDepth),
    .SideBits(SideBits)
  ) u_sink (
    .clk_i,
    .rst_ni,
    .cmd_i,
    .ctrl_i,
    .valid_i(valid_4),
    .lanes_i(lanes_4),
    .narrow_i(narrow_4),
    .saturated_i(saturated_4),
    .word_i(word_4),
    .side_i(side_4),
    .tap_i(tap_4),
    .place_i(place_4),
    .hold_o(hold),
    .busy_o(sink_busy),
    .rounded_o,
    .saturated_o,
    .acc_read_o(pool_read),
    .acc_addr_o(pool_addr),
    .acc_rdata_i,
    .acc_write_o(pool_write),
    .acc_waddr_o(pool_waddr),
    .acc_wdata_o(pool_wdata),
    .elements_valid_o,
    .elements_ready_i,
    .elements_size_o,
    .elements_o,
    .mask_valid_o,
    .mask_ready_i,
    .mask_size_o,
    .mask_o,
    .extra_valid_o,
    .extra_ready_i,
    .extra_size_o,
    .extra_o
  );

  logic drained;

  assign drained = !source_busy && !valid_1 && !range_valid_o && !pending && !valid_4 && !sink_busy;
  assign flush_o = state_q == Flush;
  assign done_o  = flush_o && flushed_i;

  always_ff @(posedge clk_i) begin
    unique case (state_q)
      Idle:    if (start_i) state_q <= Run;
      Run:     if (drained) state_q <= Flush;
      Flush:   if (done_o) state_q <= Idle;
      default: state_q <= Idle;
    endcase
    if (!rst_ni) state_q <= Idle;
  end

endmodule
