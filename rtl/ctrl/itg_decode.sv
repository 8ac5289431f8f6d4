// SPDX-License-Identifier: Apache-2.0
//
// What a command asks of the data path. Combinational; nothing while `en_i` is low. The command
// table is model/program/command.h; a pair of opcode and post-operation that it does not list is
// illegal, as is what was not elaborated: a rounding mode, the random bits of dropout without
// stochastic rounding, 16-bit master weights.

module itg_decode #(
  parameter logic [2:0] Modes   = 3'b111,  // rounding modes present
  parameter logic       Masters = 1'b1     // 16-bit gradients and master weights present
) (
  input  logic           en_i,
  input  itg_pkg::cmd_t  cmd_i,
  output itg_pkg::ctrl_t ctrl_o
);

  // Post-operations that may follow, or no other
  logic none, requantise, relu, mask, update, pool, loss;
  logic legal, wide, mode_present;

  assign mode_present = cmd_i.rounding < 3'd3 && Modes[cmd_i.rounding[1:0]];
  assign wide         = cmd_i.round_bits > 5'd8;

  // What may follow, and the input
  always_comb begin
    none       = 1'b1;
    requantise = 1'b0;
    relu       = 1'b0;
    mask       = 1'b0;
    update     = 1'b0;
    pool       = 1'b0;
    loss       = 1'b0;
    unique case (cmd_i.opcode)
      itg_pkg::OpForward: begin
        requantise = 1'b1;
        relu       = 1'b1;
        pool       = 1'b1;
      end
      itg_pkg::OpError, itg_pkg::OpMaxPoolBackward, itg_pkg::OpAveragePoolBackward: begin
        requantise = 1'b1;
        mask       = 1'b1;
      end
      itg_pkg::OpGradient:    update = 1'b1;
      itg_pkg::OpAveragePool: requantise = 1'b1;
      itg_pkg::OpAdd: begin
        requantise = 1'b1;
        relu       = 1'b1;
        mask       = 1'b1;
      end
      itg_pkg::OpRequantise, itg_pkg::OpRelu, itg_pkg::OpReluBackward, itg_pkg::OpRoundGradient,
      itg_pkg::OpApplyUpdate, itg_pkg::OpMaxPool, itg_pkg::OpDropout, itg_pkg::OpDropoutBackward,
      itg_pkg::OpRoundLoss: ;
      itg_pkg::OpCrossEntropy: loss = 1'b1;
      default: none = 1'b0;
    endcase
  end

  always_comb begin
    ctrl_o = '0;
    legal  = 1'b0;
    if (en_i) begin
      unique case (cmd_i.opcode)
        itg_pkg::OpForward: ctrl_o.product = 1'b1;
        itg_pkg::OpError: begin
          ctrl_o.product  = 1'b1;
          ctrl_o.b_by_row = 1'b1;
        end
        itg_pkg::OpGradient: begin
          ctrl_o.product  = 1'b1;
          ctrl_o.a_by_row = 1'b1;
          ctrl_o.b_by_row = 1'b1;
        end
        itg_pkg::OpRequantise, itg_pkg::OpRoundGradient, itg_pkg::OpRoundLoss: begin
          ctrl_o.x_memory = 1'b1;
          ctrl_o.x_size   = 2'd2;
        end
        itg_pkg::OpApplyUpdate: begin
          ctrl_o.x_memory = 1'b1;
          ctrl_o.x_size   = {1'b0, wide};
        end
        default: ctrl_o.x_memory = 1'b1;
      endcase

      unique case (cmd_i.opcode)
        itg_pkg::OpRequantise: ctrl_o.rounds = 1'b1;
        itg_pkg::OpRelu: begin
          ctrl_o.lane_op     = itg_pkg::LaneRelu;
          ctrl_o.writes_mask = 1'b1;
        end
        itg_pkg::OpReluBackward: begin
          ctrl_o.lane_op    = itg_pkg::LaneMask;
          ctrl_o.reads_mask = 1'b1;
        end
        itg_pkg::OpRoundGradient: begin
          ctrl_o.rounds   = 1'b1;
          ctrl_o.gradient = 1'b1;
          ctrl_o.out_size = {1'b0, wide};
        end
        itg_pkg::OpApplyUpdate: begin
          ctrl_o.lane_op      = itg_pkg::LaneSubtract;
          ctrl_o.reads_weight = 1'b1;
        end
        itg_pkg::OpMaxPool: begin
          ctrl_o.windowed     = 1'b1;
          ctrl_o.maxes        = 1'b1;
          ctrl_o.writes_index = 1'b1;
        end
        itg_pkg::OpMaxPoolBackward: begin
          ctrl_o.windowed = 1'b1;
          ctrl_o.sums     = 1'b1;
          ctrl_o.selects  = 1'b1;
        end
        itg_pkg::OpAveragePool, itg_pkg::OpAveragePoolBackward: begin
          ctrl_o.windowed = 1'b1;
          ctrl_o.sums     = 1'b1;
        end
        itg_pkg::OpDropout, itg_pkg::OpDropoutBackward: ctrl_o.drops = 1'b1;
        itg_pkg::OpAdd: ctrl_o.adds = 1'b1;
        itg_pkg::OpCrossEntropy: ctrl_o.loss = 1'b1;
        itg_pkg::OpRoundLoss: begin
          ctrl_o.rounds  = 1'b1;
          ctrl_o.by_four = 1'b1;
        end
        default: ;
      endcase

      unique case (cmd_i.post)
        itg_pkg::PostNone: begin
          legal = none;
          if (ctrl_o.product || ctrl_o.sums || ctrl_o.adds || ctrl_o.loss) ctrl_o.out_size = 2'd2;
        end
        itg_pkg::PostRequantise: begin
          legal         = requantise;
          ctrl_o.rounds = 1'b1;
        end
        itg_pkg::PostRequantiseRelu: begin
          legal              = relu;
          ctrl_o.rounds      = 1'b1;
          ctrl_o.lane_op     = itg_pkg::LaneRelu;
          ctrl_o.writes_mask = 1'b1;
        end
        itg_pkg::PostRequantiseMask: begin
          legal             = mask;
          ctrl_o.rounds     = 1'b1;
          ctrl_o.lane_op    = itg_pkg::LaneMask;
          ctrl_o.reads_mask = 1'b1;
        end
        itg_pkg::PostUpdate: begin
          legal               = update;
          ctrl_o.rounds       = 1'b1;
          ctrl_o.gradient     = 1'b1;
          ctrl_o.lane_op      = itg_pkg::LaneSubtract;
          ctrl_o.reads_weight = 1'b1;
        end
        itg_pkg::PostRoundLoss: begin
          legal          = loss;
          ctrl_o.rounds  = 1'b1;
          ctrl_o.by_four = 1'b1;
        end
        itg_pkg::PostRequantiseReluPool: begin
          legal               = pool && cmd_i.spill_addr != '0;
          ctrl_o.rounds       = 1'b1;
          ctrl_o.lane_op      = itg_pkg::LaneRelu;
          ctrl_o.writes_mask  = 1'b1;
          ctrl_o.windowed     = 1'b1;
          ctrl_o.maxes        = 1'b1;
          ctrl_o.writes_index = 1'b1;
        end
        default: ;
      endcase

      // Errors of a max-pool that meet nowhere need no range: the planner says so by a width of 0.
      if (ctrl_o.selects && cmd_i.round_bits == '0) ctrl_o.rounds = 1'b0;
      // No tensor lies at address 0.
      ctrl_o.master = ctrl_o.reads_weight && cmd_i.z_addr != '0;
      // The weights' exponent is fixed; every other output gets one.
      ctrl_o.writes_exponent = !ctrl_o.reads_weight;
      ctrl_o.illegal = !legal || (ctrl_o.rounds && !mode_present)
                    || (ctrl_o.drops && !Modes[itg_pkg::RoundStochastic])
                    || ((ctrl_o.master || wide) && !Masters);
    end
  end

endmodule
