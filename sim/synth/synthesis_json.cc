// SPDX-License-Identifier: Apache-2.0

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/synth/synthesis.h"

namespace itg {
namespace {

nlohmann::json BlockJson(const BlockCost& block) {
  return {{"part", block.part},        {"module", block.module},     {"instances", block.instances},
          {"cells", block.cells},      {"area_um2", block.area_um2}, {"leakage_w", block.leakage_w},
          {"memory", block.is_memory}, {"netlist", block.netlist}};
}

BlockCost BlockFromJson(const nlohmann::json& json) {
  BlockCost block;
  json.at("part").get_to(block.part);
  json.at("module").get_to(block.module);
  json.at("instances").get_to(block.instances);
  json.at("cells").get_to(block.cells);
  json.at("area_um2").get_to(block.area_um2);
  json.at("leakage_w").get_to(block.leakage_w);
  json.at("memory").get_to(block.is_memory);
  json.at("netlist").get_to(block.netlist);
  return block;
}

}  // namespace

nlohmann::json ToJson(const Synthesis& synthesis) {
  nlohmann::json json = {{"hardware", synthesis.hardware},
                         {"library", synthesis.library},
                         {"library_file", synthesis.library_file},
                         {"library_digest", synthesis.library_digest},
                         {"technology", synthesis.technology},
                         {"memory_model", synthesis.memory_model},
                         {"tools", synthesis.tools},
                         {"module", synthesis.module},
                         {"cells", synthesis.cells},
                         {"area_um2", synthesis.area_um2},
                         {"leakage_w", synthesis.leakage_w},
                         {"longest_path_ns", synthesis.longest_path_ns},
                         {"clock_mhz", synthesis.clock_mhz},
                         {"start", synthesis.start},
                         {"start_part", synthesis.start_part},
                         {"end", synthesis.end},
                         {"end_part", synthesis.end_part}};
  json["blocks"] = nlohmann::json::array();
  for (const BlockCost& block : synthesis.blocks) json["blocks"].push_back(BlockJson(block));
  return json;
}

Synthesis SynthesisFromJson(const nlohmann::json& json, const std::string& source) {
  try {
    Synthesis synthesis;
    json.at("hardware").get_to(synthesis.hardware);
    json.at("library").get_to(synthesis.library);
    json.at("library_file").get_to(synthesis.library_file);
    json.at("library_digest").get_to(synthesis.library_digest);
    json.at("technology").get_to(synthesis.technology);
    json.at("memory_model").get_to(synthesis.memory_model);
    json.at("tools").get_to(synthesis.tools);
    json.at("module").get_to(synthesis.module);
    json.at("cells").get_to(synthesis.cells);
    json.at("area_um2").get_to(synthesis.area_um2);
    json.at("leakage_w").get_to(synthesis.leakage_w);
    json.at("longest_path_ns").get_to(synthesis.longest_path_ns);
    json.at("clock_mhz").get_to(synthesis.clock_mhz);
    json.at("start").get_to(synthesis.start);
    json.at("start_part").get_to(synthesis.start_part);
    json.at("end").get_to(synthesis.end);
    json.at("end_part").get_to(synthesis.end_part);
    for (const nlohmann::json& block : json.at("blocks")) {
      synthesis.blocks.push_back(BlockFromJson(block));
    }
    return synthesis;
  } catch (const nlohmann::json::exception& error) {
    throw Error(source + ": not a synthesis: " + error.what());
  }
}

}  // namespace itg
