// SPDX-License-Identifier: Apache-2.0
//
// The first half of the second pass: words of accumulators, from the SRAM or from memory. Stream x
// is a stored tensor, y operand b of an add or the winners of a max-pool, `side` what the word
// meets later: a mask, weights or master weights. The taps of a window that are summed leave as one
// word; their partial sums lie in the accumulator SRAM meanwhile, which no such command needs
// otherwise. With `scan_i` the words go to the range unit only. A word per cycle; everything stops
// with `hold_i`.
//
//   walk ─► SRAM or x, y ─► gather ─►│ add, sum ─► range or out

module itg_word_source #(
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned AccW     = 32,
  parameter  int unsigned AccDepth = 1024,
  parameter  int unsigned OutW     = 8,    // widest error
  parameter  int unsigned SideBits = 16,   // of an element of `side`, at most
  localparam int unsigned AccAddrW = $clog2(AccDepth),
  localparam int unsigned CntW     = $clog2(Cols + 1),
  localparam int unsigned SideW    = $clog2(SideBits * Cols + 1),
  localparam int unsigned DimW     = itg_pkg::DimW
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     start_i,
  input  logic                     scan_i,        // held, as all down to exponent_i
  input  itg_pkg::cmd_t            cmd_i,
  input  itg_pkg::ctrl_t           ctrl_i,
  input  logic [DimW-1:0]          rows_i,        // of the tensor, or of a block of it
  input  logic [DimW-1:0]          cols_i,
  input  logic [3:0]               x_shift_i,     // of an add
  input  logic [3:0]               y_shift_i,
  input  logic signed [31:0]       exponent_i,    // of the logits of a cross-entropy
  input  logic                     hold_i,
  output logic                     busy_o,
  output logic                     acc_read_o,
  output logic [AccAddrW-1:0]      acc_addr_o,
  input  logic [Cols*AccW-1:0]     acc_rdata_i,
  output logic                     acc_write_o,   // a partial sum
  output logic [AccAddrW-1:0]      acc_waddr_o,
  output logic [Cols*AccW-1:0]     acc_wdata_o,
  input  logic                     tap_valid_i,   // taps of nest x
  output logic                     tap_take_o,
  input  itg_pkg::run_t            tap_i,
  output logic [CntW-1:0]          x_need_o,
  input  logic                     x_valid_i,
  output logic                     x_take_o,
  input  logic [8*Cols-1:0]        x_data_i,
  output logic [CntW-1:0]          y_need_o,
  input  logic                     y_valid_i,
  output logic                     y_take_o,
  input  logic [8*Cols-1:0]        y_data_i,
  output logic [SideW-1:0]         side_need_o,   // in bits
  input  logic                     side_valid_i,
  output logic                     side_take_o,
  input  logic [SideBits*Cols-1:0] side_data_i,
  output logic                     range_valid_o,
  output logic                     valid_o,
  output logic [Cols-1:0]          lanes_o,       // lanes that hold an element
  output logic [31:0]              index_o,       // of the element in lane 0
  output logic [Cols*AccW-1:0]     word_o,        // to the range unit as well
  output logic [SideBits*Cols-1:0] side_o,
  output itg_pkg::tap_t            tap_o,
  output logic [AccAddrW-1:0]      place_o        // of the word in its tap
);

  logic walking, row_last, read, from_sram, partial, use_x, use_y, use_side, x_ready;
  logic [CntW-1:0] count;
  logic [31:0] index;
  logic [AccAddrW-1:0] place;
  itg_pkg::tap_t window_tap, tap;

  assign from_sram = ctrl_i.product && !ctrl_i.x_memory;
  assign partial   = ctrl_i.maxes && ctrl_i.rounds;  // a max-pool behind a product

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
    .windowed_i(ctrl_i.windowed),
    .by_sample_i(ctrl_i.drops),
    .by_tap_i(partial),
    .tap_valid_i,
    .tap_i,
    .step_i(read),
    .busy_o,
    .valid_o(walking),
    .row_last_o(row_last),
    .count_o(count),
    .index_o(index),
    .word_o(place)
  );

  assign tap_take_o = read && row_last && ctrl_i.windowed;

  itg_tap_walk u_tap_walk (
    .clk_i,
    .start_i(start_i && ctrl_i.windowed),
    .step_i(tap_take_o),
    .zero_i(tap_i.zero),
    .line_last_i(tap_i.line_last),
    .tap_cols_i(cmd_i.x.tap_count0),
    .partial_i(partial),
    .kernel_rows_i(cmd_i.scale[7:0]),
    .kernel_cols_i(cmd_i.scale[15:8]),
    .tap_o(window_tap)
  );

  always_comb begin
    tap        = '0;
    tap.first  = 1'b1;
    tap.exists = 1'b1;
    tap.keeps  = 1'b1;
    tap.last   = 1'b1;
    tap.emits  = 1'b1;
    if (ctrl_i.windowed) tap = window_tap;
  end

  // The loss makes of x, logits, and y, labels, a stream of accumulators: a word each.
  localparam int unsigned ClassW = OutW + 3;
  logic losing, g_valid, logit_ready, label_ready;
  logic signed [OutW+4:0] g;

  assign losing = busy_o && ctrl_i.loss;

  logic loss_clk;

  itg_clock_gate u_loss_clock (
    .clk_i,
    .en_i(ctrl_i.loss || !rst_ni),
    .clk_o(loss_clk)
  );

  itg_loss #(
    .OutW(OutW)
  ) u_loss (
    .clk_i(loss_clk),
    .rst_ni,
    .start_i(start_i && ctrl_i.loss),
    .exponent_i,
    .logit_bits_i(cmd_i.logit_bits),
    .error_bits_i(cmd_i.round_bits[3:0]),
    .classes_i(cmd_i.depth[ClassW-1:0]),
    .logit_valid_i(losing && x_valid_i),
    .logit_ready_o(logit_ready),
    .logit_i(x_data_i[7:0]),
    .label_valid_i(losing && y_valid_i),
    .label_ready_o(label_ready),
    .label_i(y_data_i[7:0]),
    .valid_o(g_valid),
    .ready_i(read),
    .g_o(g)
  );

  // Inputs of the word
  logic [Cols*AccW-1:0] x_word, gathered_word;
  logic [CntW-1:0] gather_need;
  logic gathered, gather_take;

  assign use_x    = ctrl_i.x_memory && tap.exists;
  assign use_y    = (ctrl_i.adds || ctrl_i.selects) && tap.exists;
  assign use_side = !scan_i && (ctrl_i.reads_mask || ctrl_i.reads_weight) && tap.emits;

  itg_gather #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_gather (
    .clk_i,
    .rst_ni,
    .en_i(walking && use_x && !ctrl_i.loss),
    .size_i(ctrl_i.x_size),
    .count_i(count),
    .need_o(gather_need),
    .piece_valid_i(x_valid_i),
    .piece_take_o(gather_take),
    .piece_i(x_data_i),
    .valid_o(gathered),
    .take_i(read),
    .word_o(gathered_word)
  );

  assign x_ready     = ctrl_i.loss ? g_valid : gathered;
  assign x_word      = ctrl_i.loss ? (Cols * AccW)'(unsigned'(AccW'(g))) : gathered_word;
  assign x_need_o    = ctrl_i.loss ? CntW'(1) : gather_need;
  assign x_take_o    = ctrl_i.loss ? losing && x_valid_i && logit_ready : gather_take;
  assign y_need_o    = ctrl_i.loss ? CntW'(1) : count;
  assign side_need_o = ctrl_i.reads_mask ? SideW'(count)
                     : ctrl_i.master ? SideW'({count, 4'b0000}) : SideW'({count, 3'b000});
  assign read        = walking && !hold_i && (!use_x || x_ready) && (!use_y || y_valid_i)
                    && (!use_side || side_valid_i);
  assign y_take_o    = ctrl_i.loss ? losing && y_valid_i && label_ready : read && use_y;
  assign side_take_o = read && use_side;

  // One cycle later: the word of the SRAM arrives, x and y beside it
  logic valid_q;
  logic [Cols*AccW-1:0] x_q, sum, added;
  logic [8*Cols-1:0] y_q;

  assign acc_read_o = read && (from_sram || (ctrl_i.sums && !tap.first));
  assign acc_addr_o = place;

  always_ff @(posedge clk_i) begin
    if (!hold_i) valid_q <= read;
    if (read) begin
      lanes_o <= ~({Cols{1'b1}} << count);
      index_o <= index;
      if (!from_sram) x_q <= x_word;
      if (use_y) y_q <= y_data_i;
      if (use_side) side_o <= side_data_i;
      if (ctrl_i.windowed) begin
        tap_o   <= tap;
        place_o <= place;
      end
    end
    if (!rst_ni) valid_q <= 1'b0;
  end

  itg_add #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_add (
    .en_i(valid_q && ctrl_i.adds),
    .x_shift_i,
    .y_shift_i,
    .x_i(x_q),
    .y_i(y_q),
    .sum_o(added)
  );

  itg_tap_sum #(
    .Cols(Cols),
    .AccW(AccW)
  ) u_tap_sum (
    .en_i(valid_q && ctrl_i.sums),
    .selects_i(ctrl_i.selects),
    .scale_i(cmd_i.scale),
    .tap_i(tap_o),
    .x_i(x_q),
    .y_i(y_q),
    .state_i(acc_rdata_i),
    .sum_o(sum)
  );

  logic complete;

  assign complete      = !ctrl_i.sums || tap_o.last;
  assign word_o        = from_sram ? acc_rdata_i : ctrl_i.adds ? added : ctrl_i.sums ? sum : x_q;
  assign acc_write_o   = valid_q && !complete && !hold_i;
  assign acc_waddr_o   = place_o;
  assign acc_wdata_o   = sum;
  assign range_valid_o = valid_q && complete && scan_i;
  assign valid_o       = valid_q && complete && !scan_i;

endmodule
