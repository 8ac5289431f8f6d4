// SPDX-License-Identifier: Apache-2.0
//
// Can a nest be walked? Its counts count something, a run has a length that the address engine can
// hold, and the remainders of its window are below the divisor, which lets a sum of two wrap once.

module itg_check_nest (
  input  itg_pkg::nest_t   nest_i,
  input  logic             windowed_i,
  input  itg_pkg::window_t window_i,
  output logic             illegal_o
);

  logic no_count, bad_run, bad_window;

  assign no_count   = nest_i.line_count1 == '0 || nest_i.line_count0 == '0 ||
                      nest_i.tap_count1 == '0 || nest_i.tap_count0 == '0;
  assign bad_run    = nest_i.run == '0 || nest_i.run[31:itg_pkg::DimW] != '0;
  assign bad_window = window_i.start_r >= window_i.divisor ||
                      window_i.line_r >= window_i.divisor || window_i.tap_r >= window_i.divisor;
  assign illegal_o  = no_count || bad_run || (windowed_i && bad_window);

endmodule
