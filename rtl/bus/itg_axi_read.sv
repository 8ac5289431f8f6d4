// SPDX-License-Identifier: Apache-2.0
//
// Reads over AXI4: requests for single beats become INCR bursts, as long as each asks for the beat
// behind the one before, for the same requester, within 4 KiB. A burst is sent when the next
// request does not continue it or none comes. Answers return in order. Every output to the bus
// comes from registers. Latency: two cycles to the address, one from the data.
// `stop_i`: takes no more requests, and drops what is still answered; `idle_o` when all was.

module itg_axi_read #(
  parameter int unsigned BeatBytes  = 16,
  parameter int unsigned BurstBeats = 16,  // most beats of a burst
  parameter int unsigned ReadBursts = 64,  // most bursts in flight
  parameter int unsigned IdW        = 2
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  input  logic                   stop_i,
  output logic                   idle_o,
  output logic                   error_o,       // one cycle: a beat came with an error
  output logic [31:0]            error_addr_o,  // of its burst
  output logic [IdW-1:0]         waiting_id_o,  // requester of the oldest burst in flight
  input  logic                   req_valid_i,
  output logic                   req_ready_o,
  input  logic [31:0]            req_addr_i,    // multiple of BeatBytes
  input  logic [IdW-1:0]         req_id_i,
  output logic                   rsp_valid_o,
  input  logic                   rsp_ready_i,
  output logic [IdW-1:0]         rsp_id_o,
  output logic [8*BeatBytes-1:0] rsp_data_o,
  output logic                   arvalid_o,
  input  logic                   arready_i,
  output logic [31:0]            araddr_o,
  output logic [7:0]             arlen_o,
  input  logic                   rvalid_i,
  output logic                   rready_o,
  input  logic [8*BeatBytes-1:0] rdata_i,
  input  logic [1:0]             rresp_i,
  input  logic                   rlast_i
);

  // The burst that may still grow
  logic open_q, grows, issue, in_flight, in_flight_ready;
  logic [31:0] addr_q, next_q;
  logic [7:0] len_q;
  logic [IdW-1:0] id_q;

  assign grows       = open_q && req_valid_i && !stop_i && req_addr_i == next_q &&
                       req_id_i == id_q && len_q != 8'(BurstBeats - 1) && next_q[11:0] != '0;
  assign issue       = open_q && !grows && (!arvalid_o || arready_i) && in_flight_ready;
  assign req_ready_o = !stop_i && (!open_q || grows || issue);

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(req_valid_i || !idle_o || arvalid_o || rvalid_i || error_o || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    if (arready_i) arvalid_o <= 1'b0;
    if (issue) begin
      arvalid_o <= 1'b1;
      araddr_o  <= addr_q;
      arlen_o   <= len_q;
      open_q    <= 1'b0;
    end
    if (req_valid_i && req_ready_o) begin
      open_q <= 1'b1;
      next_q <= req_addr_i + 32'(BeatBytes);
      len_q  <= grows ? len_q + 1'b1 : '0;
      if (!grows) begin
        addr_q <= req_addr_i;
        id_q   <= req_id_i;
      end
    end
    if (!rst_ni) begin
      open_q    <= 1'b0;
      arvalid_o <= 1'b0;
    end
  end

  // Bursts in flight, oldest first, and the beats that came of it
  logic [31:0] burst_addr;
  logic [7:0] burst_len, got_q;
  logic beat, burst_last;

  itg_fifo #(
    .Width(40 + IdW),
    .Depth(ReadBursts)
  ) u_bursts (
    .clk_i(clk),
    .rst_ni,
    .valid_i(issue),
    .ready_o(in_flight_ready),
    .data_i({addr_q, len_q, id_q}),
    .valid_o(in_flight),
    .ready_i(beat && burst_last),
    .data_o({burst_addr, burst_len, waiting_id_o})
  );

  assign beat       = rvalid_i && rready_o;
  assign burst_last = got_q == burst_len;

  always_ff @(posedge clk) begin
    error_o <= 1'b0;
    if (beat) begin
      got_q        <= burst_last ? '0 : got_q + 1'b1;
      error_o      <= rresp_i[1];
      error_addr_o <= burst_addr;
    end
    if (!rst_ni) begin
      got_q   <= '0;
      error_o <= 1'b0;
    end
  end

  logic held;

  itg_fifo #(
    .Width(IdW + 8 * BeatBytes),
    .Depth(2)
  ) u_beats (
    .clk_i(clk),
    .rst_ni,
    .valid_i(rvalid_i),
    .ready_o(rready_o),
    .data_i({waiting_id_o, rdata_i}),
    .valid_o(held),
    .ready_i(rsp_ready_i || stop_i),
    .data_o({rsp_id_o, rsp_data_o})
  );

  assign rsp_valid_o = held && !stop_i;
  assign idle_o      = !open_q && !in_flight && !held;

`ifndef SYNTHESIS
  AddressStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   arvalid_o && !arready_i |=> arvalid_o && $stable(araddr_o) && $stable(arlen_o))
  else $error("itg_axi_read: the address of a read moved while stalled");

  BurstWithinFourKiB_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   arvalid_o |-> 32'(araddr_o[11:0]) + BeatBytes * (32'(arlen_o) + 1) <= 4096)
  else $error("itg_axi_read: a burst from 0x%0h crosses 4 KiB", araddr_o);

  BurstNotTooLong_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) arvalid_o |-> 32'(arlen_o) < BurstBeats)
  else $error("itg_axi_read: a burst of %0d beats", 32'(arlen_o) + 1);

  AddressIsAligned_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   arvalid_o |-> araddr_o % BeatBytes == 0)
  else $error("itg_axi_read: read of 0x%0h is not aligned", araddr_o);

  DataStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   rvalid_i && !rready_o |=> rvalid_i && $stable(rdata_i) && $stable(rlast_i))
  else $error("itg_axi_read: the memory moved its data while stalled");

  DataWasAskedFor_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni) rvalid_i |-> in_flight)
  else $error("itg_axi_read: the memory sent data that nobody had asked for");

  LastBeatIsMarked_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   rvalid_i && in_flight |-> rlast_i == burst_last)
  else $error("itg_axi_read: the memory marks beat %0d of %0d as last: %0d", 32'(got_q) + 1,
              32'(burst_len) + 1, rlast_i);
`endif

  if (BurstBeats < 1 || BurstBeats > 256) begin : gen_illegal_burst
    $error("itg_axi_read: need BurstBeats (%0d) in 1..256", BurstBeats);
  end

endmodule
