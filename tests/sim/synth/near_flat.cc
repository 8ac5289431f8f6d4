// SPDX-License-Identifier: Apache-2.0

#include "tests/sim/synth/near_flat.h"

#include <gtest/gtest.h>

#include <cmath>
#include <iostream>
#include <string>
#include <vector>

#include "sim/rtl/hw_plugin.h"
#include "sim/share/share_dir.h"
#include "sim/synth/mapped_netlist.h"
#include "sim/synth/synthesis.h"

namespace itg {
namespace {

constexpr double kMostApart = 0.05;

double ComposedArea(const HwConfig& hw) {
  const Synthesis synthesis = Synthesise(hw, {}, [](const std::string&) {});
  double area = 0;
  for (const PartCost& part : synthesis.Parts()) {
    if (part.part != "memories") area += part.area_um2;
  }
  return area;
}

MappedNetlist Flat(const HwConfig& hw) {
  MapRequest request;
  request.module = "itg_accelerator";
  const std::vector<uint32_t> values = ElaborationParameters(hw);
  for (size_t i = 0; i < values.size(); ++i) {
    request.parameters.emplace_back(kPluginParameterNames[i], values[i]);
  }
  // As a user's block it takes the place of its twin made of cells.
  request.blocks = {ShareDir() + "/rtl/array/itg_mac_array.sv"};
  return MapModule(request);
}

}  // namespace

void ExpectNearFlat(const HwConfig& hw) {
  const double composed = ComposedArea(hw);
  const MappedNetlist flat = Flat(hw);
  for (const auto& [macro, count] : flat.macros) EXPECT_EQ(macro.rfind("itg_sram", 0), 0u) << macro;
  const double apart = composed / flat.area_um2 - 1;
  std::cout << hw.rows << "x" << hw.cols << ": composed " << std::llround(composed) << " um2, flat "
            << std::llround(flat.area_um2) << " um2 (" << flat.count << " cells), apart "
            << 100 * apart << " %\n";
  EXPECT_LE(std::abs(apart), kMostApart);
}

}  // namespace itg
