// SPDX-License-Identifier: Apache-2.0
//
// The address engine: walks a nest of loops over memory and says of one run of consecutive bytes
// after the other where it lies, or that it lies outside the window and is zeros. What a nest and a
// window are, and the order of the runs, is written in sim/plan/descriptor.h. Addresses and
// coordinates only ever advance: there is no multiplier and no divider.
//
// The nest is walked in sweeps. `start_i`, while `ready_o`, begins one: of each of `lines_i` lines
// the same `bytes_i` bytes, fewer where the line ends. Where the lines of the sweep begin:
//
//   line_first_i                 at the first line of the nest
//   line_again_i                 where the lines of the sweep before began
//   neither                      after the last line of the sweep before
//
// and likewise where its bytes begin within a line: byte_first_i, byte_again_i. A sweep of all
// lines with bytes_i of all ones is the whole nest; a slice may begin and end within a tap's run.
//
//   sweep of a slice      line:   tap    tap    tap    tap
//     lines_i = 3                 . . .  . # #  # # #  # . .      #: bytes_i, 3 runs of each line
//                                 . . .  . # #  # # #  # . .
//
// A run is offered two cycles after start_i, then one per cycle as they are taken.

module itg_nest #(
  localparam int unsigned DimW = itg_pkg::DimW
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  itg_pkg::nest_t   nest_i,        // held during a sweep, as all down to window_i
  input  logic [31:0]      addr_i,        // of the first line's first tap
  input  logic             windowed_i,
  input  itg_pkg::window_t window_i,
  output logic             ready_o,       // all runs of the sweep before have been offered
  input  logic             start_i,
  input  logic             line_first_i,  // with start_i, as all down to bytes_i
  input  logic             line_again_i,
  input  logic             byte_first_i,
  input  logic             byte_again_i,
  input  logic [DimW-1:0]  lines_i,       // at least 1
  input  logic [DimW-1:0]  bytes_i,       // at least 1
  output logic             valid_o,
  input  logic             take_i,        // only while valid_o
  output logic [31:0]      addr_o,        // of the run's first byte; no meaning where zero_o
  output logic [DimW-1:0]  bytes_o,       // of the run, at least 1
  output logic             zero_o,        // the run lies outside the window
  output logic             line_last_o,   // last run of its line in this sweep
  output logic             last_o         // last run of the sweep
);

  logic busy_q, whole_q;  // whole: lines end where their taps do, however long
  logic [DimW-1:0] lines_left_q, bytes_q, left_q;  // left: of this line's bytes
  logic [DimW-1:0] skip_q, mark_skip_q;            // bytes of the tap's run that lie behind

  // The run at the positions of line and tap, and what follows it
  logic advance, run_ends, line_ends, sweep_ends, taps_last;
  logic [DimW-1:0] run_left, size, next_skip;
  logic [31:0] line_addr, tap_addr, pitch_y, pitch_x;
  logic signed [15:0] line_y_q, line_x_q, tap_y_q, tap_x_q;
  logic [7:0] line_y_r, line_x_r, tap_y_r, tap_x_r;

  assign ready_o = !busy_q;
  assign advance = busy_q && (!valid_o || take_i);

  assign run_left   = nest_i.run[DimW-1:0] - skip_q;
  assign size       = run_left < left_q ? run_left : left_q;
  assign run_ends   = size == run_left;
  assign line_ends  = (size == left_q && !whole_q) || (run_ends && taps_last);
  assign sweep_ends = line_ends && lines_left_q == DimW'(1);
  assign next_skip  = line_ends && !sweep_ends ? mark_skip_q : run_ends ? '0 : skip_q + size;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || take_i || (busy_q && !valid_o) || !rst_ni),
    .clk_o(clk)
  );

  assign pitch_y = windowed_i ? window_i.pitch_y : '0;
  assign pitch_x = windowed_i ? window_i.pitch_x : '0;

  itg_nest_position #(
    .Count1W(16),
    .Count0W(32)
  ) u_line (
    .clk_i(clk),
    .start_i,
    .first_i(start_i && line_first_i),
    .again_i(start_i && line_again_i),
    .step_i(advance && line_ends),
    .addr_i,
    .start_q_i(window_i.start_q),
    .start_r_i(window_i.start_r),
    .count1_i(nest_i.line_count1),
    .count0_i(nest_i.line_count0),
    .stride2_i(nest_i.line_stride2),
    .stride1_i(nest_i.line_stride1),
    .stride0_i(nest_i.line_stride0),
    .step_q_i({1'b0, window_i.line_q}),
    .step_r_i(window_i.line_r),
    .divisor_i(window_i.divisor),
    .pitch_y_i(pitch_y),
    .pitch_x_i(pitch_x),
    .addr_o(line_addr),
    .y_q_o(line_y_q),
    .y_r_o(line_y_r),
    .x_q_o(line_x_q),
    .x_r_o(line_x_r),
    .last_o()
  );

  itg_nest_position #(
    .Count1W(8),
    .Count0W(8)
  ) u_tap (
    .clk_i(clk),
    .start_i,
    .first_i(start_i && byte_first_i),
    .again_i((start_i && byte_again_i) || (advance && line_ends && !sweep_ends)),
    .step_i(advance && run_ends && (!line_ends || sweep_ends)),
    .addr_i('0),
    .start_q_i('0),
    .start_r_i('0),
    .count1_i(nest_i.tap_count1),
    .count0_i(nest_i.tap_count0),
    .stride2_i('0),
    .stride1_i(nest_i.tap_stride1),
    .stride0_i(nest_i.tap_stride0),
    .step_q_i({window_i.tap_q[7], window_i.tap_q}),
    .step_r_i(window_i.tap_r),
    .divisor_i(window_i.divisor),
    .pitch_y_i(pitch_y),
    .pitch_x_i(pitch_x),
    .addr_o(tap_addr),
    .y_q_o(tap_y_q),
    .y_r_o(tap_y_r),
    .x_q_o(tap_x_q),
    .x_r_o(tap_x_r),
    .last_o(taps_last)
  );

  // Their sum: at most one wrap, since both remainders are below the divisor.
  logic [8:0] y_r, x_r;
  logic y_wraps, x_wraps, exists;
  logic [15:0] y, x;

  assign y_r     = {1'b0, line_y_r} + {1'b0, tap_y_r};
  assign x_r     = {1'b0, line_x_r} + {1'b0, tap_x_r};
  assign y_wraps = y_r >= {1'b0, window_i.divisor};
  assign x_wraps = x_r >= {1'b0, window_i.divisor};
  assign y       = unsigned'(line_y_q + tap_y_q) + 16'(y_wraps);
  assign x       = unsigned'(line_x_q + tap_x_q) + 16'(x_wraps);

  // A negative coordinate is large as an unsigned number.
  assign exists = y < window_i.limit_y && x < window_i.limit_x &&
                  y_r == (y_wraps ? {1'b0, window_i.divisor} : 9'd0) &&
                  x_r == (x_wraps ? {1'b0, window_i.divisor} : 9'd0);

  always_ff @(posedge clk) begin
    if (take_i) valid_o <= 1'b0;
    if (advance) begin
      valid_o     <= 1'b1;
      addr_o      <= line_addr + tap_addr + 32'(skip_q) + (y_wraps ? pitch_y : '0) +
                     (x_wraps ? pitch_x : '0);
      bytes_o     <= size;
      zero_o      <= windowed_i && !exists;
      line_last_o <= line_ends;
      last_o      <= sweep_ends;
      skip_q      <= next_skip;
      left_q      <= line_ends || whole_q ? bytes_q : left_q - size;
      if (line_ends) lines_left_q <= lines_left_q - 1'b1;
      if (sweep_ends) busy_q <= 1'b0;
    end
    if (start_i) begin
      busy_q       <= 1'b1;
      lines_left_q <= lines_i;
      bytes_q      <= bytes_i;
      whole_q      <= bytes_i == '1;
      left_q       <= bytes_i;
      if (byte_first_i) skip_q <= '0;
      else if (byte_again_i) skip_q <= mark_skip_q;
      if (!byte_again_i) mark_skip_q <= byte_first_i ? '0 : skip_q;
    end
    if (!rst_ni) begin
      busy_q  <= 1'b0;
      valid_o <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  StartsOnlyWhenReady_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> ready_o)
  else $error("itg_nest: a sweep began within another");

  TakesOnlyWhatIsOffered_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) take_i |-> valid_o)
  else $error("itg_nest: a run was taken that is not there");
`endif

endmodule
