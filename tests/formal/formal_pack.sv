// SPDX-License-Identifier: Apache-2.0
//
// itg_pack, for the piece, unit and beat of the proof: every unit of every piece leaves once, in
// order and unchanged; a flush sends the rest, with zeros in what it does not fill of its last byte
// and `strb` on exactly its bytes; ready, valid and empty depend on the number of units held alone.
// One unit is watched: the solver chooses which, by its number modulo 64.

module formal_pack #(
  parameter  int unsigned PieceUnits = 3,
  parameter  int unsigned UnitBits   = 8,
  parameter  int unsigned BeatBytes  = 2,
  localparam int unsigned PieceBits  = UnitBits * PieceUnits,
  localparam int unsigned BeatUnits  = 8 * BeatBytes / UnitBits,
  localparam int unsigned ByteUnits  = 8 / UnitBits,
  localparam int unsigned BufUnits   = BeatUnits + PieceUnits,
  localparam int unsigned SizeW      = $clog2(PieceUnits + 1),
  localparam int unsigned CntW       = $clog2(BufUnits + 1)
) (
  input logic                 clk_i,
  input logic                 rst_ni,
  input logic                 valid_i,
  input logic [SizeW-1:0]     size_i,
  input logic [PieceBits-1:0] data_i,
  input logic                 flush_i,
  input logic                 beat_ready_i
);

  logic ready, empty, beat_valid;
  logic [8*BeatBytes-1:0] beat;
  logic [BeatBytes-1:0] strb;

  itg_pack #(
    .PieceUnits(PieceUnits),
    .UnitBits(UnitBits),
    .BeatBytes(BeatBytes)
  ) u_dut (
    .clk_i,
    .rst_ni,
    .valid_i,
    .ready_o(ready),
    .size_i,
    .data_i,
    .flush_i,
    .empty_o(empty),
    .beat_valid_o(beat_valid),
    .beat_ready_i,
    .beat_o(beat),
    .strb_o(strb)
  );

  (* hierconn *) logic [UnitBits*BufUnits-1:0] \u_dut.buf_q ;
  (* hierconn *) logic [CntW-1:0] \u_dut.count_q ;

  (* anyconst *) logic [5:0] watched;
  logic [5:0] in_q, out_q, inside, sent, before, offset;  // numbers of units, modulo 64
  logic [UnitBits-1:0] value_q;
  logic known_q = 1'b0;

  assign inside = in_q - out_q;
  assign sent   = inside < 6'(BeatUnits) ? inside : 6'(BeatUnits);
  assign before = watched - out_q;  // units that leave before the watched one
  assign offset = watched - in_q;   // of it in the piece offered

  always_ff @(posedge clk_i) begin
    known_q <= 1'b1;
    if (valid_i && ready) begin
      in_q <= in_q + 6'(size_i);
      if (offset < 6'(size_i)) value_q <= data_i[UnitBits*32'(offset)+:UnitBits];
    end
    if (beat_valid && beat_ready_i) out_q <= out_q + sent;
    if (!rst_ni) begin
      in_q  <= '0;
      out_q <= '0;
    end
  end

  always_comb begin
    if (!known_q) assume (!rst_ni);
    assume (32'(size_i) <= PieceUnits);
    assume (data_i >> (UnitBits * 32'(size_i)) == '0);
    assume (!(flush_i && valid_i));
    if (known_q) begin
      // the claim
      assert (empty == (inside == 6'd0));
      assert (ready == (inside <= 6'(BeatUnits)));
      assert (beat_valid == (inside >= 6'(BeatUnits) || (flush_i && inside != 6'd0)));
      if (beat_valid) begin
        for (int unsigned i = 0; i < BeatBytes; i++) assert (strb[i] == (6'(ByteUnits * i) < sent));
        assert (beat >> (UnitBits * 32'(sent)) == '0);
        if (before < sent) assert (beat[UnitBits*32'(before)+:UnitBits] == value_q);
      end
      // what makes it inductive
      assert (inside <= 6'(BufUnits));
      assert (6'(\u_dut.count_q ) == inside);
      assert (\u_dut.buf_q >> (UnitBits * 32'(inside)) == '0);
      if (before < inside) assert (\u_dut.buf_q [UnitBits*32'(before)+:UnitBits] == value_q);
    end
  end

endmodule
