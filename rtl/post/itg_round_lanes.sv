// SPDX-License-Identifier: Apache-2.0
//
// One rounding unit and one random generator per lane. Three register stages, all moved on by
// `step_i`: the two rounds of mixing (NUMERICS.md section 3: random = J(J(index + key))), then the
// rounding. Without `round_i` the low bits of the word pass through, with `drop_i` where bit 0 of
// the element's random bits is set, else 0.

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
  input  logic                 drop_i,
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

  logic valid_q, valid_q2;
  logic [Cols-1:0] lanes_q, lanes_q2, saturated;
  logic [Cols*AccW-1:0] word_q, word_q2, random;
  logic [Cols*OutW-1:0] rounded, passed;

  assign pending_o = valid_q || valid_q2;

  if (Modes[itg_pkg::RoundStochastic]) begin : gen_random
    logic draws;
    logic [Cols*32-1:0] index, mixed, mixed_q, random_q, mixed_twice;

    assign draws = drop_i || (round_i && mode_i == itg_pkg::RoundStochastic);

    always_comb begin
      index = '0;
      if (draws && valid_i) begin
        for (int unsigned col = 0; col < Cols; col++) index[32*col+:32] = index_i + col + key_i;
      end
    end

    itg_jenkins #(
      .Lanes(Cols)
    ) u_first (
      .en_i(draws && valid_i),
      .a_i(index),
      .a_o(mixed)
    );
    itg_jenkins #(
      .Lanes(Cols)
    ) u_second (
      .en_i(draws && valid_q),
      .a_i(mixed_q),
      .a_o(mixed_twice)
    );

    always_ff @(posedge clk_i) begin
      if (step_i && draws) begin
        mixed_q  <= mixed;
        random_q <= mixed_twice;
      end
    end

    always_comb begin
      random = '0;
      if (draws && valid_q2) begin
        for (int unsigned col = 0; col < Cols; col++) begin
          random[AccW*col+:AccW] = random_q[32*col+:AccW];
        end
      end
    end
  end else begin : gen_no_random
    assign random = '0;
  end

  itg_round #(
    .Lanes(Cols),
    .AccW(AccW),
    .OutW(OutW),
    .Modes(Modes)
  ) u_round (
    .en_i(valid_q2 && round_i && !zero_i),
    .lanes_i(lanes_q2),
    .acc_i(word_q2),
    .shift_i,
    .mode_i,
    .rand_i(random),
    .max_i,
    .out_o(rounded),
    .saturated_o(saturated)
  );

  always_comb begin
    passed = '0;
    if (valid_q2) begin
      for (int unsigned col = 0; col < Cols; col++) begin
        if (!drop_i || random[AccW*col]) passed[OutW*col+:OutW] = word_q2[AccW*col+:OutW];
      end
    end
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
