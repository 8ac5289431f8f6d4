// SPDX-License-Identifier: Apache-2.0
//
// Small netlists as Verilog, letter by letter.

#include "sim/synth/netlist_writer.h"

#include <gtest/gtest.h>

#include "sim/config/json.h"

namespace itg {
namespace {

using Json = nlohmann::json;

TEST(NetlistWriterTest, NetsArePortsConstantsOrWires) {
  // a[1:0] = nets 2, 3; an inverter of a[0] through net 4 into a block with a bus of three bits.
  // o0 shows the block's output, o1 the same, o2 an input, o3 a constant.
  const Json netlist = Json::parse(R"({"modules": {"m": {
    "ports": {"a": {"direction": "input", "bits": [2, 3]},
              "o0": {"direction": "output", "bits": [5]},
              "o1": {"direction": "output", "bits": [5]},
              "o2": {"direction": "output", "bits": [3]},
              "o3": {"direction": "output", "bits": ["1", "0"]}},
    "cells": {"u[0].x": {"type": "block", "connections": {"d": [4, "0", "1"], "q": [5]}},
              "c0": {"type": "INV", "connections": {"A": [2], "Y": [4]}},
              "c1": {"type": "INV", "connections": {"A": [3], "Y": []}}}}}})");
  EXPECT_EQ(VerilogOf(netlist, "m"),
            "module m (a, o0, o1, o2, o3);\n"
            "  input [1:0] a;\n"
            "  output o0;\n"
            "  output o1;\n"
            "  output o2;\n"
            "  output [1:0] o3;\n"
            "  wire n4;\n"
            "  INV \\c0 (.A(a[0]), .Y(n4));\n"
            "  INV \\c1 (.A(a[1]), .Y());\n"
            "  block \\u[0].x (.d({1'b1, 1'b0, n4}), .q(o0));\n"
            "  assign o1 = o0;\n"
            "  assign o2 = a[1];\n"
            "  assign o3[0] = 1'b1;\n"
            "  assign o3[1] = 1'b0;\n"
            "endmodule\n");
}

TEST(NetlistWriterTest, NamesThatYosysMadeBecomeShort) {
  Json netlist = Json::parse(R"({"modules": {"m": {"cells": {
    "$abc$7$auto$1": {"type": "A"}, "u_kept": {"type": "B"}, "$abc$7$auto$2": {"type": "C"}}}}})");
  NameCells(&netlist, "m");
  EXPECT_EQ(netlist["modules"]["m"]["cells"],
            Json::parse(R"({"c0": {"type": "A"}, "c1": {"type": "C"}, "u_kept": {"type": "B"}})"));
}

}  // namespace
}  // namespace itg
