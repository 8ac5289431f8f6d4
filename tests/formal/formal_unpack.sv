// SPDX-License-Identifier: Apache-2.0
//
// itg_unpack, for the beat, unit and take of the proof: the units of the beats are taken once each,
// in order and unchanged, however many at a time; valid says exactly whether as many are there,
// ready whether a beat fits. `clear_i` drops what is left. One unit is watched: the solver chooses
// which, by its number modulo 64.

module formal_unpack #(
  parameter  int unsigned BeatBytes = 2,
  parameter  int unsigned TakeUnits = 3,
  parameter  int unsigned UnitBits  = 8,
  localparam int unsigned BeatUnits = 8 * BeatBytes / UnitBits,
  localparam int unsigned BufUnits  = BeatUnits + TakeUnits,
  localparam int unsigned CntW      = $clog2(BufUnits + 1),
  localparam int unsigned SizeW     = $clog2(BeatUnits + 1),
  localparam int unsigned NeedW     = $clog2(TakeUnits + 1)
) (
  input logic                   clk_i,
  input logic                   rst_ni,
  input logic                   clear_i,
  input logic                   beat_valid_i,
  input logic [8*BeatBytes-1:0] beat_i,
  input logic [SizeW-1:0]       beat_size_i,
  input logic [NeedW-1:0]       need_i,
  input logic                   take_i
);

  logic beat_ready, valid;
  logic [UnitBits*TakeUnits-1:0] data;

  itg_unpack #(
    .BeatBytes(BeatBytes),
    .TakeUnits(TakeUnits),
    .UnitBits(UnitBits)
  ) u_dut (
    .clk_i,
    .rst_ni,
    .clear_i,
    .beat_valid_i,
    .beat_ready_o(beat_ready),
    .beat_i,
    .beat_size_i,
    .need_i,
    .valid_o(valid),
    .take_i,
    .data_o(data)
  );

  (* hierconn *) logic [UnitBits*BufUnits-1:0] \u_dut.buf_q ;
  (* hierconn *) logic [CntW-1:0] \u_dut.count_q ;

  (* anyconst *) logic [5:0] watched;
  logic [5:0] in_q, out_q, inside, before, offset, taken;
  logic [UnitBits-1:0] value_q;
  logic known_q = 1'b0;

  assign inside = in_q - out_q;
  assign before = watched - out_q;
  assign offset = watched - in_q;
  assign taken  = take_i ? 6'(need_i) : 6'd0;

  always_ff @(posedge clk_i) begin
    known_q <= 1'b1;
    if (beat_valid_i && beat_ready) begin
      in_q <= in_q + 6'(beat_size_i);
      if (offset < 6'(beat_size_i)) value_q <= beat_i[UnitBits*32'(offset)+:UnitBits];
    end
    out_q <= out_q + taken;
    if (!rst_ni || clear_i) begin
      in_q  <= '0;
      out_q <= '0;
    end
  end

  always_comb begin
    if (!known_q) assume (!rst_ni);
    assume (32'(beat_size_i) <= BeatUnits);
    assume (beat_i >> (UnitBits * 32'(beat_size_i)) == '0);
    assume (32'(need_i) <= TakeUnits);
    assume (!take_i || valid);
    if (known_q) begin
      // the claim
      assert (valid == (6'(need_i) <= inside));
      assert (beat_ready == (inside - taken <= 6'(TakeUnits)));
      if (valid && before < 6'(need_i)) begin
        assert (data[UnitBits*32'(before)+:UnitBits] == value_q);
      end
      // what makes it inductive
      assert (inside <= 6'(BufUnits));
      assert (6'(\u_dut.count_q ) == inside);
      assert (\u_dut.buf_q >> (UnitBits * 32'(inside)) == '0);
      if (before < inside) assert (\u_dut.buf_q [UnitBits*32'(before)+:UnitBits] == value_q);
    end
  end

endmodule
