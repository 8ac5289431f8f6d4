// SPDX-License-Identifier: Apache-2.0
//
// Writes over AXI4: single beats become INCR bursts, as long as each goes behind the one before,
// within 4 KiB. A burst ends when the next beat does not continue it or none comes: then its
// address is sent; its beats leave before, each when it is known whether another follows. Every
// output to the bus comes from registers. Latency: two cycles.
// `idle_o`: the memory has confirmed every write, so a read will see it.
// `stop_i`: takes no more beats; those it has are still sent.

module itg_axi_write #(
  parameter int unsigned BeatBytes   = 16,
  parameter int unsigned BurstBeats  = 16,  // most beats of a burst
  parameter int unsigned WriteBursts = 32   // most bursts in flight
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   stop_i,
  output logic                   idle_o,
  output logic                   error_o,       // one cycle: a burst was confirmed with an error
  output logic [31:0]            error_addr_o,
  output logic                   waiting_o,     // a burst is to be confirmed
  input  logic                   wr_valid_i,
  output logic                   wr_ready_o,
  input  logic [31:0]            wr_addr_i,     // multiple of BeatBytes
  input  logic [8*BeatBytes-1:0] wr_data_i,
  input  logic [BeatBytes-1:0]   wr_strb_i,
  output logic                   awvalid_o,
  input  logic                   awready_i,
  output logic [31:0]            awaddr_o,
  output logic [7:0]             awlen_o,
  output logic                   wvalid_o,
  input  logic                   wready_i,
  output logic [8*BeatBytes-1:0] wdata_o,
  output logic [BeatBytes-1:0]   wstrb_o,
  output logic                   wlast_o,
  input  logic                   bvalid_i,
  output logic                   bready_o,
  input  logic [1:0]             bresp_i
);

  // The burst that may still grow, and its newest beat: whether it is the last is not yet known
  logic open_q, grows, issue, beat_ready, burst_ready;
  logic [31:0] addr_q, next_q;
  logic [7:0] len_q;
  logic [8*BeatBytes-1:0] data_q;
  logic [BeatBytes-1:0] strb_q;

  assign grows      = open_q && wr_valid_i && !stop_i && beat_ready && wr_addr_i == next_q &&
                      len_q != 8'(BurstBeats - 1) && next_q[11:0] != '0;
  assign issue      = open_q && !grows && (!awvalid_o || awready_i) && burst_ready && beat_ready;
  assign wr_ready_o = !stop_i && (!open_q || grows || issue);

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(wr_valid_i || !idle_o || awvalid_o || wvalid_o || bvalid_i || error_o || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    if (awready_i) awvalid_o <= 1'b0;
    if (issue) begin
      awvalid_o <= 1'b1;
      awaddr_o  <= addr_q;
      awlen_o   <= len_q;
      open_q    <= 1'b0;
    end
    if (wr_valid_i && wr_ready_o) begin
      open_q <= 1'b1;
      data_q <= wr_data_i;
      strb_q <= wr_strb_i;
      next_q <= wr_addr_i + 32'(BeatBytes);
      len_q  <= grows ? len_q + 1'b1 : '0;
      if (!grows) addr_q <= wr_addr_i;
    end
    if (!rst_ni) begin
      open_q    <= 1'b0;
      awvalid_o <= 1'b0;
    end
  end

  // Room for a whole burst, should the memory want its address first
  itg_fifo #(
    .Width(1 + 9 * BeatBytes),
    .Depth(BurstBeats > 1 ? BurstBeats : 2)
  ) u_beats (
    .clk_i(clk),
    .rst_ni,
    .valid_i(grows || issue),
    .ready_o(beat_ready),
    .data_i({issue, strb_q, data_q}),
    .valid_o(wvalid_o),
    .ready_i(wready_i),
    .data_o({wlast_o, wstrb_o, wdata_o})
  );

  // Bursts that are not confirmed, oldest first
  logic [31:0] oldest_addr;

  itg_fifo #(
    .Width(32),
    .Depth(WriteBursts)
  ) u_unconfirmed (
    .clk_i(clk),
    .rst_ni,
    .valid_i(issue),
    .ready_o(burst_ready),
    .data_i(addr_q),
    .valid_o(waiting_o),
    .ready_i(bvalid_i),
    .data_o(oldest_addr)
  );

  assign bready_o = 1'b1;
  assign idle_o   = !open_q && !waiting_o;

  always_ff @(posedge clk) begin
    error_o <= bvalid_i && bresp_i[1] && rst_ni;
    if (bvalid_i) error_addr_o <= oldest_addr;
  end

`ifndef SYNTHESIS
  AddressStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   awvalid_o && !awready_i |=> awvalid_o && $stable(awaddr_o) && $stable(awlen_o))
  else $error("itg_axi_write: the address of a write moved while stalled");

  BurstWithinFourKiB_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   awvalid_o |-> 32'(awaddr_o[11:0]) + BeatBytes * (32'(awlen_o) + 1) <= 4096)
  else $error("itg_axi_write: a burst from 0x%0h crosses 4 KiB", awaddr_o);

  BurstNotTooLong_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) awvalid_o |-> 32'(awlen_o) < BurstBeats)
  else $error("itg_axi_write: a burst of %0d beats", 32'(awlen_o) + 1);

  AddressIsAligned_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   awvalid_o |-> awaddr_o % BeatBytes == 0)
  else $error("itg_axi_write: write of 0x%0h is not aligned", awaddr_o);

  DataStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   wvalid_o && !wready_i |=> wvalid_o && $stable(wdata_o) && $stable(wstrb_o) &&
                   $stable(wlast_o))
  else $error("itg_axi_write: write data moved while stalled");

  ConfirmedWasSent_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) bvalid_i |-> waiting_o)
  else $error("itg_axi_write: the memory confirmed a write that was not sent");
`endif

  if (BurstBeats < 1 || BurstBeats > 256) begin : gen_illegal_burst
    $error("itg_axi_write: need BurstBeats (%0d) in 1..256", BurstBeats);
  end

endmodule
