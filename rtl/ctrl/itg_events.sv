// SPDX-License-Identifier: Apache-2.0
//
// What happens in a cycle, as counts: each event adds to its counter, and any of them is progress.
// Accesses to memory are counted where registers decide: reads as their beats are taken, writes as
// the port takes them. Every cycle of reading operands reads both scratchpads.

module itg_events #(
  parameter  int unsigned Cols      = 16,
  localparam int unsigned CntW      = $clog2(Cols + 1),
  localparam int unsigned CountersW = itg_pkg::Counters * itg_pkg::CounterW
) (
  input  logic                 clk_i,
  input  logic                 rst_ni,
  input  logic                 array_active_i,
  input  logic                 scratch_read_i,
  input  logic                 scratch_write_i,
  input  logic                 acc_read_i,
  input  logic                 acc_write_i,
  input  logic                 memory_read_i,
  input  logic                 memory_write_i,
  input  logic [CntW-1:0]      rounded_i,       // elements
  input  logic [CntW+1:0]      saturated_i,
  output logic                 progress_o,      // something was counted in this cycle
  output logic [itg_pkg::Counters-1:0] happened_o,  // what: a bit a counter
  output logic [CountersW-1:0] counters_o
);

  localparam int unsigned IncW = CntW + 2;

  logic [itg_pkg::Counters-1:0] count;
  logic [itg_pkg::Counters*IncW-1:0] increment;

  always_comb begin
    increment = {itg_pkg::Counters{IncW'(1)}};
    increment[IncW*itg_pkg::CountScratchpadReads+:IncW] = IncW'(2);
    increment[IncW*itg_pkg::CountRounded+:IncW]         = IncW'(rounded_i);
    increment[IncW*itg_pkg::CountSaturations+:IncW]     = saturated_i;
    count = '0;
    count[itg_pkg::CountArrayCycles]       = array_active_i;
    count[itg_pkg::CountScratchpadReads]   = scratch_read_i;
    count[itg_pkg::CountScratchpadWrites]  = scratch_write_i;
    count[itg_pkg::CountAccumulatorReads]  = acc_read_i;
    count[itg_pkg::CountAccumulatorWrites] = acc_write_i;
    count[itg_pkg::CountMemoryReads]       = memory_read_i;
    count[itg_pkg::CountMemoryWrites]      = memory_write_i;
    count[itg_pkg::CountRounded]           = rounded_i != '0;
    count[itg_pkg::CountSaturations]       = saturated_i != '0;
  end

  assign progress_o = count != '0;
  assign happened_o = count;

  itg_counters #(
    .IncW(IncW)
  ) u_counters (
    .clk_i,
    .rst_ni,
    .valid_i(count),
    .inc_i(increment),
    .count_o(counters_o)
  );

endmodule
