// SPDX-License-Identifier: Apache-2.0
//
// Do the numbers of a command that itg_decode knows go together? Every count ends, what is to be on
// chip has room there, what is read is used up, and what the bus moves in whole beats begins with
// one. A command that passes comes to its end whatever else its descriptor says, if the memory has
// all that it reads and writes. The list of what is refused, in words: sim/plan/legal.cc.
// Takes four cycles, less than the answer to the first read of a command.

module itg_check #(
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned OutW         = 8,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  parameter  logic        Masters      = 1'b1,
  localparam int unsigned DimW         = itg_pkg::DimW
) (
  input  logic           clk_i,
  input  logic           rst_ni,
  input  logic           start_i,    // with cmd_i, held until done_o
  input  itg_pkg::cmd_t  cmd_i,
  input  itg_pkg::ctrl_t ctrl_i,     // from the cycle after start_i on
  output logic           done_o,     // one cycle
  output logic           illegal_o   // with done_o
);

  localparam int unsigned ByteW = $clog2(BeatBytes);
  localparam int unsigned LaneW = $clog2(Lanes);
  localparam int unsigned Half = ScratchDepth / 2;
  localparam int unsigned HalfW = $clog2(Half + 1);
  localparam int unsigned AccCntW = $clog2(AccDepth + 1);
  localparam logic [4:0] Widest = 5'(OutW);

  // Three cycles of multiplication, one to judge
  logic [1:0] digit_q;
  logic busy_q, clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || busy_q || done_o || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    done_o <= busy_q && digit_q == '0;
    if (busy_q) digit_q <= digit_q - 1'b1;
    if (busy_q && digit_q == '0) busy_q <= 1'b0;
    if (start_i) begin
      busy_q  <= 1'b1;
      digit_q <= 2'd2;
    end
    if (!rst_ni) begin
      busy_q <= 1'b0;
      done_o <= 1'b0;
    end
  end

  // What is multiplied: elements, words of the accumulator SRAM and of half a scratchpad. One that
  // is too large by itself needs no multiplication.
  logic [DimW-1:0] count_a, count_b, a_lines, a_panels, b_lines, b_panels;
  logic [2*DimW-1:0] elements;
  logic [AccCntW+23:0] acc_words;
  logic [HalfW+23:0] a_words, b_words;

  // Words of a column of panels of Lanes elements
  logic [DimW:0] rows_up, cols_up, chunk_up;

  assign rows_up  = {1'b0, cmd_i.block_rows[DimW-1:0]} + (DimW + 1)'(Lanes - 1);
  assign cols_up  = {1'b0, cmd_i.block_cols[DimW-1:0]} + (DimW + 1)'(Lanes - 1);
  assign chunk_up = {1'b0, cmd_i.chunk[DimW-1:0]} + (DimW + 1)'(Lanes - 1);

  assign count_a  = ctrl_i.loss ? cmd_i.block_rows[DimW-1:0] : cmd_i.rows[DimW-1:0];
  assign count_b  = ctrl_i.loss ? cmd_i.depth[DimW-1:0] : cmd_i.cols[DimW-1:0];
  assign a_lines  = ctrl_i.a_by_row ? cmd_i.chunk[DimW-1:0] : cmd_i.block_rows[DimW-1:0];
  assign a_panels = DimW'((ctrl_i.a_by_row ? rows_up : chunk_up) >> LaneW);
  assign b_lines  = ctrl_i.b_by_row ? cmd_i.chunk[DimW-1:0] : cmd_i.block_cols[DimW-1:0];
  assign b_panels = DimW'((ctrl_i.b_by_row ? cols_up : chunk_up) >> LaneW);

  itg_times #(
    .W(DimW)
  ) u_elements (
    .clk_i(clk),
    .digit_i(digit_q),
    .a_i(count_a),
    .b_i(count_b),
    .product_o(elements)
  );

  itg_times #(
    .W(AccCntW)
  ) u_acc_words (
    .clk_i(clk),
    .digit_i(digit_q),
    .a_i(cmd_i.block_rows[AccCntW-1:0]),
    .b_i(cmd_i.col_words[AccCntW-1:0]),
    .product_o(acc_words)
  );

  itg_times #(
    .W(HalfW)
  ) u_a_words (
    .clk_i(clk),
    .digit_i(digit_q),
    .a_i(a_lines[HalfW-1:0]),
    .b_i(a_panels[HalfW-1:0]),
    .product_o(a_words)
  );

  itg_times #(
    .W(HalfW)
  ) u_b_words (
    .clk_i(clk),
    .digit_i(digit_q),
    .a_i(b_lines[HalfW-1:0]),
    .b_i(b_panels[HalfW-1:0]),
    .product_o(b_words)
  );

  logic [2:0] nest_illegal;  // a, b, x

  itg_check_nest u_a_nest (
    .nest_i(cmd_i.a),
    .windowed_i(cmd_i.windowed[0]),
    .window_i(cmd_i.window),
    .illegal_o(nest_illegal[0])
  );
  itg_check_nest u_b_nest (
    .nest_i(cmd_i.b),
    .windowed_i(cmd_i.windowed[1]),
    .window_i(cmd_i.window),
    .illegal_o(nest_illegal[1])
  );
  itg_check_nest u_x_nest (
    .nest_i(cmd_i.x),
    .windowed_i(1'b1),
    .window_i(cmd_i.x_window),
    .illegal_o(nest_illegal[2])
  );

  logic spills, by_four, by_two, bad_width, bad_shape, bad_block, bad_window, bad_loss, bad_address;
  logic several_taps;
  logic [4:0] most_bits;
  logic [31:0] col_places;

  assign spills       = cmd_i.spill_addr != '0;
  assign by_four      = ctrl_i.x_size == 2'd2 || (ctrl_i.product && spills);
  assign by_two       = ctrl_i.x_size == 2'd1 || ctrl_i.master;
  assign most_bits    = ctrl_i.gradient && Masters ? 5'd16 : Widest;
  assign col_places   = 32'(cmd_i.col_words[AccCntW-1:0]) * Cols;
  assign several_taps = cmd_i.x.tap_count1 != 8'd1 || cmd_i.x.tap_count0 != 8'd1;

  always_comb begin
    bad_width   = 1'b0;
    bad_shape   = 1'b0;
    bad_block   = 1'b0;
    bad_window  = 1'b0;
    bad_loss    = 1'b0;
    bad_address = 1'b0;
    if (done_o) begin
      bad_width = cmd_i.reserved != '0
               || (ctrl_i.rounds && (cmd_i.round_bits < 5'd2 || cmd_i.round_bits > most_bits))
               || (ctrl_i.reads_weight && (cmd_i.out_bits < 5'd2 || cmd_i.out_bits > Widest));

      bad_shape = cmd_i.rows[31:DimW] != '0 || cmd_i.cols[31:DimW] != '0
               || cmd_i.elements == '0 || elements != (2 * DimW)'(cmd_i.elements)
               || cmd_i.elements[31] || ((by_four || by_two) && cmd_i.elements[30])
               || (by_four && cmd_i.elements[29]);

      bad_block = cmd_i.depth == '0 || cmd_i.depth[31:DimW] != '0
               || cmd_i.chunk == '0 || cmd_i.chunk[31:DimW] != '0
               || cmd_i.block_rows == '0 || cmd_i.block_rows > AccDepth
               || cmd_i.block_cols == '0 || cmd_i.block_cols > col_places
               || cmd_i.block_cols[31:DimW] != '0
               || cmd_i.col_words > AccDepth || acc_words > (AccCntW + 24)'(AccDepth)
               || 32'(a_lines) > Half || 32'(a_panels) > Half || a_words > (HalfW + 24)'(Half)
               || 32'(b_lines) > Half || 32'(b_panels) > Half || b_words > (HalfW + 24)'(Half)
               || (!spills && (cmd_i.block_rows < cmd_i.rows || cmd_i.block_cols < cmd_i.cols))
               || cmd_i.windowed == 2'd3 || nest_illegal[0] || nest_illegal[1];

      bad_window = cmd_i.lines == '0 || cmd_i.lines[31:DimW] != '0
                || (!ctrl_i.product && cmd_i.lines != cmd_i.rows)
                || cmd_i.x.run != (ctrl_i.product ? cmd_i.cols << 2 : cmd_i.cols)
                || (several_taps && cmd_i.cols > AccDepth * Cols) || nest_illegal[2];

      bad_loss = cmd_i.cols != 32'd1 || cmd_i.rows != cmd_i.elements
              || cmd_i.block_rows[31:DimW] != '0 || cmd_i.depth[31:DimW] != '0
              || cmd_i.depth > 32'd4 << OutW
              || cmd_i.logit_bits < 4'd2 || cmd_i.logit_bits > 4'd8
              || cmd_i.round_bits < 5'd2 || cmd_i.round_bits > Widest;

      bad_address = cmd_i.a_exp_addr[ByteW-1:0] != '0
                 || ((ctrl_i.product || ctrl_i.adds) && cmd_i.b_exp_addr[ByteW-1:0] != '0)
                 || (ctrl_i.writes_exponent && cmd_i.out_exp_addr[ByteW-1:0] != '0)
                 || ((ctrl_i.reads_mask || ctrl_i.writes_mask
                      || (ctrl_i.reads_weight && !ctrl_i.master))
                     && cmd_i.y_addr[ByteW-1:0] != '0)
                 || (ctrl_i.master && cmd_i.z_addr[ByteW-1:0] != '0);
    end
  end

  assign illegal_o = bad_width || bad_shape || (ctrl_i.product && bad_block)
                  || (ctrl_i.windowed && bad_window) || (ctrl_i.loss && bad_loss) || bad_address;

endmodule
