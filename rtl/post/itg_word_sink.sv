// SPDX-License-Identifier: Apache-2.0
//
// The second half of the second pass: rounded words go through the lane unit, behind a max-pool or
// not, or update master weights; and leave as up to three streams to memory: elements, the mask of
// a ReLU, and `extra`, the winners of a max-pool or master weights. A word leaves as a whole, when
// all of its streams have room; until then `hold_o` stops the pass.
//
//   ─► vector ─────────────► scatter        ─►│ pool ─► vector ─►        ─►│ master ─►

module itg_word_sink #(
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned AccW     = 32,
  parameter  int unsigned OutW     = 8,
  parameter  int unsigned RoundW   = 16,   // of a rounded element; 16 where there are masters
  parameter  int unsigned AccDepth = 1024,
  parameter  int unsigned SideBits = 16,   // of what a number meets: 16 with master weights, else 8
  localparam logic        Masters  = SideBits == 16,
  localparam int unsigned AccAddrW = $clog2(AccDepth),
  localparam int unsigned CntW     = $clog2(Cols + 1),
  localparam int unsigned ExtraW   = $clog2(SideBits / 8 * Cols + 1)
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  itg_pkg::cmd_t            cmd_i,             // held, as ctrl_i
  input  itg_pkg::ctrl_t           ctrl_i,
  input  logic                     valid_i,
  input  logic [Cols-1:0]          lanes_i,
  input  logic [Cols*RoundW-1:0]   narrow_i,
  input  logic [Cols-1:0]          saturated_i,
  input  logic [Cols*AccW-1:0]     word_i,            // before rounding
  input  logic [SideBits*Cols-1:0] side_i,            // mask, weights or master weights
  input  itg_pkg::tap_t            tap_i,
  input  logic [AccAddrW-1:0]      place_i,
  output logic                     hold_o,
  output logic                     busy_o,            // a word has been taken and is still here
  output logic [CntW-1:0]          rounded_o,         // elements rounded in this cycle
  output logic [CntW+1:0]          saturated_o,       // elements clipped in this cycle
  output logic                     acc_read_o,
  output logic [AccAddrW-1:0]      acc_addr_o,
  input  logic [Cols*AccW-1:0]     acc_rdata_i,
  output logic                     acc_write_o,
  output logic [AccAddrW-1:0]      acc_waddr_o,
  output logic [Cols*AccW-1:0]     acc_wdata_o,
  output logic                     elements_valid_o,
  input  logic                     elements_ready_i,
  output logic [CntW-1:0]          elements_size_o,   // bytes
  output logic [8*Cols-1:0]        elements_o,
  output logic                     mask_valid_o,
  input  logic                     mask_ready_i,
  output logic [CntW-1:0]          mask_size_o,       // bits
  output logic [Cols-1:0]          mask_o,
  output logic                     extra_valid_o,
  input  logic                     extra_ready_i,
  output logic [ExtraW-1:0]        extra_size_o,      // bytes
  output logic [SideBits*Cols-1:0] extra_o
);

  logic step, leaves, accepted, wide;

  assign step = !hold_o;
  assign wide = ctrl_i.out_size != 2'd0;

  // Max-pool
  logic pool_busy, pool_valid;
  logic [Cols-1:0] pool_lanes;
  logic [Cols*OutW-1:0] pool_x, pool_best;
  logic [8*Cols-1:0] pool_index;

  always_comb begin
    pool_x = '0;
    if (valid_i && ctrl_i.maxes) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        pool_x[OutW*col+:OutW] = narrow_i[RoundW*col+:OutW];
      end
    end
  end

  itg_pool #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .AccDepth(AccDepth)
  ) u_pool (
    .clk_i,
    .rst_ni,
    .step_i(step),
    .valid_i(valid_i && ctrl_i.maxes),
    .relu_i(ctrl_i.lane_op == itg_pkg::LaneRelu),
    .lanes_i,
    .x_i(pool_x),
    .tap_i,
    .place_i,
    .acc_read_o,
    .acc_addr_o,
    .acc_rdata_i,
    .acc_write_o,
    .acc_waddr_o,
    .acc_wdata_o,
    .busy_o(pool_busy),
    .valid_o(pool_valid),
    .lanes_o(pool_lanes),
    .best_o(pool_best),
    .index_o(pool_index)
  );

  // Master weights; `extra` is theirs or the winners'
  logic master_valid;
  logic [Cols-1:0] master_lanes, master_saturated, weight_saturated;
  logic [8*Cols-1:0] master_weight;
  logic [CntW-1:0] count;

  if (Masters) begin : gen_master
    logic [16*Cols-1:0] master;

    assign extra_size_o = ctrl_i.master ? {count, 1'b0} : ExtraW'(count);
    assign extra_o      = ctrl_i.master ? master : (16 * Cols)'(pool_index);

    itg_master #(
      .Cols(Cols),
      .OutW(OutW)
    ) u_master (
      .clk_i,
      .rst_ni,
      .step_i(step),
      .valid_i(valid_i && ctrl_i.master),
      .lanes_i,
      .gradient_i(narrow_i),
      .master_i(side_i),
      .weight_bits_i(cmd_i.out_bits),
      .valid_o(master_valid),
      .lanes_o(master_lanes),
      .master_o(master),
      .weight_o(master_weight),
      .master_saturated_o(master_saturated),
      .weight_saturated_o(weight_saturated)
    );
  end else begin : gen_no_master
    assign extra_size_o     = count;
    assign extra_o          = pool_index;
    assign master_valid     = 1'b0;
    assign master_lanes     = '0;
    assign master_weight    = '0;
    assign master_saturated = '0;
    assign weight_saturated = '0;
  end

  // Lane unit
  logic [Cols-1:0] lanes, clipped;
  logic [Cols*RoundW-1:0] x;
  logic [8*Cols-1:0] narrow_elements;

  assign leaves = ctrl_i.maxes ? pool_valid : ctrl_i.master ? master_valid : valid_i;
  assign lanes  = ctrl_i.maxes ? pool_lanes : ctrl_i.master ? master_lanes : lanes_i;
  assign busy_o = pool_busy || master_valid;

  always_comb begin
    x = '0;
    if (leaves && !ctrl_i.maxes) x = narrow_i;
    if (leaves && ctrl_i.maxes) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        x[RoundW*col+:RoundW] = RoundW'(signed'(pool_best[OutW*col+:OutW]));
      end
    end
  end

  itg_vector #(
    .Cols(Cols),
    .InW(RoundW),
    .OutW(OutW)
  ) u_vector (
    .en_i(leaves && !wide && !ctrl_i.master),
    .op_i(ctrl_i.lane_op),
    .lanes_i(lanes),
    .x_i(x),
    .y_i(side_i[8*Cols-1:0]),
    .max_i((OutW - 1)'((32'd1 << (cmd_i.out_bits - 5'd1)) - 32'd1)),
    .out_o(narrow_elements),
    .mask_o,
    .saturated_o(clipped)
  );

  // Streams
  logic last_piece;

  itg_scatter #(
    .Cols(Cols),
    .AccW(AccW),
    .RoundW(RoundW)
  ) u_scatter (
    .clk_i,
    .rst_ni,
    .en_i(leaves && wide),
    .size_i(ctrl_i.out_size),
    .count_i(count),
    .word_i,
    .rounded_i(narrow_i),
    .narrow_i(ctrl_i.master ? master_weight : narrow_elements),
    .ready_i(elements_ready_i),
    .last_o(last_piece),
    .bytes_o(elements_size_o),
    .piece_o(elements_o)
  );

  logic mask_room, extra_room, has_extra;

  assign has_extra        = ctrl_i.writes_index || ctrl_i.master;
  assign mask_room        = !ctrl_i.writes_mask || mask_ready_i;
  assign extra_room       = !has_extra || extra_ready_i;
  assign elements_valid_o = leaves && mask_room && extra_room;
  assign mask_valid_o     = leaves && ctrl_i.writes_mask && elements_ready_i && extra_room;
  assign extra_valid_o    = leaves && has_extra && elements_ready_i && mask_room;
  assign mask_size_o      = count;
  assign accepted         = elements_valid_o && elements_ready_i && last_piece;
  assign hold_o           = leaves && !accepted;

  // Events
  logic [CntW-1:0] entering;

  always_comb begin
    count       = '0;
    entering    = '0;
    saturated_o = '0;
    if (valid_i || leaves) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        count       = count + CntW'(lanes[col]);
        entering    = entering + CntW'(lanes_i[col]);
        saturated_o = saturated_o + (CntW + 2)'(valid_i && saturated_i[col])
                    + (CntW + 2)'(clipped[col])
                    + (CntW + 2)'(master_valid && master_saturated[col])
                    + (CntW + 2)'(weight_saturated[col]);
      end
      if (hold_o) saturated_o = '0;
    end
  end

  assign rounded_o = valid_i && step && ctrl_i.rounds && (tap_i.exists || !ctrl_i.maxes)
                   ? entering : '0;

endmodule
