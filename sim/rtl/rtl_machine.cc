// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/rtl_machine.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "model/error.h"
#include "sim/plan/layout.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

// The elaboration parameters of `hw`, in the order of kPluginParameterNames.
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
                                             hw.master_weights ? 1 : 0};
  return {std::begin(values), std::end(values)};
}

std::string PluginFor(const HwConfig& hw, const RtlOptions& options) {
  PluginSource source;
  source.rtl_dir = options.rtl_dir;
  if (source.rtl_dir.empty()) source.rtl_dir = ShareDir() + "/rtl";
  source.wrapper = ShareDir() + "/sim/rtl/plugin_main.cc";
  const std::vector<uint32_t> parameters = ElaborationParameters(hw);
  for (size_t i = 0; i < parameters.size(); ++i) {
    source.parameters.emplace_back(kPluginParameterNames[i], std::to_string(parameters[i]));
  }
  source.trace = !options.trace_file.empty();
  source.assertions = options.check_assertions;
  return BuildPlugin(source);
}

PluginOptions ForPlugin(const HwConfig& hw, const RtlOptions& options) {
  PluginOptions plugin = {};
  plugin.memory_latency = hw.memory_latency;
  plugin.stall_percent = options.stall_percent;
  plugin.stall_seed = options.stall_seed;
  plugin.trace_file = options.trace_file.empty() ? nullptr : options.trace_file.c_str();
  plugin.trace_first = options.trace_first;
  plugin.trace_last = options.trace_last;
  return plugin;
}

class RtlMachine final : public Machine {
 public:
  RtlMachine(const HwConfig& hw, const RtlOptions& options)
      : hw_(hw), options_(options), plugin_(PluginFor(hw, options_), ForPlugin(hw, options_)) {
    const std::vector<uint32_t> expected = ElaborationParameters(hw);
    const std::vector<uint32_t> elaborated = plugin_.Parameters();
    for (size_t i = 0; i < expected.size(); ++i) {
      if (expected[i] == elaborated[i]) continue;
      throw Error("the RTL was elaborated with " + std::string(kPluginParameterNames[i]) + " = " +
                  std::to_string(elaborated[i]) + ", " + hw.source + " needs " +
                  std::to_string(expected[i]));
    }
  }

  const char* name() const override { return "rtl"; }

  void Load(const Program& program) override {
    schedule_ = Plan(program, hw_);
    program_ = program;
    training_step_ = 0;
    memory_.assign(schedule_.memory_bytes, 0);
    for (const ScheduledCommand& command : schedule_.commands) WriteDescriptor(command);
    for (const auto& [buffer, tensor] : program.initial) Write(buffer, tensor);
  }

  void SetTrainingStep(uint32_t training_step) override { training_step_ = training_step; }

  void SetMu(int mu) override {
    CheckMu(program_, mu);
    for (ScheduledCommand& command : schedule_.commands) {
      SetField(&command.descriptor, Field::kMu, mu);
      WriteDescriptor(command);
    }
  }

  void Write(BufferId buffer, const Tensor& tensor) override {
    const Placement& place = At(buffer);
    const Tensor expected = MakeTensor(program_[buffer]);
    if (tensor.shape() != expected.shape() || tensor.type() != expected.type()) {
      throw Error("tensor " + program_[buffer].name + " is " + ToString(expected.shape()) +
                  ", cannot be set to one of " + ToString(tensor.shape()));
    }
    StoreTensor(tensor, program_[buffer], memory_.data() + place.address);
    const int32_t exponent = tensor.exponent();
    std::memcpy(memory_.data() + place.exponent_address, &exponent, sizeof exponent);
  }

  Tensor Read(BufferId buffer) const override {
    const Placement& place = At(buffer);
    Tensor tensor = MakeTensor(program_[buffer]);
    FetchTensor(memory_.data() + place.address, program_[buffer], &tensor);
    int32_t exponent = 0;
    std::memcpy(&exponent, memory_.data() + place.exponent_address, sizeof exponent);
    tensor.set_exponent(exponent);
    return tensor;
  }

  Retired Execute(size_t index) override {
    const Command& command = program_.commands.at(index);
    Retired retired = ExecuteOnHardware(command, schedule_.commands[index]);
    retired.command = index;
    for (const BufferId id : Outputs(command)) retired.digest = Digest(Read(id), retired.digest);
    return retired;
  }

