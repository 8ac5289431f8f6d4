// SPDX-License-Identifier: Apache-2.0
//
// Two rows of up to MaxLength elements: one is filled while the other is read, and a row can be
// read when it is complete. With the row's last element comes a tag, a number known only then (the
// row's sum, say), which is read beside every element of the row.
// An element a cycle on both sides; latency: the row and one cycle.

module itg_row_buffer #(
  parameter  int unsigned W         = 13,
  parameter  int unsigned TagW      = 13,
  parameter  int unsigned MaxLength = 1024,  // power of two
  localparam int unsigned IdxW      = $clog2(MaxLength),
  localparam int unsigned CntW      = $clog2(MaxLength + 1)
) (
  input  logic            clk_i,
  input  logic            rst_ni,
  input  logic [CntW-1:0] length_i,    // of all rows, 1..MaxLength; held while there are any
  input  logic            valid_i,
  output logic            ready_o,
  input  logic [W-1:0]    data_i,
  input  logic [TagW-1:0] tag_i,       // counts with the row's last element
  output logic            last_o,      // the element that comes next is the row's last
  output logic            valid_o,
  input  logic            ready_i,
  output logic [W-1:0]    data_o,
  output logic [TagW-1:0] tag_o,
  output logic [IdxW-1:0] index_o,     // of the element in its row
  output logic            row_last_o   // it is the row's last
);

  logic [IdxW-1:0] final_index, windex_q, rindex_q;
  logic wrow_q, rrow_q;
  logic [1:0] full_q;  // complete rows
  logic [TagW-1:0] tag0_q, tag1_q;
  logic write, fetch, rlast;

  assign final_index = IdxW'(length_i - 1'b1);
  assign ready_o     = full_q != 2'd2;
  assign write       = valid_i && ready_o;
  assign last_o      = windex_q == final_index;
  assign fetch       = full_q != '0 && (!valid_o || ready_i);
  assign rlast       = rindex_q == final_index;

  itg_sram #(
    .Width(W),
    .Depth(2 * MaxLength)
  ) u_rows (
    .clk_i,
    .re_i(fetch),
    .raddr_i({rrow_q, rindex_q}),
    .rdata_o(data_o),
    .we_i(write),
    .waddr_i({wrow_q, windex_q}),
    .wdata_i(data_i)
  );

  always_ff @(posedge clk_i) begin
    if (write) begin
      windex_q <= last_o ? '0 : windex_q + 1'b1;
      if (last_o) begin
        wrow_q <= !wrow_q;
        if (wrow_q) tag1_q <= tag_i;
        else tag0_q <= tag_i;
      end
    end
    if (fetch) begin
      rindex_q   <= rlast ? '0 : rindex_q + 1'b1;
      index_o    <= rindex_q;
      row_last_o <= rlast;
      if (rlast) rrow_q <= !rrow_q;
      if (rindex_q == '0) tag_o <= rrow_q ? tag1_q : tag0_q;
    end
    if (fetch || ready_i) valid_o <= fetch;
    if ((write && last_o) != (fetch && rlast)) begin
      full_q <= write && last_o ? full_q + 1'b1 : full_q - 1'b1;
    end
    if (!rst_ni) begin
      windex_q <= '0;
      rindex_q <= '0;
      wrow_q   <= 1'b0;
      rrow_q   <= 1'b0;
      full_q   <= '0;
      valid_o  <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  DataStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   valid_o && !ready_i |=> valid_o && $stable({data_o, tag_o, index_o}))
  else $error("itg_row_buffer: data moved while stalled");

  // No property: that would sample the descriptor, of which the length is a field, and Verilator
  // 5.006 samples vectors of so many words by a loop whose variable it forgets to declare.
  always_ff @(posedge clk_i) begin
    if (rst_ni && valid_i) begin
      LengthFits_A :
      assert (length_i != '0 && 32'(length_i) <= MaxLength)
      else $error("itg_row_buffer: rows of %0d elements, room for %0d", length_i, MaxLength);
    end
  end
`endif

  if (MaxLength < 2 || MaxLength != 1 << IdxW) begin : gen_illegal_length
    $error("itg_row_buffer: need MaxLength (%0d) to be a power of two >= 2", MaxLength);
  end

endmodule
