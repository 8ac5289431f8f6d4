// SPDX-License-Identifier: Apache-2.0
//
// Second pass over a tensor: accumulators from the SRAM, or accumulators or narrow elements from
// memory (x), go through the rounding units and the vector unit, together with weights or a mask
// (y), and leave as one or two streams to memory: elements, and the mask of a ReLU.
// With `scan_i` the words go to the range unit only. A word of Cols elements per cycle; everything
// stops while a stream to memory is full. `done_o`: all is on its way to memory.
//
//   walk ─► SRAM or x1, y1 ─► mix, mix, round ─► vector ─► streams out

module itg_post #(
  parameter  int unsigned Cols      = 16,
  parameter  int unsigned AccW      = 32,
  parameter  int unsigned OutW      = 8,
  parameter  int unsigned AccDepth  = 1024,
  parameter  logic [2:0]  Modes     = 3'b111,
  localparam int unsigned AccAddrW  = $clog2(AccDepth),
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned ShiftW    = $clog2(AccW),
  localparam int unsigned DimW      = itg_pkg::DimW,
  localparam int unsigned MaskBytes = (Cols + 7) / 8
) (
  input  logic                    clk_i,
  input  logic                    rst_ni,
  input  logic                    start_i,
  input  logic                    scan_i,         // held, as all down to zero_i
  input  itg_pkg::cmd_t           cmd_i,
  input  itg_pkg::ctrl_t          ctrl_i,
  input  logic [DimW-1:0]         rows_i,         // of the tensor, or of a block of it
  input  logic [DimW-1:0]         cols_i,
  input  logic [31:0]             key_i,
  input  logic [ShiftW-1:0]       shift_i,
  input  logic                    zero_i,
  output logic                    done_o,
  output logic [CntW:0]           saturated_o,    // elements clipped in this cycle
  output logic [CntW-1:0]         rounded_o,      // elements rounded in this cycle
  output logic                    acc_read_o,
  output logic [AccAddrW-1:0]     acc_addr_o,
  input  logic [Cols*AccW-1:0]    acc_rdata_i,
  output logic                    range_valid_o,
  output logic [Cols-1:0]         range_lanes_o,
  output logic [Cols*AccW-1:0]    range_word_o,
  output logic [CntW-1:0]         x_need_o,       // stream x
  input  logic                    x_valid_i,
  output logic                    x_take_o,
  input  logic [8*Cols-1:0]       x_data_i,
  output logic [CntW-1:0]         y_need_o,       // stream y
  input  logic                    y_valid_i,
  output logic                    y_take_o,
  input  logic [8*Cols-1:0]       y_data_i,
  output logic                    elements_valid_o,  // stream of elements to memory
  input  logic                    elements_ready_i,
  output logic [CntW-1:0]         elements_size_o,
  output logic [8*Cols-1:0]       elements_o,
  output logic                    mask_valid_o,      // and of masks, all of one size
  input  logic                    mask_ready_i,
  output logic [8*MaskBytes-1:0]  mask_o,
  output logic                    flush_o,           // nothing follows: send what is left
  input  logic                    flushed_i
);

  typedef enum logic [1:0] {
    Idle,
    Run,
    Flush
  } state_e;
  state_e state_q;

  // Walk
  logic walking, read, hold, x_ready, y_ready;
  logic [CntW-1:0] count;
  logic [31:0] index;

  itg_post_walk #(
    .Cols(Cols),
    .WordW(AccAddrW)
  ) u_walk (
    .clk_i,
    .rst_ni,
    .start_i,
    .rows_i,
    .cols_i,
    .pitch_i(AccAddrW'(cmd_i.col_words)),
    .step_i(read),
    .valid_o(walking),
    .count_o(count),
    .index_o(index),
    .word_o(acc_addr_o)
  );

  // Inputs of the word
  logic use_y, gathered;
  logic [CntW-1:0] gather_need;
  logic gather_take;
  logic [Cols*AccW-1:0] gathered_word;

  itg_acc_in #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_acc_in (
    .clk_i,
    .rst_ni,
    .en_i(walking && ctrl_i.x_acc),
    .count_i(count),
    .need_o(gather_need),
    .piece_valid_i(x_valid_i),
    .piece_take_o(gather_take),
    .piece_i(x_data_i),
    .valid_o(gathered),
    .take_i(read),
    .word_o(gathered_word)
  );

  assign use_y    = !scan_i && (ctrl_i.reads_mask || ctrl_i.reads_weight);
  assign x_ready  = ctrl_i.x_acc ? gathered : !ctrl_i.x_narrow || x_valid_i;
  assign y_ready  = !use_y || y_valid_i;
  assign read     = walking && x_ready && y_ready && !hold;
  assign x_need_o = ctrl_i.x_acc ? gather_need : count;
  assign x_take_o = ctrl_i.x_acc ? gather_take : read && ctrl_i.x_narrow;
  assign y_need_o = ctrl_i.reads_mask ? CntW'(MaskBytes) : count;
  assign y_take_o = read && use_y;

  assign acc_read_o = read && ctrl_i.product;

  // First stage: the word of the SRAM arrives, x and y beside it
  logic valid_q;
  logic [Cols-1:0] lanes_q;
  logic [31:0] index_q;
  logic [Cols*AccW-1:0] x_word, x_q, word_1;
  logic [8*Cols-1:0] y_q;

  always_comb begin
    x_word = '0;
    if (read && ctrl_i.x_acc) x_word = gathered_word;
    if (read && ctrl_i.x_narrow) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        x_word[AccW*col+:AccW] = AccW'(signed'(x_data_i[8*col+:8]));
      end
    end
  end

  always_ff @(posedge clk_i) begin
    if (!hold) valid_q <= read;
    if (read) begin
      lanes_q <= ~({Cols{1'b1}} << count);
      index_q <= index;
      if (!ctrl_i.product) x_q <= x_word;
      if (use_y) y_q <= y_data_i;
    end
    if (!rst_ni) valid_q <= 1'b0;
  end

  assign word_1        = ctrl_i.product ? acc_rdata_i : x_q;
  assign range_valid_o = valid_q && scan_i;
  assign range_lanes_o = lanes_q;
  assign range_word_o  = word_1;

  // Rounding: three stages, y beside it
  logic valid_4, pending;
  logic [Cols-1:0] lanes_4, saturated_4;
  logic [Cols*OutW-1:0] narrow_4;
  logic [Cols*AccW-1:0] word_4;
  logic [8*Cols-1:0] y_q2, y_q3, y_q4;

  itg_round_lanes #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .Modes(Modes)
  ) u_round_lanes (
    .clk_i,
    .rst_ni,
    .step_i(!hold),
    .valid_i(valid_q && !scan_i),
    .lanes_i(lanes_q),
    .word_i(word_1),
    .index_i(index_q),
    .key_i,
    .round_i(ctrl_i.rounds),
    .zero_i,
    .shift_i,
    .mode_i(cmd_i.rounding[1:0]),
    .max_i((OutW - 1)'((32'd1 << (cmd_i.round_bits - 4'd1)) - 32'd1)),
    .valid_o(valid_4),
    .pending_o(pending),
    .lanes_o(lanes_4),
    .out_o(narrow_4),
    .saturated_o(saturated_4),
    .word_o(word_4)
  );

  always_ff @(posedge clk_i) begin
    if (!hold && use_y) begin
      y_q2 <= y_q;
      y_q3 <= y_q2;
      y_q4 <= y_q3;
    end
  end

  // Lane unit and the streams to memory
  logic raw, raw_last, accepted;
  logic [CntW-1:0] count_4, raw_size;
  logic [8*Cols-1:0] narrow_elements, raw_piece;
  logic [Cols-1:0] clipped_4;

  itg_vector #(
    .Cols(Cols),
    .OutW(OutW)
  ) u_vector (
    .en_i(valid_4 && !raw),
    .op_i(ctrl_i.lane_op),
    .lanes_i(lanes_4),
    .x_i(narrow_4),
    .y_i(y_q4),
    .max_i((OutW - 1)'((32'd1 << (cmd_i.out_bits - 4'd1)) - 32'd1)),
    .out_o(narrow_elements),
    .mask_o,
    .saturated_o(clipped_4)
  );

  itg_acc_out #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_acc_out (
    .clk_i,
    .rst_ni,
    .en_i(valid_4 && raw),
    .count_i(count_4),
    .word_i(word_4),
    .ready_i(elements_ready_i),
    .last_o(raw_last),
    .size_o(raw_size),
    .piece_o(raw_piece)
  );

  assign raw              = ctrl_i.product && !ctrl_i.rounds;
  assign elements_valid_o = valid_4 && (!ctrl_i.writes_mask || mask_ready_i);
  assign elements_size_o  = raw ? raw_size : count_4;
  assign elements_o       = raw ? raw_piece : narrow_elements;
  assign mask_valid_o     = valid_4 && ctrl_i.writes_mask && elements_ready_i;
  assign accepted         = elements_valid_o && elements_ready_i && (!raw || raw_last);
  assign hold             = valid_4 && !accepted;

  always_comb begin
    count_4     = '0;
    saturated_o = '0;
    if (valid_4) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        count_4     = count_4 + CntW'(lanes_4[col]);
        saturated_o = saturated_o + (CntW + 1)'(saturated_4[col]) + (CntW + 1)'(clipped_4[col]);
      end
      if (!accepted || raw) saturated_o = '0;
    end
  end

  assign rounded_o = accepted && ctrl_i.rounds ? count_4 : '0;

  logic drained;

  assign drained = !walking && !valid_q && !pending && !valid_4;
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
