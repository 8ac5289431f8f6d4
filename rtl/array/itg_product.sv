// SPDX-License-Identifier: Apache-2.0
//
// The product engine: operands from memory through the scratchpads into the array, finished tiles
// into the accumulator SRAM, a block of the output at a time. Wiring, and the clocks of it.
// While no product runs, the second pass reads the accumulators through `acc_read_i`.

module itg_product #(
  parameter  int unsigned Rows         = 16,
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AW           = 8,
  parameter  int unsigned BW           = 8,
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  localparam int unsigned AccAddrW     = $clog2(AccDepth),
  localparam int unsigned DimW         = itg_pkg::DimW
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   start_i,
  input  logic                   resume_i,       // with the next block
  input  itg_pkg::cmd_t          cmd_i,          // held until the last done_o, as ctrl_i
  input  itg_pkg::ctrl_t         ctrl_i,
  output logic                   done_o,         // all sums of the block are in the SRAM
  output logic [DimW-1:0]        block_rows_o,   // of the block, from done_o to resume_i
  output logic [DimW-1:0]        block_cols_o,
  output logic                   row_last_o,     // it is the last of its row of blocks
  output logic                   block_last_o,   // and the last of all
  output logic                   req_valid_o,
  input  logic                   req_ready_i,
  output logic [31:0]            req_addr_o,
  input  logic                   rsp_valid_i,
  output logic                   rsp_ready_o,
  input  logic [8*BeatBytes-1:0] rsp_data_i,
  output logic                   sum_valid_o,    // a complete sum is being written
  output logic [Cols-1:0]        sum_lanes_o,    // lanes of it that hold an element
  output logic [Cols*AccW-1:0]   sum_o,
  input  logic                   acc_read_i,
  input  logic [AccAddrW-1:0]    acc_addr_i,
  output logic [Cols*AccW-1:0]   acc_rdata_o,    // one cycle after acc_read_i
  input  logic                   acc_write_i,    // see itg_accumulator
  input  logic [AccAddrW-1:0]    acc_waddr_i,
  input  logic [Cols*AccW-1:0]   acc_wdata_i,
  output logic                   array_active_o, // events of this cycle, for the counters
  output logic                   scratch_read_o,
  output logic                   scratch_write_o,
  output logic                   acc_read_o,
  output logic                   acc_write_o
);

  localparam int unsigned AddrW = $clog2(ScratchDepth);
  localparam int unsigned LaneW = $clog2(Lanes);
  localparam int unsigned RowCntW = $clog2(Rows + 1);
  localparam int unsigned ColCntW = $clog2(Cols + 1);

  // What reads operands moves from the start of a block until it is done; its scratchpads may be
  // written meanwhile with the next block.
  logic loaded, a_we, b_we, active_q, active, clk, scratch_clk;

  assign active = start_i || resume_i || active_q || loaded || !rst_ni;

  always_ff @(posedge clk_i) active_q <= rst_ni && (start_i || resume_i || (active_q && !done_o));

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(active),
    .clk_o(clk)
  );

  itg_clock_gate u_scratch_clock (
    .clk_i,
    .en_i(active || a_we || b_we),
    .clk_o(scratch_clk)
  );

  // Operands: memory to scratchpads
  logic consumed;
  logic [AddrW-1:0] wbase, wwrap;
  logic [LaneW-1:0] wcross, woffset;
  logic [8*BeatBytes-1:0] wdata;
  logic [BeatBytes-1:0] wstrb;

  itg_loader #(
    .BeatBytes(BeatBytes),
    .Lanes(Lanes),
    .Depth(ScratchDepth)
  ) u_loader (
    .clk_i,
    .rst_ni,
    .start_i,
    .cmd_i,
    .a_by_row_i(ctrl_i.a_by_row),
    .b_by_row_i(ctrl_i.b_by_row),
    .consumed_i(consumed),
    .loaded_o(loaded),
    .req_valid_o,
    .req_ready_i,
    .req_addr_o,
    .rsp_valid_i,
    .rsp_ready_o,
    .rsp_data_i,
    .a_we_o(a_we),
    .b_we_o(b_we),
    .wbase_o(wbase),
    .wwrap_o(wwrap),
    .wcross_o(wcross),
    .woffset_o(woffset),
    .wstrb_o(wstrb),
    .wdata_o(wdata)
  );

  // Scratchpads to array
  logic read, first, last, accumulate, final_chunk, tile_last;
  logic [AddrW-1:0] a_base, a_wrap, b_base, b_wrap;
  logic [LaneW-1:0] a_cross, a_offset, b_cross, b_offset;
  logic [RowCntW-1:0] tile_rows;
  logic [ColCntW-1:0] tile_cols;
  logic [AccAddrW-1:0] tile_addr;
  logic [Rows*AW-1:0] a;
  logic [Cols*BW-1:0] b;

  itg_feeder #(
    .Rows(Rows),
    .Cols(Cols),
    .Lanes(Lanes),
    .Depth(ScratchDepth),
    .AccDepth(AccDepth)
  ) u_feeder (
    .clk_i(clk),
    .rst_ni,
    .start_i,
    .resume_i,
    .cmd_i,
    .a_by_row_i(ctrl_i.a_by_row),
    .b_by_row_i(ctrl_i.b_by_row),
    .loaded_i(loaded),
    .consumed_o(consumed),
    .read_o(read),
    .a_base_o(a_base),
    .a_wrap_o(a_wrap),
    .a_cross_o(a_cross),
    .a_offset_o(a_offset),
    .b_base_o(b_base),
    .b_wrap_o(b_wrap),
    .b_cross_o(b_cross),
    .b_offset_o(b_offset),
    .first_o(first),
    .last_o(last),
    .tile_rows_o(tile_rows),
    .tile_cols_o(tile_cols),
    .tile_addr_o(tile_addr),
    .accumulate_o(accumulate),
    .final_o(final_chunk),
    .tile_last_o(tile_last),
    .block_rows_o,
    .block_cols_o,
    .row_last_o,
    .block_last_o
  );

  itg_scratchpad #(
    .Lanes(Lanes),
    .ElemW(AW),
    .Depth(ScratchDepth),
    .ReadLanes(Rows),
    .BeatBytes(BeatBytes)
  ) u_a_scratchpad (
    .clk_i(scratch_clk),
    .re_i(read),
    .rcolumn_i(!ctrl_i.a_by_row),
    .rbase_i(a_base),
    .rwrap_i(a_wrap),
    .rcross_i(a_cross),
    .roffset_i(a_offset),
    .rdata_o(a),
    .we_i(a_we),
    .wbase_i(wbase),
    .wwrap_i(wwrap),
    .wcross_i(wcross),
    .woffset_i(woffset),
    .wstrb_i(wstrb),
    .wdata_i(wdata)
  );

  itg_scratchpad #(
    .Lanes(Lanes),
    .ElemW(BW),
    .Depth(ScratchDepth),
    .ReadLanes(Cols),
    .BeatBytes(BeatBytes)
  ) u_b_scratchpad (
    .clk_i(scratch_clk),
    .re_i(read),
    .rcolumn_i(!ctrl_i.b_by_row),
    .rbase_i(b_base),
    .rwrap_i(b_wrap),
    .rcross_i(b_cross),
    .roffset_i(b_offset),
    .rdata_o(b),
    .we_i(b_we),
    .wbase_i(wbase),
    .wwrap_i(wwrap),
    .wcross_i(wcross),
    .woffset_i(woffset),
    .wstrb_i(wstrb),
    .wdata_i(wdata)
  );

  // Array to accumulator SRAM
  logic row_valid, row_accumulate, range_valid;
  logic [AccAddrW-1:0] row_addr;
  logic [Cols*AccW-1:0] row_data;

  itg_tiles #(
    .Rows(Rows),
    .Cols(Cols),
    .AW(AW),
    .BW(BW),
    .AccW(AccW),
    .AccDepth(AccDepth)
  ) u_tiles (
    .clk_i(clk),
    .rst_ni,
    .read_i(read),
    .first_i(first),
    .last_i(last),
    .a_i(a),
    .b_i(b),
    .tile_rows_i(tile_rows),
    .tile_cols_i(tile_cols),
    .tile_addr_i(tile_addr),
    .accumulate_i(accumulate),
    .final_i(final_chunk),
    .tile_last_i(tile_last),
    .pitch_i(AccAddrW'(cmd_i.col_words)),
    .active_o(array_active_o),
    .row_valid_o(row_valid),
    .row_addr_o(row_addr),
    .row_accumulate_o(row_accumulate),
    .row_o(row_data),
    .range_valid_o(range_valid),
    .range_lanes_o(sum_lanes_o),
    .done_o
  );

  logic sum_written;

  itg_accumulator #(
    .Cols(Cols),
    .AccW(AccW),
    .Depth(AccDepth)
  ) u_accumulator (
    .clk_i,
    .rst_ni,
    .read_i(acc_read_o),
    .update_i(row_valid),
    .accumulate_i(row_accumulate),
    .addr_i(row_valid ? row_addr : acc_addr_i),
    .row_i(row_data),
    .write_i(acc_write_i),
    .waddr_i(acc_waddr_i),
    .wdata_i(acc_wdata_i),
    .sum_valid_o(sum_written),
    .sum_o,
    .rdata_o(acc_rdata_o)
  );

  assign sum_valid_o     = sum_written && range_valid;
  assign scratch_read_o  = read;
  assign scratch_write_o = a_we || b_we;
  assign acc_read_o      = acc_read_i || (row_valid && row_accumulate);
  assign acc_write_o     = row_valid || acc_write_i;

endmodule
