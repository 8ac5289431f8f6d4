// SPDX-License-Identifier: Apache-2.0
//
// Event counters, since reset; the machine takes differences. Order: itg_pkg::Count*.

module itg_counters #(
  parameter  int unsigned IncW  = 8,
  localparam int unsigned N     = itg_pkg::Counters,
  localparam int unsigned CntW  = itg_pkg::CounterW
) (
  input  logic              clk_i,
  input  logic              rst_ni,
  input  logic [N-1:0]      valid_i,
  input  logic [N*IncW-1:0] inc_i,
  output logic [N*CntW-1:0] count_o
);

  for (genvar i = 0; i < N; i++) begin : gen_counter
    logic [CntW-1:0] count_q;

    always_ff @(posedge clk_i) begin
      if (valid_i[i]) count_q <= count_q + CntW'(inc_i[IncW*i+:IncW]);
      if (!rst_ni) count_q <= '0;
    end

    assign count_o[CntW*i+:CntW] = count_q;
  end

endmodule
