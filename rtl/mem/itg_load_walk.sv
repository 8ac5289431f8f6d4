// SPDX-License-Identifier: Apache-2.0
//
// The order in which the beats of a product's operands are fetched, one beat per `step_i`:
//
//   for block: for chunk of K: for operand in A, B: for line: for run of the line: for its beats
//
// In a scratchpad a chunk of an operand is a dense matrix: a row for each line, its bytes side by
// side. A run starts at any byte of memory and at any column of the row; the bytes of its first or
// last beat that do not belong to it are masked by `strb_o`. The beats of a run outside the window
// (`zero_o`) are not in memory; it starts at the first byte of its first beat.
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
  input  logic                 start_i,     // with cmd_i, held from then on
  input  itg_pkg::cmd_t        cmd_i,
  input  logic                 a_by_row_i,  // K runs along the lines of A
  input  logic                 b_by_row_i,
  input  logic                 step_i,
  input  logic                 skip_i,        // instead: to the next run
  output logic                 valid_o,
  output logic                 zero_o,
  output logic                 chunk_done_o,  // with the step past both operands of a chunk
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

  // Runs of both operands
  logic [1:0] free, start, line_first, line_again, byte_first, byte_again;
  logic [1:0] run_valid, run_take, run_zero, run_line_last, run_last;
  logic [2*DimW-1:0] lines, bytes, run_bytes;
  logic [63:0] run_addr;

  logic take, clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(start_i || start != '0 || step_i || skip_i || take || !rst_ni),
    .clk_o(clk)
  );

  itg_load_sweeps u_sweeps (
    .clk_i(clk),
    .rst_ni,
    .start_i,
    .cmd_i,
    .a_by_row_i,
    .b_by_row_i,
    .a_free_i(free[0]),
    .b_free_i(free[1]),
    .a_start_o(start[0]),
    .a_line_first_o(line_first[0]),
    .a_line_again_o(line_again[0]),
    .a_byte_first_o(byte_first[0]),
    .a_byte_again_o(byte_again[0]),
    .a_lines_o(lines[DimW-1:0]),
    .a_bytes_o(bytes[DimW-1:0]),
    .b_start_o(start[1]),
    .b_line_first_o(line_first[1]),
    .b_line_again_o(line_again[1]),
    .b_byte_first_o(byte_first[1]),
    .b_byte_again_o(byte_again[1]),
    .b_lines_o(lines[2*DimW-1:DimW]),
    .b_bytes_o(bytes[2*DimW-1:DimW])
  );

  for (genvar i = 0; i < 2; i++) begin : gen_nest
    itg_nest u_nest (
      .clk_i,
      .rst_ni,
      .nest_i(i == 0 ? cmd_i.a : cmd_i.b),
      .addr_i(i == 0 ? cmd_i.a_addr : cmd_i.b_addr),
      .windowed_i(cmd_i.windowed[i]),
      .window_i(cmd_i.window),
      .ready_o(free[i]),
      .start_i(start[i]),
      .line_first_i(line_first[i]),
      .line_again_i(line_again[i]),
      .byte_first_i(byte_first[i]),
      .byte_again_i(byte_again[i]),
      .lines_i(lines[DimW*i+:DimW]),
      .bytes_i(bytes[DimW*i+:DimW]),
      .valid_o(run_valid[i]),
      .take_i(run_take[i]),
      .addr_o(run_addr[32*i+:32]),
      .bytes_o(run_bytes[DimW*i+:DimW]),
      .zero_o(run_zero[i]),
      .line_last_o(run_line_last[i]),
      .last_o(run_last[i])
    );
  end

  // The beat: where it lies in memory and in the scratchpad. `left` counts from its first byte to
  // the end of the run, `ahead` are the bytes before the run. Between two runs the offset, panel
  // and row are those of the byte that comes next.
  logic valid_q, zero_q, operand_q, line_last_q, last_q, next_operand_q, half_q;
  logic [31:0] addr_q;
  logic [DimW:0] left_q;
  logic [ByteW-1:0] ahead_q;
  logic [LaneW-1:0] offset_q;
  logic [AddrW-1:0] panel_q, row_q, panel_rows;

  logic beat_last, run_done, chunk_done;
  logic [LaneW:0] next_offset;
  logic [AddrW-1:0] next_panel, next_row;

  assign panel_rows = operand_q ? (b_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(cmd_i.block_cols))
                                : (a_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(cmd_i.block_rows));

  assign beat_last  = left_q <= (DimW + 1)'(BeatBytes);
  assign run_done   = skip_i || (step_i && beat_last);
  assign chunk_done = run_done && last_q && operand_q;

  // Past the beat, or past the run
  always_comb begin
    next_offset = {1'b0, offset_q};
    next_panel  = panel_q;
    next_row    = row_q;
    if (step_i) begin
      next_offset = {1'b0, offset_q} +
                    (beat_last ? (LaneW + 1)'(left_q) : (LaneW + 1)'(BeatBytes));
      if (next_offset[LaneW]) next_panel = panel_q + panel_rows;
    end
    if (run_done && line_last_q) begin
      next_offset = '0;
      next_panel  = '0;
      next_row    = last_q ? '0 : row_q + 1'b1;
    end
  end

  // Onto the next run
  logic [ByteW-1:0] ahead;
  logic [31:0] addr;
  logic [DimW-1:0] size;
  logic [LaneW:0] start_offset;
  logic [AddrW-1:0] start_panel, next_panel_rows;

  assign take     = (!valid_q || run_done) && run_valid[next_operand_q];
  assign run_take = {take && next_operand_q, take && !next_operand_q};
  assign next_panel_rows =
      next_operand_q ? (b_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(cmd_i.block_cols))
                     : (a_by_row_i ? AddrW'(cmd_i.chunk) : AddrW'(cmd_i.block_rows));

  always_comb begin
    ahead        = '0;
    addr         = '0;
    size         = '0;
    start_offset = '0;
    start_panel  = '0;
    if (take) begin
      addr = next_operand_q ? run_addr[63:32] : run_addr[31:0];
      size = next_operand_q ? run_bytes[2*DimW-1:DimW] : run_bytes[DimW-1:0];
      if (!run_zero[next_operand_q]) ahead = addr[ByteW-1:0];
      start_offset = {1'b0, next_offset[LaneW-1:0]} - (LaneW + 1)'(ahead);
      start_panel  = next_panel - (start_offset[LaneW] ? next_panel_rows : '0);
    end
  end

  always_ff @(posedge clk) begin
    if (step_i || run_done) begin
      offset_q <= next_offset[LaneW-1:0];
      panel_q  <= next_panel;
      row_q    <= next_row;
      addr_q   <= addr_q + 32'(BeatBytes);
      left_q   <= left_q - (DimW + 1)'(BeatBytes);
      ahead_q  <= '0;
    end
    if (run_done) valid_q <= 1'b0;
    if (chunk_done) half_q <= !half_q;
    if (take) begin
      valid_q     <= 1'b1;
      operand_q   <= next_operand_q;
      zero_q      <= run_zero[next_operand_q];
      line_last_q <= run_line_last[next_operand_q];
      last_q      <= run_last[next_operand_q];
      addr_q      <= {addr[31:ByteW], ByteW'(0)};
      left_q      <= {1'b0, size} + (DimW + 1)'(ahead);
      ahead_q     <= ahead;
      offset_q    <= start_offset[LaneW-1:0];
      panel_q     <= start_panel;
      if (run_last[next_operand_q]) next_operand_q <= !next_operand_q;
    end
    if (!rst_ni || start_i) begin
      valid_q        <= 1'b0;
      half_q         <= 1'b0;
      next_operand_q <= 1'b0;
      offset_q       <= '0;
      panel_q        <= '0;
      row_q          <= '0;
    end
  end

  assign valid_o      = valid_q;
  assign zero_o       = zero_q;
  assign chunk_done_o = chunk_done;
  assign addr_o       = addr_q;
  assign operand_o    = operand_q;
  assign base_o       = (half_q ? Half : '0) + panel_q + row_q;
  assign wrap_o       = panel_rows;
  assign cross_o      = row_q[LaneW-1:0];
  assign offset_o     = offset_q;

  always_comb begin
    strb_o = '0;
    if (step_i) begin
      strb_o = '1 << ahead_q;
      if (beat_last) strb_o = strb_o & ~({BeatBytes{1'b1}} << left_q[ByteW:0]);
    end
  end

  if (BeatBytes < 4 || (1 << ByteW) != BeatBytes) begin : gen_illegal_beat
    $error("itg_load_walk: BeatBytes (%0d) must be a power of two >= 4", BeatBytes);
  end

`ifndef SYNTHESIS
  StepsOnlyOnBeats_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) step_i || skip_i |-> valid_o)
  else $error("itg_load_walk: a step without a beat");
`endif

endmodule
