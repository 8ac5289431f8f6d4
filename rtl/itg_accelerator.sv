// SPDX-License-Identifier: Apache-2.0
//
// The accelerator as a system sees it: registers over AXI4-Lite, memory over AXI4, an interrupt.
// Wiring only. The AXI4 signals that are left out have their default values: one id, of value 0;
// the size of a burst's beats is the width of the bus and its kind is INCR.

module itg_accelerator #(
  parameter  int unsigned Rows         = 16,    // see itg_top for these
  parameter  int unsigned Cols         = 16,
  parameter  int unsigned AW           = 8,
  parameter  int unsigned BW           = 8,
  parameter  int unsigned AccW         = 32,
  parameter  int unsigned OutW         = 8,
  parameter  int unsigned Lanes        = 16,
  parameter  int unsigned ScratchDepth = 8192,
  parameter  int unsigned AccDepth     = 5120,
  parameter  int unsigned BeatBytes    = 16,
  parameter  int unsigned FifoBeats    = 128,
  parameter  int unsigned Modes        = 7,
  parameter  int unsigned Masters      = 1,
  parameter  int unsigned BurstBeats   = 16,    // most beats of a burst
  parameter  int unsigned ReadBursts   = 64,    // most bursts in flight
  parameter  int unsigned WriteBursts  = 32,
  localparam int unsigned AddrW        = itg_regs_pkg::AddrW,
  localparam int unsigned IdW          = $clog2(itg_pkg::Readers)
) (
  input  logic                   clk_i,
  input  logic                   rst_ni,
  output logic                   irq_o,
  output logic                   busy_o,        // for an observer: a command runs,
  output logic [itg_pkg::ActivityW-1:0] activity_o,  // and what happens in this cycle of it
  input  logic                   s_awvalid_i,   // registers
  output logic                   s_awready_o,
  input  logic [AddrW-1:0]       s_awaddr_i,
  input  logic                   s_wvalid_i,
  output logic                   s_wready_o,
  input  logic [31:0]            s_wdata_i,
  input  logic [3:0]             s_wstrb_i,
  output logic                   s_bvalid_o,
  input  logic                   s_bready_i,
  output logic [1:0]             s_bresp_o,
  input  logic                   s_arvalid_i,
  output logic                   s_arready_o,
  input  logic [AddrW-1:0]       s_araddr_i,
  output logic                   s_rvalid_o,
  input  logic                   s_rready_i,
  output logic [31:0]            s_rdata_o,
  output logic [1:0]             s_rresp_o,
  output logic                   m_arvalid_o,   // memory
  input  logic                   m_arready_i,
  output logic [31:0]            m_araddr_o,
  output logic [7:0]             m_arlen_o,
  output logic [2:0]             m_arsize_o,
  output logic [1:0]             m_arburst_o,
  input  logic                   m_rvalid_i,
  output logic                   m_rready_o,
  input  logic [8*BeatBytes-1:0] m_rdata_i,
  input  logic [1:0]             m_rresp_i,
  input  logic                   m_rlast_i,
  output logic                   m_awvalid_o,
  input  logic                   m_awready_i,
  output logic [31:0]            m_awaddr_o,
  output logic [7:0]             m_awlen_o,
  output logic [2:0]             m_awsize_o,
  output logic [1:0]             m_awburst_o,
  output logic                   m_wvalid_o,
  input  logic                   m_wready_i,
  output logic [8*BeatBytes-1:0] m_wdata_o,
  output logic [BeatBytes-1:0]   m_wstrb_o,
  output logic                   m_wlast_o,
  input  logic                   m_bvalid_i,
  output logic                   m_bready_o,
  input  logic [1:0]             m_bresp_i
);

  localparam logic [1:0] Incr = 2'b01;
  localparam logic [2:0] BeatSize = 3'($clog2(BeatBytes));

  assign {m_arsize_o, m_arburst_o} = {BeatSize, Incr};
  assign {m_awsize_o, m_awburst_o} = {BeatSize, Incr};

  // Registers
  itg_regs_pkg::control_t control;
  itg_regs_pkg::status_t status;
  logic reg_we, reg_werror, reg_re, reg_rerror;
  logic [AddrW-1:0] reg_waddr, reg_raddr;
  logic [31:0] reg_wdata, reg_rdata;
  logic [itg_regs_pkg::WaitingBits-1:0] waiting, waiting_held;
  logic [itg_pkg::Counters*itg_pkg::CounterW-1:0] counters;
  logic [32*itg_pkg::Parameters-1:0] parameters;

  itg_parameters #(
    .Rows(Rows), .Cols(Cols), .AW(AW), .BW(BW), .AccW(AccW), .OutW(OutW), .Lanes(Lanes),
    .ScratchDepth(ScratchDepth), .AccDepth(AccDepth), .BeatBytes(BeatBytes), .FifoBeats(FifoBeats),
    .Modes(Modes), .Masters(Masters), .BurstBeats(BurstBeats), .ReadBursts(ReadBursts),
    .WriteBursts(WriteBursts)
  ) u_parameters (
    .parameters_o(parameters)
  );

  itg_axi_lite #(
    .AddrW(AddrW)
  ) u_axi_lite (
    .clk_i,
    .rst_ni,
    .awvalid_i(s_awvalid_i),
    .awready_o(s_awready_o),
    .awaddr_i(s_awaddr_i),
    .wvalid_i(s_wvalid_i),
    .wready_o(s_wready_o),
    .wdata_i(s_wdata_i),
    .wstrb_i(s_wstrb_i),
    .bvalid_o(s_bvalid_o),
    .bready_i(s_bready_i),
    .bresp_o(s_bresp_o),
    .arvalid_i(s_arvalid_i),
    .arready_o(s_arready_o),
    .araddr_i(s_araddr_i),
    .rvalid_o(s_rvalid_o),
    .rready_i(s_rready_i),
    .rdata_o(s_rdata_o),
    .rresp_o(s_rresp_o),
    .we_o(reg_we),
    .waddr_o(reg_waddr),
    .wdata_o(reg_wdata),
    .werror_i(reg_werror),
    .re_o(reg_re),
    .raddr_o(reg_raddr),
    .rdata_i(reg_rdata),
    .rerror_i(reg_rerror)
  );

  itg_registers u_registers (
    .clk_i,
    .rst_ni,
    .we_i(reg_we),
    .waddr_i(reg_waddr),
    .wdata_i(reg_wdata),
    .werror_o(reg_werror),
    .re_i(reg_re),
    .raddr_i(reg_raddr),
    .rdata_o(reg_rdata),
    .rerror_o(reg_rerror),
    .status_i(status),
    .waiting_i(waiting_held),
    .counters_i(counters),
    .parameters_i(parameters),
    .control_o(control),
    .irq_o
  );

  // Commands
  logic core_rst_n, start, done, illegal, stop, timeout, core_progress, progress;
  logic rd_idle, rd_error, wr_idle, wr_error;
  logic [31:0] cmd_addr, rd_error_addr, wr_error_addr;

  itg_queue u_queue (
    .clk_i,
    .rst_ni,
    .control_i(control),
    .status_o(status),
    .core_rst_no(core_rst_n),
    .start_o(start),
    .cmd_addr_o(cmd_addr),
    .done_i(done),
    .illegal_i(illegal),
    .stop_o(stop),
    .bus_idle_i(rd_idle && wr_idle),
    .rd_error_i(rd_error),
    .rd_error_addr_i(rd_error_addr),
    .wr_error_i(wr_error),
    .wr_error_addr_i(wr_error_addr),
    .timeout_i(timeout)
  );

  itg_watchdog u_watchdog (
    .clk_i,
    .rst_ni,
    .limit_i(control.watchdog),
    .busy_i(status.busy),
    .progress_i(progress),
    .hold_i(status.code == itg_regs_pkg::ErrorWatchdog),
    .waiting_i(waiting),
    .waiting_o(waiting_held),
    .timeout_o(timeout)
  );

  // The core, and its ports to memory
  logic rd_valid, rd_ready, rd_rsp_valid, rd_rsp_ready, wr_valid, wr_ready, wr_waiting;
  logic [31:0] rd_addr, wr_addr;
  logic [IdW-1:0] rd_id, rd_rsp_id, rd_waiting_id;
  logic [8*BeatBytes-1:0] rd_rsp_data, wr_data;
  logic [BeatBytes-1:0] wr_strb;
  logic [itg_regs_pkg::WaitingAr-1:0] core_waiting;

  itg_top #(
    .Rows(Rows), .Cols(Cols), .AW(AW), .BW(BW), .AccW(AccW), .OutW(OutW), .Lanes(Lanes),
    .ScratchDepth(ScratchDepth), .AccDepth(AccDepth), .BeatBytes(BeatBytes), .FifoBeats(FifoBeats),
    .Modes(Modes), .Masters(Masters)
  ) u_core (
    .clk_i,
    .rst_ni(core_rst_n),
    .start_i(start),
    .cmd_addr_i(cmd_addr),
    .seed_i(control.seed),
    .step_i(control.step),
    .done_o(done),
    .illegal_o(illegal),
    .progress_o(core_progress),
    .waiting_o(core_waiting),
    .counters_o(counters),
    .activity_o,
    .rd_valid_o(rd_valid),
    .rd_ready_i(rd_ready),
    .rd_addr_o(rd_addr),
    .rd_id_o(rd_id),
    .rd_rsp_valid_i(rd_rsp_valid),
    .rd_rsp_ready_o(rd_rsp_ready),
    .rd_rsp_id_i(rd_rsp_id),
    .rd_rsp_data_i(rd_rsp_data),
    .wr_valid_o(wr_valid),
    .wr_ready_i(wr_ready),
    .wr_addr_o(wr_addr),
    .wr_data_o(wr_data),
    .wr_strb_o(wr_strb),
    .wr_idle_i(wr_idle)
  );

  itg_axi_read #(
    .BeatBytes(BeatBytes),
    .BurstBeats(BurstBeats),
    .ReadBursts(ReadBursts),
    .IdW(IdW)
  ) u_axi_read (
    .clk_i,
    .rst_ni,
    .stop_i(stop),
    .idle_o(rd_idle),
    .error_o(rd_error),
    .error_addr_o(rd_error_addr),
    .waiting_id_o(rd_waiting_id),
    .req_valid_i(rd_valid),
    .req_ready_o(rd_ready),
    .req_addr_i(rd_addr),
    .req_id_i(rd_id),
    .rsp_valid_o(rd_rsp_valid),
    .rsp_ready_i(rd_rsp_ready),
    .rsp_id_o(rd_rsp_id),
    .rsp_data_o(rd_rsp_data),
    .arvalid_o(m_arvalid_o),
    .arready_i(m_arready_i),
    .araddr_o(m_araddr_o),
    .arlen_o(m_arlen_o),
    .rvalid_i(m_rvalid_i),
    .rready_o(m_rready_o),
    .rdata_i(m_rdata_i),
    .rresp_i(m_rresp_i),
    .rlast_i(m_rlast_i)
  );

  itg_axi_write #(
    .BeatBytes(BeatBytes),
    .BurstBeats(BurstBeats),
    .WriteBursts(WriteBursts)
  ) u_axi_write (
    .clk_i,
    .rst_ni,
    .stop_i(stop),
    .idle_o(wr_idle),
    .error_o(wr_error),
    .error_addr_o(wr_error_addr),
    .waiting_o(wr_waiting),
    .wr_valid_i(wr_valid),
    .wr_ready_o(wr_ready),
    .wr_addr_i(wr_addr),
    .wr_data_i(wr_data),
    .wr_strb_i(wr_strb),
    .awvalid_o(m_awvalid_o),
    .awready_i(m_awready_i),
    .awaddr_o(m_awaddr_o),
    .awlen_o(m_awlen_o),
    .wvalid_o(m_wvalid_o),
    .wready_i(m_wready_i),
    .wdata_o(m_wdata_o),
    .wstrb_o(m_wstrb_o),
    .wlast_o(m_wlast_o),
    .bvalid_i(m_bvalid_i),
    .bready_o(m_bready_o),
    .bresp_i(m_bresp_i)
  );

  assign busy_o   = status.busy;
  assign progress = core_progress || (m_arvalid_o && m_arready_i) || (m_rvalid_i && m_rready_o) ||
                    (m_awvalid_o && m_awready_i) || (m_wvalid_o && m_wready_i) || m_bvalid_i;
  assign waiting  = {wr_waiting, m_wvalid_o && !m_wready_i, m_awvalid_o && !m_awready_i,
                     m_rvalid_i && !m_rready_o, 3'(rd_waiting_id), !rd_idle,
                     m_arvalid_o && !m_arready_i, core_waiting};

endmodule