 private:
  const Placement& At(BufferId buffer) const {
    return schedule_.buffers.at(static_cast<size_t>(buffer));
  }

  void WriteDescriptor(const ScheduledCommand& command) {
    std::memcpy(memory_.data() + command.descriptor_address, command.descriptor.data(),
                4 * kDescriptorWords);
  }

  Retired ExecuteOnHardware(const Command& command, const ScheduledCommand& scheduled) {
    std::vector<PluginRange> writable;
    const auto allow = [&](uint64_t address, uint64_t bytes) {
      writable.push_back({address, address + bytes});
    };
    allow(At(command.out).exponent_address, 4);
    if (scheduled.spills) allow(schedule_.spill.address, schedule_.spill.bytes);
    for (const BufferId id : Outputs(command)) allow(At(id).address, At(id).bytes);

    PluginRun run = {};
    run.memory = memory_.data();
    run.memory_bytes = memory_.size();
    run.command_address = static_cast<uint32_t>(scheduled.descriptor_address);
    run.seed = program_.seed;
    run.training_step = training_step_;
    run.writable = writable.data();
    run.writable_count = static_cast<int32_t>(writable.size());
    run.watchdog = options_.watchdog_cycles;
    const PluginResult result = plugin_.Run(run);
    if (options_.traced_cycles != nullptr) *options_.traced_cycles = result.traced_cycles;
    CheckStatus(command, result);
    return Report(command, scheduled, result);
  }

  void CheckStatus(const Command& command, const PluginResult& result) const {
    const std::string where = "RTL: " + Describe(command) + ": ";
    switch (result.status) {
      case kPluginDone:
        return;
      case kPluginIllegalCommand:
        throw Error(where + "the sequencer refused the command");
      case kPluginHang:
        throw Error(where + "not finished after " + std::to_string(options_.watchdog_cycles) +
                    " cycles");
      case kPluginAssertion:
        throw Error(where + result.assertion);
      case kPluginBadWrite:
        throw Error(where + "wrote address " + std::to_string(result.fault_address) +
                    ", which is not part of its outputs");
      default:
        throw Error(where + "read address " + std::to_string(result.fault_address) +
                    ", beyond the memory of " + std::to_string(memory_.size()) + " bytes");
    }
  }

  Retired Report(const Command& command, const ScheduledCommand& scheduled,
                 const PluginResult& result) {
    std::array<uint64_t, kPluginCounters> events;
    for (size_t i = 0; i < events.size(); ++i) {
      events[i] = result.counters[i] - counters_[i];
      counters_[i] = result.counters[i];
    }
    cycle_ = result.end_cycle;
    Retired retired;
    retired.start_cycle = result.start_cycle;
    retired.end_cycle = result.end_cycle;
    retired.saturations = events[kSaturations];
    Counters& counters = retired.counters;
    counters.array_cycles = events[kArrayCycles];
    counters.scratchpad_reads = events[kScratchpadReads];
    counters.scratchpad_writes = events[kScratchpadWrites];
    counters.accumulator_reads = events[kAccumulatorReads];
    counters.accumulator_writes = events[kAccumulatorWrites];
    counters.memory_reads = events[kMemoryReads];
    counters.memory_writes = events[kMemoryWrites];
    counters.rounded = events[kRounded];
    if (IsProduct(command.opcode)) {
      counters.macs = static_cast<uint64_t>(GetField(scheduled.descriptor, Field::kElements)) *
                      static_cast<uint64_t>(GetField(scheduled.descriptor, Field::kDepth));
    }
    return retired;
  }

  HwConfig hw_;
  RtlOptions options_;
  PluginLibrary plugin_;
  Program program_;
  Schedule schedule_;
  std::vector<uint8_t> memory_;
  uint32_t training_step_ = 0;
  uint64_t cycle_ = 0;
  std::array<uint64_t, kPluginCounters> counters_ = {};
};

}  // namespace

std::unique_ptr<Machine> MakeRtlMachine(const HwConfig& config, const RtlOptions& options) {
  return std::make_unique<RtlMachine>(config, options);
}

}  // namespace itg
