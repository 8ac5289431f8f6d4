// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/hw_plugin.h"

#include <iterator>

#include "sim/rtl/plugin.h"
#include "sim/share/share_dir.h"

namespace itg {

std::vector<uint32_t> ElaborationParameters(const HwConfig& hw) {
  uint32_t modes = 0;
  for (const Rounding mode : hw.rounding) modes |= uint32_t{1} << static_cast<int>(mode);
  const int64_t values[kPluginParameters] = {hw.rows,
                                             hw.cols,
                                             hw.a_bits(),
                                             hw.b_bits(),
                                             hw.acc_bits,
                                             hw.out_bits(),
                                             hw.lanes(),
                                             hw.scratchpad_depth(),
                                             hw.accumulator_depth(),
                                             hw.bus_bytes,
                                             hw.read_fifo_beats,
                                             modes,
                                             hw.master_weights ? 1 : 0,
                                             hw.burst_beats,
                                             hw.read_bursts,
                                             hw.write_bursts};
  return {std::begin(values), std::end(values)};
}

std::vector<std::pair<std::string, std::string>> ElaborationText(const HwConfig& hw) {
  const std::vector<uint32_t> values = ElaborationParameters(hw);
  std::vector<std::pair<std::string, std::string>> text;
  for (size_t i = 0; i < values.size(); ++i) {
    text.emplace_back(kPluginParameterNames[i], std::to_string(values[i]));
  }
  return text;
}

std::string BuildPluginOf(const HwConfig& hw, const RtlOptions& options) {
  PluginSource source;
  source.rtl_dir = options.rtl_dir;
  if (source.rtl_dir.empty()) source.rtl_dir = ShareDir() + "/rtl";
  source.blocks = hw.blocks;
  source.wrapper = ShareDir() + "/sim/rtl/plugin_main.cc";
  source.parameters = ElaborationText(hw);
  source.trace = !options.trace_file.empty();
  source.assertions = options.check_assertions;
  source.records = options.sink != nullptr;
  return BuildPlugin(source);
}

PluginOptions PluginOptionsOf(const HwConfig& hw, const RtlOptions& options) {
  PluginOptions plugin = {};
  plugin.memory_latency = hw.memory_latency;
  plugin.memory_bytes_per_cycle = hw.memory_bytes_per_cycle;
  plugin.memory_reads = hw.memory_reads;
  plugin.stall_percent = options.stall_percent;
  plugin.stall_channels = options.stall_channels;
  plugin.stall_seed = options.stall_seed;
  plugin.trace_file = options.trace_file.empty() ? nullptr : options.trace_file.c_str();
  plugin.trace_first = options.trace_first;
  plugin.trace_last = options.trace_last;
  return plugin;
}

}  // namespace itg
