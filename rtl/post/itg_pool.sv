// SPDX-License-Identifier: Apache-2.0
//
// The max-pool: of the taps of a window, word by word as the walk of the second pass brings them,
// the largest and its position. What the taps before gave lies in the accumulator SRAM, which no
// pool needs otherwise: it is read as a word enters and written back as it leaves.
// One register stage, moved on by `step_i`.

module itg_pool #(
  parameter  int unsigned Cols     = 16,
  parameter  int unsigned AccW     = 32,
  parameter  int unsigned OutW     = 8,
  parameter  int unsigned AccDepth = 1024,
  localparam int unsigned AccAddrW = $clog2(AccDepth)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 step_i,
  input  logic                 valid_i,
  input  logic                 relu_i,       // negative elements count as 0; held
  input  logic [Cols-1:0]      lanes_i,
  input  logic [Cols*OutW-1:0] x_i,
  input  itg_pkg::tap_t        tap_i,
  input  logic [AccAddrW-1:0]  place_i,      // of the word in its tap
  output logic                 acc_read_o,
  output logic [AccAddrW-1:0]  acc_addr_o,
  input  logic [Cols*AccW-1:0] acc_rdata_i,
  output logic                 acc_write_o,
  output logic [AccAddrW-1:0]  acc_waddr_o,
  output logic [Cols*AccW-1:0] acc_wdata_o,
  output logic                 busy_o,       // a word is in the stage
  output logic                 valid_o,      // and it is a result
  output logic [Cols-1:0]      lanes_o,
  output logic [Cols*OutW-1:0] best_o,
  output logic [8*Cols-1:0]    index_o
);

  logic [Cols*OutW-1:0] x_q;
  logic [AccAddrW-1:0] place_q;
  itg_pkg::tap_t tap_q;

  assign acc_read_o = valid_i && step_i && !tap_i.first;
  assign acc_addr_o = place_i;

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      busy_o <= valid_i;
      if (valid_i) begin
        x_q     <= x_i;
        lanes_o <= lanes_i;
        tap_q   <= tap_i;
        place_q <= place_i;
      end
    end
    if (!rst_ni) busy_o <= 1'b0;
  end

  itg_tap_max #(
    .Cols(Cols),
    .AccW(AccW),
    .OutW(OutW)
  ) u_tap_max (
    .en_i(busy_o),
    .relu_i,
    .lanes_i(lanes_o),
    .tap_i(tap_q),
    .x_i(x_q),
    .state_i(acc_rdata_i),
    .state_o(acc_wdata_o),
    .best_o,
    .index_o
  );

  assign acc_write_o = busy_o && step_i && !tap_q.last;
  assign acc_waddr_o = place_q;
  assign valid_o     = busy_o && tap_q.emits;

endmodule
