// SPDX-License-Identifier: Apache-2.0
//
// What the second pass writes to memory: elements, the mask of a ReLU, and `extra`, winners or
// master weights, each a stream from its address on.

module itg_pass_outputs #(
  parameter  int unsigned Cols       = 16,
  parameter  int unsigned BeatBytes  = 16,
  parameter  int unsigned ExtraBytes = 2,   // of an element of `extra`, at most
  localparam int unsigned CntW       = $clog2(Cols + 1),
  localparam int unsigned ExtraW     = $clog2(ExtraBytes * Cols + 1)
) (
  input  logic                         clk_i,
  input  logic                         rst_ni,
  input  logic                         start_i,
  input  itg_pkg::cmd_t                cmd_i,
  input  logic [31:0]                  out_addr_i,        // of the elements: see itg_stream_out
  input  logic [31:0]                  row_bytes_i,
  input  logic [31:0]                  pitch_i,
  output logic [31:0]                  next_row_o,
  input  logic                         elements_valid_i,
  output logic                         elements_ready_o,
  input  logic [CntW-1:0]              elements_size_i,   // bytes
  input  logic [8*Cols-1:0]            elements_i,
  input  logic                         mask_valid_i,
  output logic                         mask_ready_o,
  input  logic [CntW-1:0]              mask_size_i,       // bits
  input  logic [Cols-1:0]              mask_i,
  input  logic                         extra_valid_i,
  output logic                         extra_ready_o,
  input  logic [ExtraW-1:0]            extra_size_i,      // bytes
  input  logic [8*ExtraBytes*Cols-1:0] extra_i,
  input  logic                         flush_i,           // nothing follows: send what is left
  output logic                         flushed_o,
  output logic [2:0]                   wr_valid_o,        // writers: 0 elements, 1 mask, 2 extra
  input  logic [2:0]                   wr_ready_i,
  output logic [95:0]                  wr_addr_o,
  output logic [24*BeatBytes-1:0]      wr_data_o,
  output logic [3*BeatBytes-1:0]       wr_strb_o
);

  logic elements_empty, mask_empty, extra_empty;

  assign flushed_o = elements_empty && mask_empty && extra_empty;

  itg_stream_out #(
    .PieceUnits(Cols),
    .BeatBytes(BeatBytes)
  ) u_elements_out (
    .clk_i,
    .rst_ni,
    .start_i,
    .addr_i(out_addr_i),
    .row_bytes_i,
    .pitch_i,
    .next_row_o,
    .valid_i(elements_valid_i),
    .ready_o(elements_ready_o),
    .size_i(elements_size_i),
    .data_i(elements_i),
    .flush_i,
    .empty_o(elements_empty),
    .wr_valid_o(wr_valid_o[0]),
    .wr_ready_i(wr_ready_i[0]),
    .wr_addr_o(wr_addr_o[31:0]),
    .wr_data_o(wr_data_o[8*BeatBytes-1:0]),
    .wr_strb_o(wr_strb_o[BeatBytes-1:0])
  );

  itg_stream_out #(
    .PieceUnits(Cols),
    .UnitBits(1),
    .BeatBytes(BeatBytes)
  ) u_mask_out (
    .clk_i,
    .rst_ni,
    .start_i,
    .addr_i(cmd_i.y_addr),
    .row_bytes_i('0),
    .pitch_i('0),
    .next_row_o(),
    .valid_i(mask_valid_i),
    .ready_o(mask_ready_o),
    .size_i(mask_size_i),
    .data_i(mask_i),
    .flush_i,
    .empty_o(mask_empty),
    .wr_valid_o(wr_valid_o[1]),
    .wr_ready_i(wr_ready_i[1]),
    .wr_addr_o(wr_addr_o[63:32]),
    .wr_data_o(wr_data_o[16*BeatBytes-1:8*BeatBytes]),
    .wr_strb_o(wr_strb_o[2*BeatBytes-1:BeatBytes])
  );

  itg_stream_out #(
    .PieceUnits(ExtraBytes * Cols),
    .BeatBytes(BeatBytes)
  ) u_extra_out (
    .clk_i,
    .rst_ni,
    .start_i,
    .addr_i(cmd_i.z_addr),
    .row_bytes_i('0),
    .pitch_i('0),
    .next_row_o(),
    .valid_i(extra_valid_i),
    .ready_o(extra_ready_o),
    .size_i(extra_size_i),
    .data_i(extra_i),
    .flush_i,
    .empty_o(extra_empty),
    .wr_valid_o(wr_valid_o[2]),
    .wr_ready_i(wr_ready_i[2]),
    .wr_addr_o(wr_addr_o[95:64]),
    .wr_data_o(wr_data_o[24*BeatBytes-1:16*BeatBytes]),
    .wr_strb_o(wr_strb_o[3*BeatBytes-1:2*BeatBytes])
  );

endmodule
