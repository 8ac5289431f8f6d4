// SPDX-License-Identifier: Apache-2.0
//
// The taps of nest x, one after the other: where the run of each lies, or that it lies outside the
// image. Every tap is told to those who read it from memory, x and with `use_y_i` y (which has the
// same strides), and is queued for the walk of the second pass. Addresses are relative to the
// operand.

module itg_taps #(
  parameter  int unsigned Depth = 128,  // taps on their way through the memory
  localparam int unsigned DimW  = itg_pkg::DimW
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             start_i,
  input  itg_pkg::nest_t   nest_i,        // held, as all down to use_y_i
  input  itg_pkg::window_t window_i,
  input  logic [DimW-1:0]  lines_i,
  input  logic             use_y_i,
  output logic [1:0]       run_valid_o,   // readers: 0 x, 1 y
  input  logic [1:0]       run_ready_i,
  output logic [31:0]      run_addr_o,
  output logic [DimW-1:0]  run_bytes_o,
  output logic             tap_valid_o,
  input  logic             tap_take_i,
  output itg_pkg::run_t    tap_o
);

  logic valid, take, zero, line_last, last, room, readers_ready, nest_ready;

  itg_nest u_nest (
    .clk_i,
    .rst_ni,
    .nest_i,
    .addr_i('0),
    .windowed_i(1'b1),
    .window_i,
    .ready_o(nest_ready),
    .start_i,
    .line_first_i(1'b1),
    .line_again_i(1'b0),
    .byte_first_i(1'b1),
    .byte_again_i(1'b0),
    .lines_i,
    .bytes_i('1),
    .valid_o(valid),
    .take_i(take),
    .addr_o(run_addr_o),
    .bytes_o(run_bytes_o),
    .zero_o(zero),
    .line_last_o(line_last),
    .last_o(last)
  );

  // Nobody takes a tap before all can.
  assign readers_ready  = zero || (run_ready_i[0] && (run_ready_i[1] || !use_y_i));
  assign take           = valid && room && readers_ready;
  assign run_valid_o[0] = take && !zero;
  assign run_valid_o[1] = take && !zero && use_y_i;

  itg_fifo #(
    .Width(35),
    .Depth(Depth)
  ) u_queue (
    .clk_i,
    .rst_ni,
    .valid_i(valid && readers_ready),
    .ready_o(room),
    .data_i({run_addr_o, zero, line_last, last}),
    .valid_o(tap_valid_o),
    .ready_i(tap_take_i),
    .data_o(tap_o)
  );

`ifndef SYNTHESIS
  StartsWhenAllTapsAreTold_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) start_i |-> nest_ready && !tap_valid_o)
  else $error("itg_taps: a pass began within another");
`else
  logic unused_ready;
  assign unused_ready = nest_ready;
`endif

endmodule
