// SPDX-License-Identifier: Apache-2.0
//
// Integer cross-entropy of samples (rows) of `classes_i` logits (NUMERICS.md section 4):
//
//   G = trunc(p * 2^(B_err+4) / sum(p));  G[target] -= sum(G)
//
//   logits ─► scale ─► rows, max ─► power ─► rows, sum ─► power, divide ─► rows, sum ─► subtract ─►
//
// Each of the four passes over a sample needs what the one before found out about the whole sample;
// three row buffers let the passes work on successive samples at once, a class a cycle each, at
// least five a sample (itg_loss_target), whatever the values. p is computed twice, which is cheaper
// than to keep its 34 bits.
//
// Widths: p < 2^34 (itg_loss_power) and MaxClasses = 2^(OutW+2) give sum(p) < 2^(36+OutW): 44 bits
// for 1024 classes. p <= sum(p), so G <= 2^(B_err+4) <= 2^(OutW+3), and so is sum(G), a sum of
// truncated parts of that. sum(p) > 0: 1023 of the largest logit, or 2^(1-2e) + ... > 0.
// Golden model: model/ops/cross_entropy.cc.

module itg_loss #(
  parameter  int unsigned OutW       = 8,               // widest error; logits may have 8 bits
  parameter  int unsigned MaxClasses = 1 << (OutW + 2), // power of two; more would vanish
  localparam int unsigned CntW       = $clog2(MaxClasses + 1),
  localparam int unsigned GW         = OutW + 5
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 start_i,        // with the next three; no sample is under way
  input  logic signed [31:0]   exponent_i,     // of the logits
  input  logic [3:0]           logit_bits_i,   // 2..8
  input  logic [3:0]           error_bits_i,   // 2..OutW
  input  logic [CntW-1:0]      classes_i,      // held
  input  logic                 logit_valid_i,
  output logic                 logit_ready_o,
  input  logic signed [7:0]    logit_i,
  input  logic                 label_valid_i,  // four bytes a sample, the lowest first
  output logic                 label_ready_o,
  input  logic [7:0]           label_i,
  output logic                 valid_o,
  input  logic                 ready_i,
  output logic signed [GW-1:0] g_o             // exponent -4
);

  localparam int unsigned XW = 13;
  localparam int unsigned PW = 34;
  localparam int unsigned SumW = PW + $clog2(MaxClasses);
  localparam int unsigned Frac = OutW + 3;
  localparam int unsigned IdxW = $clog2(MaxClasses);

  logic step_2, step_3, step_5;  // what the second, third and fourth pass take

  // What the exponent asks for
  logic signed [5:0] exponent_q;
  logic first_q;
  logic [3:0] narrower_q;  // bits that the error is narrower than OutW

  always_ff @(posedge clk_i) begin
    if (start_i) begin
      exponent_q <= exponent_i > 32'sd4 ? 6'sd4 : exponent_i < -32'sd24 ? -6'sd24 : exponent_i[5:0];
      first_q    <= exponent_i > 32'sd1 - signed'(32'(logit_bits_i));
      narrower_q <= 4'(OutW) - error_bits_i;
    end
  end

  // First pass: scale, and the largest of the row
  logic step_1, valid_1, ready_1, last_1;
  logic signed [XW-1:0] scaled, x_1, max_q, max_1;

  itg_loss_scale u_scale (
    .en_i(logit_valid_i),
    .exponent_i(exponent_q),
    .first_i(first_q),
    .logit_i,
    .x_o(scaled)
  );

  assign step_1        = !valid_1 || ready_1;
  assign logit_ready_o = step_1;
  assign max_1         = x_1 > max_q ? x_1 : max_q;

  always_ff @(posedge clk_i) begin
    if (step_1) valid_1 <= logit_valid_i;
    if (step_1 && logit_valid_i) x_1 <= scaled;
    if (valid_1 && ready_1) max_q <= last_1 ? {1'b1, {XW-1{1'b0}}} : max_1;
    if (!rst_ni) begin
      valid_1 <= 1'b0;
      max_q   <= {1'b1, {XW-1{1'b0}}};
    end
  end

  logic valid_a;
  logic signed [XW-1:0] x_a, max_a;

  itg_row_buffer #(
    .W(XW),
    .TagW(XW),
    .MaxLength(MaxClasses)
  ) u_scaled (
    .clk_i,
    .rst_ni,
    .length_i(classes_i),
    .valid_i(valid_1),
    .ready_o(ready_1),
    .data_i(x_1),
    .tag_i(max_1),
    .last_o(last_1),
    .valid_o(valid_a),
    .ready_i(step_2),
    .data_o(x_a),
    .tag_o(max_a),
    .index_o(),
    .row_last_o()
  );

  // Second pass: the sum of the powers
  logic valid_2, ready_2, last_2;
  logic signed [XW-1:0] x_2, max_2;
  logic [PW-1:0] power_a, p_2;
  logic [SumW-1:0] sum_q, sum_2;

  itg_loss_power u_power_to_sum (
    .en_i(valid_a),
    .exponent_i(exponent_q),
    .first_i(first_q),
    .x_i(x_a),
    .max_i(max_a),
    .p_o(power_a)
  );

  assign step_2 = !valid_2 || ready_2;
  assign sum_2  = sum_q + SumW'(p_2);

  always_ff @(posedge clk_i) begin
    if (step_2) valid_2 <= valid_a;
    if (step_2 && valid_a) begin
      x_2   <= x_a;
      max_2 <= max_a;
      p_2   <= power_a;
    end
    if (valid_2 && ready_2) sum_q <= last_2 ? '0 : sum_2;
    if (!rst_ni) begin
      valid_2 <= 1'b0;
      sum_q   <= '0;
    end
  end

  logic valid_b;
  logic signed [XW-1:0] x_b, max_b;
  logic [SumW-1:0] sum_b;

  itg_row_buffer #(
    .W(XW),
    .TagW(XW + SumW),
    .MaxLength(MaxClasses)
  ) u_powers (
    .clk_i,
    .rst_ni,
    .length_i(classes_i),
    .valid_i(valid_2),
    .ready_o(ready_2),
    .data_i(x_2),
    .tag_i({max_2, sum_2}),
    .last_o(last_2),
    .valid_o(valid_b),
    .ready_i(step_3),
    .data_o(x_b),
    .tag_o({max_b, sum_b}),
    .index_o(),
    .row_last_o()
  );

  // Third pass: the powers' parts of their sum
  logic valid_3, valid_4, ready_4, last_4;
  logic [PW-1:0] power_b, p_3;
  logic [SumW-1:0] sum_3;
  logic [Frac:0] quotient, part, parts_q, parts_4;

  itg_loss_power u_power_to_divide (
    .en_i(valid_b),
    .exponent_i(exponent_q),
    .first_i(first_q),
    .x_i(x_b),
    .max_i(max_b),
    .p_o(power_b)
  );

  itg_divider #(
    .W(SumW),
    .Frac(Frac)
  ) u_divider (
    .clk_i,
    .rst_ni,
    .step_i(step_3),
    .valid_i(valid_3),
    .num_i(SumW'(p_3)),
    .den_i(sum_3),
    .valid_o(valid_4),
    .quotient_o(quotient)
  );

  // floor(floor(q * 2^n) / 2^n) = floor(q): a narrower error takes the upper bits.
  assign step_3  = !valid_4 || ready_4;
  assign part    = quotient >> narrower_q;
  assign parts_4 = parts_q + part;

  always_ff @(posedge clk_i) begin
    if (step_3) valid_3 <= valid_b;
    if (step_3 && valid_b) begin
      p_3   <= power_b;
      sum_3 <= sum_b;
    end
    if (valid_4 && ready_4) parts_q <= last_4 ? '0 : parts_4;
    if (!rst_ni) begin
      valid_3 <= 1'b0;
      parts_q <= '0;
    end
  end

  logic valid_c, last_c;
  logic [Frac:0] part_c, parts_c;
  logic [IdxW-1:0] class_c;

  itg_row_buffer #(
    .W(Frac + 1),
    .TagW(Frac + 1),
    .MaxLength(MaxClasses)
  ) u_parts (
    .clk_i,
    .rst_ni,
    .length_i(classes_i),
    .valid_i(valid_4),
    .ready_o(ready_4),
    .data_i(part),
    .tag_i(parts_4),
    .last_o(last_4),
    .valid_o(valid_c),
    .ready_i(step_5),
    .data_o(part_c),
    .tag_o(parts_c),
    .index_o(class_c),
    .row_last_o(last_c)
  );

  // Fourth pass: the target's error
  itg_loss_target #(
    .PartW(Frac + 1),
    .IdxW(IdxW)
  ) u_target (
    .clk_i,
    .rst_ni,
    .label_valid_i,
    .label_ready_o,
    .label_i,
    .valid_i(valid_c),
    .ready_o(step_5),
    .part_i(part_c),
    .sum_i(parts_c),
    .class_i(class_c),
    .last_i(last_c),
    .valid_o,
    .ready_i,
    .g_o
  );

`ifndef SYNTHESIS
  StartsEmpty_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   start_i |-> !valid_1 && !valid_a && !valid_2 && !valid_b && !valid_3
                               && !valid_4 && !valid_c)
  else $error("itg_loss: a command starts while samples are under way");
`endif

  if (OutW < 2 || OutW > 8) begin : gen_illegal_width
    $error("itg_loss: need OutW (%0d) in 2..8", OutW);
  end

endmodule
