// SPDX-License-Identifier: Apache-2.0
//
// Notices that nothing moves: `timeout_o` after `limit_i` cycles of a command without progress, and
// keeps who waited for what at that moment for as long as `hold_i`.

module itg_watchdog #(
  localparam int unsigned WaitingW = itg_regs_pkg::WaitingBits
) (
  input  logic                clk_i,
  input  logic                rst_ni,
  input  logic [31:0]         limit_i,    // 0: never
  input  logic                busy_i,     // a command runs
  input  logic                progress_i,
  input  logic                hold_i,
  input  logic [WaitingW-1:0] waiting_i,
  output logic [WaitingW-1:0] waiting_o,
  output logic                timeout_o   // one cycle
);

  logic [31:0] quiet_q;  // cycles without progress
  logic [WaitingW-1:0] waiting_q;
  logic expired;

  assign expired   = busy_i && !progress_i && limit_i != '0 && quiet_q + 32'd1 == limit_i;
  assign waiting_o = hold_i ? waiting_q : waiting_i;

  always_ff @(posedge clk_i) begin
    quiet_q   <= busy_i && !progress_i ? quiet_q + 32'd1 : '0;
    timeout_o <= expired;
    if (expired) waiting_q <= waiting_i;
    if (!rst_ni) begin
      quiet_q   <= '0;
      timeout_o <= 1'b0;
    end
  end

endmodule
