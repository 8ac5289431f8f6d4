// SPDX-License-Identifier: Apache-2.0
//
// What a command asks of the data path. Combinational; nothing while `en_i` is low. The command
// table is model/program/command.h; a pair of opcode and post-operation that it does not list is
// illegal.

module itg_decode #(
  parameter logic [2:0] Modes = 3'b111  // rounding modes present
) (
  input  logic           en_i,
  input  itg_pkg::cmd_t  cmd_i,
  output itg_pkg::ctrl_t ctrl_o
);

  logic legal, mode_present;

  assign mode_present = cmd_i.rounding < 3'd3 && Modes[cmd_i.rounding[1:0]];

  always_comb begin
    ctrl_o = '0;
    legal  = 1'b0;
    if (en_i) begin
      legal = cmd_i.post == itg_pkg::PostNone;
      unique case (cmd_i.opcode)
        itg_pkg::OpForward: begin
          ctrl_o.product = 1'b1;
          if (cmd_i.post == itg_pkg::PostRequantise) begin
            legal         = 1'b1;
            ctrl_o.rounds = 1'b1;
          end
          if (cmd_i.post == itg_pkg::PostRequantiseRelu) begin
            legal              = 1'b1;
            ctrl_o.rounds      = 1'b1;
            ctrl_o.lane_op     = itg_pkg::LaneRelu;
            ctrl_o.writes_mask = 1'b1;
          end
        end
        itg_pkg::OpError: begin
          ctrl_o.product  = 1'b1;
          ctrl_o.b_by_row = 1'b1;
          if (cmd_i.post == itg_pkg::PostRequantise) begin
            legal         = 1'b1;
            ctrl_o.rounds = 1'b1;
          end
          if (cmd_i.post == itg_pkg::PostRequantiseMask) begin
            legal             = 1'b1;
            ctrl_o.rounds     = 1'b1;
            ctrl_o.lane_op    = itg_pkg::LaneMask;
            ctrl_o.reads_mask = 1'b1;
          end
        end
        itg_pkg::OpGradient: begin
          ctrl_o.product  = 1'b1;
          ctrl_o.a_by_row = 1'b1;
          ctrl_o.b_by_row = 1'b1;
          if (cmd_i.post == itg_pkg::PostUpdate) begin
            legal               = 1'b1;
            ctrl_o.rounds       = 1'b1;
            ctrl_o.gradient     = 1'b1;
            ctrl_o.lane_op      = itg_pkg::LaneSubtract;
            ctrl_o.reads_weight = 1'b1;
          end
        end
        itg_pkg::OpRequantise: begin
          ctrl_o.x_acc  = 1'b1;
          ctrl_o.rounds = 1'b1;
        end
        itg_pkg::OpRelu: begin
          ctrl_o.x_narrow    = 1'b1;
          ctrl_o.lane_op     = itg_pkg::LaneRelu;
          ctrl_o.writes_mask = 1'b1;
        end
        itg_pkg::OpReluBackward: begin
          ctrl_o.x_narrow   = 1'b1;
          ctrl_o.lane_op    = itg_pkg::LaneMask;
          ctrl_o.reads_mask = 1'b1;
        end
        itg_pkg::OpRoundGradient: begin
          ctrl_o.x_acc    = 1'b1;
          ctrl_o.rounds   = 1'b1;
          ctrl_o.gradient = 1'b1;
        end
        itg_pkg::OpApplyUpdate: begin
          ctrl_o.x_narrow     = 1'b1;
          ctrl_o.lane_op      = itg_pkg::LaneSubtract;
          ctrl_o.reads_weight = 1'b1;
        end
        default: legal = 1'b0;
      endcase
      // The weights' exponent is fixed; every other output gets one.
      ctrl_o.writes_exponent = ctrl_o.lane_op != itg_pkg::LaneSubtract;
      ctrl_o.illegal         = !legal || (ctrl_o.rounds && !mode_present);
    end
  end

endmodule
