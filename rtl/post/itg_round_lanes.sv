// SPDX-License-Identifier: Apache-2.0
//
// One rounding unit and one random generator per lane. Three register stages, all moved on by
// `step_i`: the two rounds of mixing (NUMERICS.md section 3: random = J(J(index + key))), then the
// rounding. Without `round_i` the low bits of the word pass through.

module itg_round_lanes #(
  parameter  int unsigned Cols   = 16,
  parameter  int unsigned AccW   = 32,
  parameter  int unsigned OutW   = 8,
  parameter  logic [2:0]  Modes  = 3'b111,
  localparam int unsigned ShiftW = $clog2(AccW)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 step_i,
  input  logic                 valid_i,
  input  logic [Cols-1:0]      lanes_i,      // lanes that hold an element
  input  logic [Cols*AccW-1:0] word_i,
  input  logic [31:0]          index_i,      // of the element in lane 0
  input  logic [31:0]          key_i,        // held for the whole command, as all below
  input  logic                 round_i,
  input  logic                 zero_i,       // every result is 0
  input  logic [ShiftW-1:0]    shift_i,
  input  logic [1:0]           mode_i,
  input  logic [OutW-2:0]      max_i,
  output logic                 valid_o,      // three steps after valid_i
  output logic                 pending_o,    // a word is under way, not counting valid_o
  output logic [Cols-1:0]      lanes_o,
  output logic [Cols*OutW-1:0] out_o,
  output logic [Cols-1:0]      saturated_o,
  output logic [Cols*AccW-1:0] word_o        // as it came in, beside the result
);

  logic valid_q, valid_q2, stochastic, round;
  logic [Cols-1:0] lanes_q, lanes_q2, saturated;
  logic [Cols*AccW-1:0] word_q, word_q2;
  logic [Cols*OutW-1:0] rounded, passed;
  logic [31:0] mixed_q[Cols];
  logic [31:0] random_q[Cols];

  assign stochastic = Modes[itg_pkg::RoundStochastic] && round_i && mode_i == itg_pkg::RoundStochastic;
  assign pending_o  = valid_q || valid_q2;
  assign round      = valid_q2 && round_i && !zero_i;

  for (genvar col = 0; col < Cols; col++) begin : gen_lane
    if (Modes[itg_pkg::RoundStochastic]) begin : gen_random
      logic [31:0] mixed, random;

      itg_jenkins u_first (
        .en_i(stochastic && valid_i),
        .a_i(index_i + 32'(col) + key_i),
        .a_o(mixed)
      );
      itg_jenkins u_second (
        .en_i(stochastic && valid_q),
        .a_i(mixed_q[col]),
        .a_o(random)
      );
      always_ff @(posedge clk_i) begin
        if (step_i && stochastic) begin
          mixed_q[col]  <= mixed;
          random_q[col] <= random;
        end
      end
    end else begin : gen_no_random
      assign mixed_q[col]  = '0;
      assign random_q[col] = '0;
    end

    itg_round #(
      .AccW(AccW),
      .OutW(OutW),
      .Modes(Modes)
    ) u_round (
      .en_i(round && lanes_q2[col]),
      .acc_i(word_q2[AccW*col+:AccW]),
      .shift_i,
      .mode_i,
      .rand_i(AccW'(random_q[col])),
      .max_i,
      .out_o(rounded[OutW*col+:OutW]),
      .saturated_o(saturated[col])
    );
    assign passed[OutW*col+:OutW] = word_q2[AccW*col+:OutW];
  end

  always_ff @(posedge clk_i) begin
    if (step_i) begin
      valid_q  <= valid_i;
      valid_q2 <= valid_q;
      valid_o  <= valid_q2;
      if (valid_i) begin
        lanes_q <= lanes_i;
        word_q  <= word_i;
      end
      if (valid_q) begin
        lanes_q2 <= lanes_q;
        word_q2  <= word_q;
      end
      if (valid_q2) begin
        out_o       <= round_i ? rounded : passed;
        saturated_o <= saturated;
        word_o      <= word_q2;
        lanes_o     <= lanes_q2;
      end
    end
    if (!rst_ni) begin
      valid_q  <= 1'b0;
      valid_q2 <= 1'b0;
      valid_o  <= 1'b0;
    end
  end

endmodule
