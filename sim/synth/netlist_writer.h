// SPDX-License-Identifier: Apache-2.0
//
// Yosys' netlist (write_json) as Verilog that OpenSTA reads: it knows no concatenations on the
// left and no vectors in assignments.

#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace itg {

// Gives cells that Yosys named itself ("$abc$...") short names, the same in JSON and Verilog.
void NameCells(nlohmann::json* netlist, const std::string& module);

std::string VerilogOf(const nlohmann::json& netlist, const std::string& module);

}  // namespace itg
