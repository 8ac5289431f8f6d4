// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/mapped_netlist.h"

#include <filesystem>

#include "sim/synth/map_block.h"
#include "sim/synth/work_folder.h"

namespace itg {

MappedNetlist MapModule(const MapRequest& request) {
  const Mapping mapping = PrepareMapping(request.liberty, request.rtl_dir, request.blocks);
  const WorkFolder work(mapping.cache);
  const Design design =
      Elaborate(mapping.tools, mapping.sources, request.module, request.parameters, work.path());
  const MappedBlock block = MapBlock(mapping, design, design.top, {kMemory});
  MappedNetlist netlist;
  netlist.module = design.top;
  netlist.verilog = block.folder + "/netlist.v";
  netlist.json = block.folder + "/netlist.json";
  netlist.cells = block.cells;
  netlist.macros = block.Children();
  netlist.count = block.count();
  netlist.area_um2 = block.area_um2(mapping.library);
  netlist.leakage_w = block.leakage_w(mapping.library);
  return netlist;
}

}  // namespace itg
