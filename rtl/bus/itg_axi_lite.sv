// SPDX-License-Identifier: Apache-2.0
//
// AXI4-Lite to a plain port of registers: one access a cycle at most, an answer in the same cycle.
// Address and data of a write may come in any order. A write of less than a whole word is answered
// with SLVERR, as is what the registers refuse. Every output to the bus comes from registers.

module itg_axi_lite #(
  parameter int unsigned AddrW = 12
) (
  input  logic             clk_i,
  input  logic             rst_ni,
  input  logic             awvalid_i,
  output logic             awready_o,
  input  logic [AddrW-1:0] awaddr_i,
  input  logic             wvalid_i,
  output logic             wready_o,
  input  logic [31:0]      wdata_i,
  input  logic [3:0]       wstrb_i,
  output logic             bvalid_o,
  input  logic             bready_i,
  output logic [1:0]       bresp_o,
  input  logic             arvalid_i,
  output logic             arready_o,
  input  logic [AddrW-1:0] araddr_i,
  output logic             rvalid_o,
  input  logic             rready_i,
  output logic [31:0]      rdata_o,
  output logic [1:0]       rresp_o,
  output logic             we_o,
  output logic [AddrW-1:0] waddr_o,
  output logic [31:0]      wdata_o,
  input  logic             werror_i,  // in the cycle of we_o: refused
  output logic             re_o,
  output logic [AddrW-1:0] raddr_o,
  input  logic [31:0]      rdata_i,   // in the cycle of re_o, as rerror_i
  input  logic             rerror_i
);

  localparam logic [1:0] Okay = 2'b00;
  localparam logic [1:0] SlaveError = 2'b10;

  logic aw_held_q, w_held_q, ar_held_q, whole_q, write;

  assign awready_o = !aw_held_q;
  assign wready_o  = !w_held_q;
  assign arready_o = !ar_held_q;

  assign write = aw_held_q && w_held_q && !bvalid_o;
  assign we_o  = write && whole_q;
  assign re_o  = ar_held_q && !rvalid_o;

  logic clk;

  itg_clock_gate u_clock (
    .clk_i,
    .en_i(awvalid_i || wvalid_i || arvalid_i || aw_held_q || w_held_q || ar_held_q || bvalid_o ||
          rvalid_o || !rst_ni),
    .clk_o(clk)
  );

  always_ff @(posedge clk) begin
    if (awvalid_i && awready_o) begin
      aw_held_q <= 1'b1;
      waddr_o   <= awaddr_i;
    end
    if (wvalid_i && wready_o) begin
      w_held_q <= 1'b1;
      wdata_o  <= wdata_i;
      whole_q  <= wstrb_i == '1;
    end
    if (bready_i) bvalid_o <= 1'b0;
    if (write) begin
      aw_held_q <= 1'b0;
      w_held_q  <= 1'b0;
      bvalid_o  <= 1'b1;
      bresp_o   <= whole_q && !werror_i ? Okay : SlaveError;
    end
    if (arvalid_i && arready_o) begin
      ar_held_q <= 1'b1;
      raddr_o   <= araddr_i;
    end
    if (rready_i) rvalid_o <= 1'b0;
    if (re_o) begin
      ar_held_q <= 1'b0;
      rvalid_o  <= 1'b1;
      rdata_o   <= rdata_i;
      rresp_o   <= rerror_i ? SlaveError : Okay;
    end
    if (!rst_ni) begin
      aw_held_q <= 1'b0;
      w_held_q  <= 1'b0;
      ar_held_q <= 1'b0;
      bvalid_o  <= 1'b0;
      rvalid_o  <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  ReadStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   rvalid_o && !rready_i |=> rvalid_o && $stable(rdata_o) && $stable(rresp_o))
  else $error("itg_axi_lite: an answer moved while stalled");

  WriteStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   bvalid_o && !bready_i |=> bvalid_o && $stable(bresp_o))
  else $error("itg_axi_lite: an answer moved while stalled");

  HostAddressStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   awvalid_i && !awready_o |=> awvalid_i && $stable(awaddr_i))
  else $error("itg_axi_lite: the host moved the address of a write while stalled");

  HostDataStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   wvalid_i && !wready_o |=> wvalid_i && $stable(wdata_i) && $stable(wstrb_i))
  else $error("itg_axi_lite: the host moved its data while stalled");

  HostReadStableWhileStalled_A :
  assert property (@(posedge clk_i) disable iff (!rst_ni)
                   arvalid_i && !arready_o |=> arvalid_i && $stable(araddr_i))
  else $error("itg_axi_lite: the host moved the address of a read while stalled");
`endif

endmodule
