// SPDX-License-Identifier: Apache-2.0
//
// Pipelined divider of fractions, unsigned: quotient_o = floor(num * 2^Frac / den), for num <= den
// and den > 0, so quotient_o <= 2^Frac. Restoring, a bit of the quotient a stage: Frac + 1 steps
// after its operands, whatever they are, the result is there; one result a step. The remainder
// stays below den, so a stage needs one bit more than the operands, however large Frac is.
// Everything moves on with `step_i`.

module itg_divider #(
  parameter int unsigned W    = 44,
  parameter int unsigned Frac = 11
) (
  input  logic          clk_i,
  input  logic          rst_ni,
  input  logic          step_i,
  input  logic          valid_i,
  input  logic [W-1:0]  num_i,
  input  logic [W-1:0]  den_i,
  output logic          valid_o,
  output logic [Frac:0] quotient_o
);

  logic [Frac:0] valid_q;
  // Of every stage; a simulator gets words, not slices of one long vector.
  logic [W-1:0] rest_q[Frac+1];
  logic [W-1:0] den_q[Frac+1];
  logic [Frac:0] quotient_q[Frac+1];

  assign valid_o    = valid_q[Frac];
  assign quotient_o = quotient_q[Frac];

  always_ff @(posedge clk_i) begin
    if (step_i) valid_q <= {valid_q[Frac-1:0], valid_i};
    if (!rst_ni) valid_q <= '0;
  end

  for (genvar stage = 0; stage <= Frac; stage++) begin : gen_stage
    logic en;
    logic [W-1:0] den;
    logic [W:0] rest, difference;
    logic [Frac-1:0] quotient;

    // The first stage finds the bit of weight 1, which only num == den sets.
    if (stage == 0) begin : gen_first
      assign en       = step_i && valid_i;
      assign den      = den_i;
      assign rest     = {1'b0, num_i};
      assign quotient = '0;
    end else begin : gen_next
      assign en       = step_i && valid_q[stage-1];
      assign den      = den_q[stage-1];
      assign rest     = {rest_q[stage-1], 1'b0};
      assign quotient = quotient_q[stage-1][Frac-1:0];
    end
    assign difference = en ? rest - {1'b0, den} : '0;

    always_ff @(posedge clk_i) begin
      if (en) begin
        rest_q[stage]     <= difference[W] ? rest[W-1:0] : difference[W-1:0];
        den_q[stage]      <= den;
        quotient_q[stage] <= {quotient, !difference[W]};
      end
    end
  end

`ifndef SYNTHESIS
  IsAFraction_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   step_i && valid_i |-> den_i != '0 && num_i <= den_i)
  else $error("itg_divider: %0d / %0d is no fraction", num_i, den_i);
`endif

endmodule
