// SPDX-License-Identifier: Apache-2.0
//
// The array of rtl/array/itg_mac_array.sv as a structure of cells, for synthesis: each distinct
// module is mapped once. There, loops that own whole rows keep the simulator fast. Proven equal to
// it by tests/sim/synth/twin_test.sh. Wiring only, but for the bank.

module itg_mac_array #(
  parameter  int unsigned Rows = 16,
  parameter  int unsigned Cols = 16,
  parameter  int unsigned AW   = 8,
  parameter  int unsigned BW   = 8,
  parameter  int unsigned AccW = 32,
  localparam int unsigned RowW = $clog2(Rows)
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 en_i,
  input  logic                 first_i,
  input  logic                 last_i,
  input  logic [Rows*AW-1:0]   a_i,
  input  logic [Cols*BW-1:0]   b_i,
  input  logic                 drain_i,
  input  logic [RowW-1:0]      drain_row_i,
  output logic [Cols*AccW-1:0] row_o
);

  logic bank_q;

  always_ff @(posedge clk_i) begin
    if (en_i && last_i) bank_q <= !bank_q;
    if (!rst_ni) bank_q <= 1'b0;
  end

  // Of each cell, column by column: the sum in the bank that is not written
  logic [Cols*Rows*AccW-1:0] finished;

  for (genvar col = 0; col < Cols; col++) begin : gen_col
    for (genvar row = 0; row < Rows; row++) begin : gen_row
      itg_mac_cell #(
        .AW(AW),
        .BW(BW),
        .AccW(AccW)
      ) u_cell (
        .clk_i,
        .en_i,
        .first_i,
        .bank_i(bank_q),
        .a_i(a_i[AW*row+:AW]),
        .b_i(b_i[BW*col+:BW]),
        .finished_o(finished[AccW*(Rows*col+row)+:AccW])
      );
    end

    itg_mac_drain #(
      .Rows(Rows),
      .AccW(AccW)
    ) u_drain (
      .clk_i,
      .drain_i,
      .drain_row_i,
      .finished_i(finished[AccW*Rows*col+:AccW*Rows]),
      .row_o(row_o[AccW*col+:AccW])
    );
  end

endmodule
