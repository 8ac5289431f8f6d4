// SPDX-License-Identifier: Apache-2.0
//
// First-in first-out queue, any depth, ready/valid on both sides. Both handshakes depend on
// registers alone, so a queue also cuts the path of a `ready`. Latency: one cycle.

module itg_fifo #(
  parameter  int unsigned Width = 8,
  parameter  int unsigned Depth = 2,
  localparam int unsigned CntW  = $clog2(Depth + 1)
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             valid_i,
  output logic             ready_o,
  input  logic [Width-1:0] data_i,
  output logic             valid_o,
  input  logic             ready_i,
  output logic [Width-1:0] data_o
);

  localparam int unsigned PtrW = Depth > 1 ? $clog2(Depth) : 1;
  localparam logic [PtrW-1:0] Last = PtrW'(Depth - 1);

  logic [Width-1:0] mem_q[Depth];
  logic [PtrW-1:0] rptr_q, wptr_q;
  logic [CntW-1:0] count_q;
  logic push, pop;

  assign ready_o = count_q != CntW'(Depth);
  assign valid_o = count_q != '0;
  assign data_o  = mem_q[rptr_q];
  assign push    = valid_i && ready_o;
  assign pop     = valid_o && ready_i;

  always_ff @(posedge clk_i) begin
    if (push) begin
      mem_q[wptr_q] <= data_i;
      wptr_q        <= wptr_q == Last ? '0 : wptr_q + 1'b1;
    end
    if (pop) rptr_q <= rptr_q == Last ? '0 : rptr_q + 1'b1;
    if (push != pop) count_q <= push ? count_q + 1'b1 : count_q - 1'b1;
    if (!rst_ni) begin
      rptr_q  <= '0;
      wptr_q  <= '0;
      count_q <= '0;
    end
  end

`ifndef SYNTHESIS
  DataStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   valid_o && !ready_i |=> valid_o && $stable(data_o))
  else $error("itg_fifo: data moved while stalled");
`endif

endmodule
