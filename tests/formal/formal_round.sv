// SPDX-License-Identifier: Apache-2.0
//
// itg_round against its definition in integers, divisions and remainders and all: every
// accumulator, every shift below AccW, every mode, every random word, every maximum. Two lanes, so
// that none reads the other's.
//
//   a = |x|, f = a mod 2^shift: the magnitude is a / 2^shift, and one more if
//     nearest             2 f >= 2^shift, ties away from zero; shift 0 drops nothing
//     stochastic          f > r, r = random mod 2^shift
//     pseudo-stochastic   q > r, with h = shift / 2: q = f / 2^h, r = f mod 2^h, twice that if the
//                         shift is odd
//   It is limited to max_i, which `saturated` tells, and gets the sign of x. A mode that is not in
//   Modes is nearest.

module formal_round #(
  parameter  int unsigned AccW   = 8,
  parameter  int unsigned OutW   = 4,
  parameter  logic [2:0]  Modes  = 3'b111,
  localparam int unsigned ShiftW = $clog2(AccW)
) (
  input logic              en_i,
  input logic [1:0]        lanes_i,
  input logic [2*AccW-1:0] acc_i,
  input logic [ShiftW-1:0] shift_i,
  input logic [1:0]        mode_i,
  input logic [2*AccW-1:0] rand_i,
  input logic [OutW-2:0]   max_i
);

  localparam int unsigned W = AccW + 2;  // room for twice a magnitude

  logic [2*OutW-1:0] out;
  logic [1:0] saturated;

  itg_round #(
    .Lanes(2),
    .AccW(AccW),
    .OutW(OutW),
    .Modes(Modes)
  ) u_dut (
    .en_i,
    .lanes_i,
    .acc_i,
    .shift_i,
    .mode_i,
    .rand_i,
    .max_i,
    .out_o(out),
    .saturated_o(saturated)
  );

  always_comb assume (32'(shift_i) < AccW);

  for (genvar lane = 0; lane < 2; lane++) begin : gen_lane
    logic signed [W-1:0] x, expected, result;
    logic [W-1:0] a, r, f, draw, base, limited;
    logic up;

    assign x = W'(signed'(acc_i[AccW*lane+:AccW]));
    assign a = x < 0 ? unsigned'(-x) : unsigned'(x);
    assign r = W'(rand_i[AccW*lane+:AccW]);

    // Each shift has its own constants: nothing of this is a shift by a variable.
    always_comb begin
      base = '0;
      f    = '0;
      draw = '0;
      up   = 1'b0;
      for (int unsigned s = 0; s < AccW; s++) begin
        if (32'(shift_i) == s) begin
          base = a / (W'(1) << s);
          f    = a % (W'(1) << s);
          up   = s != 0 && W'(2) * f >= (W'(1) << s);
          if (mode_i == 2'd1 && Modes[1]) begin
            draw = r % (W'(1) << s);
            up   = f > draw;
          end
          if (mode_i == 2'd2 && Modes[2]) begin
            draw = f % (W'(1) << (s / 2));
            if (s % 2 == 1) draw = W'(2) * draw;
            up   = f / (W'(1) << (s / 2)) > draw;
          end
        end
      end
    end

    assign limited  = base + W'(up) > W'(max_i) ? W'(max_i) : base + W'(up);
    assign expected = x < 0 ? -signed'(limited) : signed'(limited);
    assign result   = W'(signed'(out[OutW*lane+:OutW]));

    always_comb begin
      if (en_i && lanes_i[lane]) begin
        assert (result == expected);
        assert (saturated[lane] == (base + W'(up) > W'(max_i)));
      end else begin
        assert (result == '0 && !saturated[lane]);
      end
    end
  end

endmodule
