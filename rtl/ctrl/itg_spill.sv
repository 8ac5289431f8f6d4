// SPDX-License-Identifier: Apache-2.0
//
// The passes over a product whose accumulators do not fit their SRAM. After each block a pass
// writes the block's accumulators to memory, row-major as the whole output (`spill_i`); the second
// pass then reads all of them from there. This module turns the command into what a pass has to do;
// a command in one block goes through unchanged. Addresses only ever advance: the first block of a
// row of blocks leaves behind it where the next row begins.

module itg_spill #(
  localparam int unsigned DimW = itg_pkg::DimW
) (
  input  logic            clk_i,
  input  logic            start_i,       // a product begins
  input  logic            done_i,        // a block of it is in the SRAM: block_rows_i to row_last_i
  input  logic            resume_i,      // its next block begins
  input  logic            spill_i,       // the pass writes the block that is in the SRAM
  input  itg_pkg::cmd_t   cmd_i,
  input  itg_pkg::ctrl_t  ctrl_i,
  input  logic [DimW-1:0] block_rows_i,  // of the block
  input  logic [DimW-1:0] block_cols_i,
  input  logic            row_last_i,    // it is the last of its row of blocks
  input  logic [31:0]     next_row_i,    // where the row behind the last one written would begin
  output itg_pkg::ctrl_t  ctrl_o,        // of the pass
  output logic [DimW-1:0] rows_o,        // that it walks
  output logic [DimW-1:0] cols_o,
  output logic [31:0]     x_addr_o,      // of what it reads from memory
  output logic [31:0]     out_addr_o,    // of what it writes
  output logic [31:0]     row_bytes_o,   // of a written row, 0: all rows lie side by side;
  output logic [31:0]     pitch_o        // from a row to the next
);

  logic first_col_q;                // the block is the first of its row of blocks
  logic [31:0] addr_q, next_row_q;  // of the block, and of the next row of blocks
  logic [31:0] next_row;
  logic [DimW-1:0] block_rows_q, block_cols_q;
  logic row_last_q;

  assign next_row = first_col_q ? next_row_i : next_row_q;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || done_i || resume_i),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    if (done_i) begin
      block_rows_q <= block_rows_i;
      block_cols_q <= block_cols_i;
      row_last_q   <= row_last_i;
    end
    if (resume_i) begin
      first_col_q <= row_last_q;
      addr_q      <= row_last_q ? next_row : addr_q + {6'd0, block_cols_q, 2'b00};
      next_row_q  <= next_row;
    end
    if (start_i) begin
      first_col_q <= 1'b1;
      addr_q      <= cmd_i.spill_addr;
    end
  end

  always_comb begin
    ctrl_o      = ctrl_i;
    rows_o      = cmd_i.rows[DimW-1:0];
    cols_o      = cmd_i.cols[DimW-1:0];
    x_addr_o    = cmd_i.a_addr;
    out_addr_o  = cmd_i.out_addr;
    row_bytes_o = '0;
    pitch_o     = '0;
    if (spill_i) begin
      ctrl_o          = '0;
      ctrl_o.product  = 1'b1;
      ctrl_o.out_size = 2'd2;
      rows_o          = block_rows_q;
      cols_o          = block_cols_q;
      out_addr_o      = addr_q;
      row_bytes_o     = {6'd0, block_cols_q, 2'b00};
      pitch_o         = {cmd_i.cols[29:0], 2'b00};
    end else if (ctrl_i.product && cmd_i.spill_addr != '0) begin
      ctrl_o.product  = 1'b0;
      ctrl_o.x_memory = 1'b1;
      ctrl_o.x_size   = 2'd2;
      x_addr_o        = cmd_i.spill_addr;
    end
  end

endmodule
