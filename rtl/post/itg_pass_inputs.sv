// SPDX-License-Identifier: Apache-2.0
//
// What the second pass reads from memory: x and y, each as one run or along the taps of nest x, and
// `side`, a mask, weights or master weights. With `scan_i` nothing is read for later: no `side`.

module itg_pass_inputs #(
  parameter  int unsigned Cols      = 16,
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned FifoBeats = 128,
  parameter  int unsigned SideBits  = 16,  // of an element of `side`, at most
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned SideW     = $clog2(SideBits * Cols + 1),
  localparam int unsigned DimW      = itg_pkg::DimW
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     start_i,
  input  logic                     scan_i,        // held, as cmd_i and ctrl_i
  input  itg_pkg::cmd_t            cmd_i,
  input  itg_pkg::ctrl_t           ctrl_i,
  input  logic [31:0]              x_addr_i,      // of stream x
  output logic [2:0]               req_valid_o,   // readers: 0 x, 1 y, 2 side
  input  logic [2:0]               req_ready_i,
  output logic [95:0]              req_addr_o,
  input  logic [2:0]               rsp_valid_i,
  input  logic [8*BeatBytes-1:0]   rsp_data_i,
  output logic                     tap_valid_o,   // taps of nest x
  input  logic                     tap_take_i,
  output itg_pkg::run_t            tap_o,
  input  logic [CntW-1:0]          x_need_i,
  output logic                     x_valid_o,
  input  logic                     x_take_i,
  output logic [8*Cols-1:0]        x_data_o,
  input  logic [CntW-1:0]          y_need_i,
  output logic                     y_valid_o,
  input  logic                     y_take_i,
  output logic [8*Cols-1:0]        y_data_o,
  input  logic [SideW-1:0]         side_need_i,   // in bits
  output logic                     side_valid_o,
  input  logic                     side_take_i,
  output logic [SideBits*Cols-1:0] side_data_o
);

  logic dense_start, side_run_ready;
  logic [1:0] tap_run_valid, run_ready;
  logic [31:0] tap_addr;
  logic [DimW-1:0] tap_bytes;

  assign dense_start = start_i && !ctrl_i.windowed;

  itg_taps #(
    .Depth(FifoBeats)
  ) u_taps (
    .clk_i,
    .rst_ni,
    .start_i(start_i && ctrl_i.windowed),
    .nest_i(cmd_i.x),
    .window_i(cmd_i.x_window),
    .lines_i(cmd_i.lines[DimW-1:0]),
    .use_y_i(ctrl_i.selects),
    .run_valid_o(tap_run_valid),
    .run_ready_i(run_ready),
    .run_addr_o(tap_addr),
    .run_bytes_o(tap_bytes),
    .tap_valid_o,
    .tap_take_i,
    .tap_o
  );

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeUnits(Cols),
    .FifoBeats(FifoBeats)
  ) u_x_stream (
    .clk_i,
    .rst_ni,
    .start_i,
    .run_valid_i(tap_run_valid[0] || (dense_start && ctrl_i.x_memory)),
    .run_ready_o(run_ready[0]),
    .run_addr_i(ctrl_i.windowed ? x_addr_i + tap_addr : x_addr_i),
    .run_bytes_i(ctrl_i.windowed ? 32'(tap_bytes) : cmd_i.elements << ctrl_i.x_size),
    .req_valid_o(req_valid_o[0]),
    .req_ready_i(req_ready_i[0]),
    .req_addr_o(req_addr_o[0+:32]),
    .rsp_valid_i(rsp_valid_i[0]),
    .rsp_data_i,
    .need_i(x_need_i),
    .valid_o(x_valid_o),
    .take_i(x_take_i),
    .data_o(x_data_o)
  );

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeUnits(Cols),
    .FifoBeats(FifoBeats)
  ) u_y_stream (
    .clk_i,
    .rst_ni,
    .start_i,
    .run_valid_i(tap_run_valid[1] || (dense_start && (ctrl_i.adds || ctrl_i.loss))),
    .run_ready_o(run_ready[1]),
    .run_addr_i(ctrl_i.windowed ? cmd_i.z_addr + tap_addr : cmd_i.b_addr),
    .run_bytes_i(ctrl_i.windowed ? 32'(tap_bytes)
                 : ctrl_i.loss ? cmd_i.block_rows << 2 : cmd_i.elements),
    .req_valid_o(req_valid_o[1]),
    .req_ready_i(req_ready_i[1]),
    .req_addr_o(req_addr_o[32+:32]),
    .rsp_valid_i(rsp_valid_i[1]),
    .rsp_data_i,
    .need_i(y_need_i),
    .valid_o(y_valid_o),
    .take_i(y_take_i),
    .data_o(y_data_o)
  );

  itg_stream_in #(
    .BeatBytes(BeatBytes),
    .TakeUnits(SideBits * Cols),
    .UnitBits(1),
    .FifoBeats(FifoBeats),
    .Aligned(1'b1)
  ) u_side_stream (
    .clk_i,
    .rst_ni,
    .start_i,
    .run_valid_i(start_i && !scan_i && (ctrl_i.reads_mask || ctrl_i.reads_weight)),
    .run_ready_o(side_run_ready),
    .run_addr_i(ctrl_i.master ? cmd_i.z_addr : cmd_i.y_addr),
    .run_bytes_i(ctrl_i.reads_mask ? (cmd_i.elements + 32'd7) >> 3
                 : ctrl_i.master ? cmd_i.elements << 1 : cmd_i.elements),
    .req_valid_o(req_valid_o[2]),
    .req_ready_i(req_ready_i[2]),
    .req_addr_o(req_addr_o[64+:32]),
    .rsp_valid_i(rsp_valid_i[2]),
    .rsp_data_i,
    .need_i(side_need_i),
    .valid_o(side_valid_o),
    .take_i(side_take_i),
    .data_o(side_data_o)
  );

`ifndef SYNTHESIS
  OneRunFindsTheStreamsIdle_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   start_i |-> run_ready == '1 && side_run_ready)
  else $error("itg_pass_inputs: a pass began within another");
`else
  logic unused_ready;
  assign unused_ready = side_run_ready;
`endif

endmodule
