// SPDX-License-Identifier: Apache-2.0
//
// The order in which the beats of a product's operands are fetched, one beat per `step_i`:
//
//   for chunk of K: for operand in A, B: for row of the operand: for beat of the row
//
// An operand is a dense matrix in memory. If K runs along its columns, a chunk is a slice of every
// row, else it is a band of whole rows. Rows start at any byte; the bytes of a first or last beat
// that lie outside the row are masked by `strb_o`.
// Instantiated twice: requests walk ahead, and responses, which come back in order, walk after.

module itg_load_walk #(
  parameter  int unsigned BeatBytes = 16,
  parameter  int unsigned Lanes     = 16,
  parameter  int unsigned Depth     = 1024,   // words of a scratchpad, both halves
  localparam int unsigned AddrW     = $clog2(Depth),
  localparam int unsigned LaneW     = $clog2(Lanes),
  localparam int unsigned DimW      = itg_pkg::DimW
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 start_i,     // with cmd_i; the first beat is valid two cycles later
  input  itg_pkg::cmd_t        cmd_i,
  input  logic                 a_by_row_i,  // K runs down the rows of A
  input  logic                 b_by_row_i,
  input  logic                 step_i,
  output logic                 valid_o,
  output logic                 chunk_last_o,  // last beat of both operands of this chunk
  output logic [31:0]          addr_o,        // of the beat in memory, aligned
  output logic                 operand_o,     // 0: A, 1: B
  output logic [AddrW-1:0]     base_o,        // scratchpad word of the beat's first element,
  output logic [AddrW-1:0]     wrap_o,        // and the other fields of a scratchpad write
  output logic [LaneW-1:0]     cross_o,
  output logic [LaneW-1:0]     offset_o,
  output logic [BeatBytes-1:0] strb_o         // while step_i
);

  localparam int unsigned ByteW = $clog2(BeatBytes);
  localparam logic [AddrW-1:0] Half = AddrW'(Depth / 2);

  logic started_q, busy_q;
  logic [31:0] next_q[2];        // first byte of the operand's next chunk
  logic [31:0] row_addr_q;       // first byte of the current row's slice
  logic [DimW-1:0] k_left_q;     // of K, this chunk included
  logic [DimW-1:0] rows_left_q;  // this row included
  logic [DimW-1:0] length_q;     // bytes of a row's slice
  logic [AddrW-1:0] panel_rows_q;  // rows of a scratchpad panel
  logic [31:0] pitch_q;
  logic by_row_q, half_q, operand_q;
  logic signed [DimW:0] column_q;  // of the beat's first byte; negative in an unaligned first beat
  logic [AddrW-1:0] row_q, panel_q;

  // The step within a row, to the next row, and past the operand's last beat
  logic row_last, rows_last, operand_done, chunk_done, enters_panel;
  logic signed [DimW:0] next_column;
  logic [31:0] next_row_addr;

  always_comb begin
    next_column   = '0;
    next_row_addr = '0;
    row_last      = 1'b0;
    rows_last     = 1'b0;
    enters_panel  = 1'b0;
    if (busy_q) begin
      next_column   = column_q + (DimW + 1)'(BeatBytes);
      next_row_addr = row_addr_q + pitch_q;
      row_last      = next_column >= signed'({1'b0, length_q});
      rows_last     = row_last && rows_left_q == DimW'(1);
      enters_panel  = {1'b0, next_column[LaneW-1:0]} < (LaneW + 1)'(BeatBytes);
    end
  end

  assign operand_done = step_i && rows_last;
  assign chunk_done   = operand_done && operand_q;

  // Set-up of the next operand: in the cycle of the last beat of the one before, so that responses
  // may follow each other without a gap.
  logic set_up, set_up_operand, set_up_by_row;
  logic [DimW-1:0] chunk, chunk_size, set_up_k, lanes;
  logic [AddrW-1:0] panel_rows;
  logic [31:0] set_up_addr;

  assign chunk_size = cmd_i.chunk[DimW-1:0];

  always_comb begin
    set_up         = started_q;
    set_up_operand = 1'b0;
    set_up_by_row  = 1'b0;
    set_up_k       = k_left_q;
    chunk          = '0;
    lanes          = '0;
    panel_rows     = '0;
    set_up_addr    = '0;
    if (started_q || operand_done) begin
      set_up_operand = !started_q && !operand_q;
      if (chunk_done) set_up_k = k_left_q < chunk_size ? '0 : k_left_q - chunk_size;
      set_up        = set_up_k != '0;
      chunk         = set_up_k < chunk_size ? set_up_k : chunk_size;
      set_up_by_row = set_up_operand ? b_by_row_i : a_by_row_i;
      lanes         = set_up_operand ? cmd_i.cols[DimW-1:0] : cmd_i.rows[DimW-1:0];
      panel_rows    = set_up_by_row ? AddrW'(chunk_size) : AddrW'(lanes);
      set_up_addr   = next_q[set_up_operand];
    end
  end

  always_ff @(posedge clk_i) begin
    started_q <= start_i;
    if (busy_q && step_i) begin
      if (!row_last) begin
        column_q <= next_column;
        if (enters_panel) panel_q <= panel_q + panel_rows_q;
      end else begin
        row_addr_q  <= next_row_addr;
        rows_left_q <= rows_left_q - 1'b1;
        column_q    <= -signed'((DimW + 1)'(next_row_addr[ByteW-1:0]));
        row_q       <= row_q + 1'b1;
        panel_q     <= next_row_addr[ByteW-1:0] == '0 ? '0 : -panel_rows_q;
      end
    end
    if (operand_done) begin
      busy_q            <= 1'b0;
      next_q[operand_q] <= by_row_q ? next_row_addr : next_q[operand_q] + cmd_i.chunk;
    end
    if (chunk_done) begin
      half_q   <= !half_q;
      k_left_q <= set_up_k;
    end
    if (set_up) begin
      busy_q       <= 1'b1;
      operand_q    <= set_up_operand;
      by_row_q     <= set_up_by_row;
      pitch_q      <= set_up_by_row ? 32'(lanes) : cmd_i.depth;
      length_q     <= set_up_by_row ? lanes : chunk;
      rows_left_q  <= set_up_by_row ? chunk : lanes;
      panel_rows_q <= panel_rows;
      row_addr_q   <= set_up_addr;
      column_q     <= -signed'((DimW + 1)'(set_up_addr[ByteW-1:0]));
      row_q        <= '0;
      panel_q      <= set_up_addr[ByteW-1:0] == '0 ? '0 : -panel_rows;
    end
    if (start_i) begin
      next_q[0] <= cmd_i.a_addr;
      next_q[1] <= cmd_i.b_addr;
      k_left_q  <= cmd_i.depth[DimW-1:0];
      half_q    <= 1'b0;
    end
    if (!rst_ni) begin
      started_q <= 1'b0;
      busy_q    <= 1'b0;
    end
  end

  assign valid_o      = busy_q;
  assign chunk_last_o = rows_last && operand_q;
  assign addr_o       = row_addr_q + 32'(signed'(column_q));
  assign operand_o    = operand_q;
  assign base_o       = (half_q ? Half : '0) + panel_q + row_q;
  assign wrap_o       = panel_rows_q;
  assign cross_o      = row_q[LaneW-1:0];
  assign offset_o     = column_q[LaneW-1:0];

  // The beat's bytes before column 0 and from `length` on do not belong to the row.
  logic [ByteW-1:0] ahead;
  logic signed [DimW:0] left;

  always_comb begin
    ahead  = '0;
    left   = '0;
    strb_o = '0;
    if (step_i) begin
      if (column_q < 0) ahead = -column_q[ByteW-1:0];
      left   = signed'({1'b0, length_q}) - column_q;
      strb_o = '1 << ahead;
      if (left < (DimW + 1)'(BeatBytes)) strb_o = strb_o & ~('1 << left[ByteW-1:0]);
    end
  end

  if (BeatBytes < 4 || (1 << ByteW) != BeatBytes) begin : gen_illegal_beat
    $error("itg_load_walk: BeatBytes (%0d) must be a power of two >= 4", BeatBytes);
  end

`ifndef SYNTHESIS
  StepsOnlyOnBeats_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) step_i |-> valid_o)
  else $error("itg_load_walk: a step without a beat");
`endif

endmodule
