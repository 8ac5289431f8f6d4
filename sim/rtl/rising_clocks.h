// SPDX-License-Identifier: Apache-2.0
//
// What of a Verilated model moves at a rising edge of its clock, read off the generated code.
//
// Verilator makes a trigger of each clock, the gated ones among them (itg_clock_gate), and finds
// the raised ones by comparing all clocks with their values at the last call. Who knows which gates
// are open can tell the triggers without that, and can do without the falling edge, at which
// nothing moves but the gates' latches: while clk_i stays low these are transparent.

#pragma once

#include <string>

namespace itg {

// A header for the plug-in's wrapper. It defines ITG_RISING_CLOCKS(ROOT, RISES), which expands to
// RISES(trigger, condition) for each trigger of the model: the trigger is raised with clk_i if the
// condition, an expression over the members of *ROOT, is true before. Empty when `code`, the text
// of the generated sources, is not as Verilator 5.006 writes it: the wrapper then calls eval().
std::string RisingClocksHeader(const std::string& code);

}  // namespace itg
