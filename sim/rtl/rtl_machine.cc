// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/rtl_machine.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>
#include <vector>

#include "model/error.h"
#include "sim/activity/terms.h"
#include "sim/plan/layout.h"
#include "sim/plan/schedule.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/rtl/plugin_library.h"
#include "sim/rtl/waiting.h"

namespace itg {
namespace {

class RtlMachine final : public Machine {
 public:
  RtlMachine(const HwConfig& hw, const RtlOptions& options, const char* name,
             std::unique_ptr<PluginRunner> plugin)
      : hw_(hw), options_(options), name_(name), plugin_(std::move(plugin)) {
    const std::vector<uint32_t> expected = ElaborationParameters(hw);
    const std::vector<uint32_t> elaborated = plugin_->Parameters();
    for (size_t i = 0; i < expected.size(); ++i) {
      if (expected[i] == elaborated[i]) continue;
      throw Error("the RTL was elaborated with " + std::string(kPluginParameterNames[i]) + " = " +
                  std::to_string(elaborated[i]) + ", " + hw.source + " needs " +
                  std::to_string(expected[i]));
    }
  }

  const char* name() const override { return name_; }

  void Load(const Program& program) override {
    schedule_ = Plan(program, hw_, options_.scatter == 0 ? 0 : options_.scatter + loads_++);
    program_ = program;
    training_step_ = 0;
    memory_.assign(schedule_.memory_bytes, 0);
    for (const ScheduledCommand& command : schedule_.commands) WriteDescriptor(command);
    for (const auto& [buffer, tensor] : program.initial) Write(buffer, tensor);
    plugin_->Load(program_, schedule_);
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
    const Tensor expected = MakeTensor(program_[buffer]);
    if (tensor.shape() != expected.shape() || tensor.type() != expected.type()) {
      throw Error("tensor " + program_[buffer].name + " is " + ToString(expected.shape()) +
                  ", cannot be set to one of " + ToString(tensor.shape()));
    }
    Store(buffer, tensor, memory_.data());
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
    Retired retired = ExecuteOnHardware(index);
    retired.command = index;
    for (const BufferId id : Outputs(command)) retired.digest = Digest(Read(id), retired.digest);
    return retired;
  }

 private:
  // What happens in the cycles of a command, as the plug-in tells it.
  struct Watch {
    TermCounter terms;
    ActivityObserver* observer = nullptr;

    static void Cycle(void* watch, uint32_t activity) {
      Watch& self = *static_cast<Watch*>(watch);
      self.terms.Cycle(static_cast<uint16_t>(activity));
      if (self.observer != nullptr) self.observer->Cycle(static_cast<uint16_t>(activity));
    }
  };

  const Placement& At(BufferId buffer) const {
    return schedule_.buffers.at(static_cast<size_t>(buffer));
  }

  void Store(BufferId buffer, const Tensor& tensor, uint8_t* memory) const {
    const Placement& place = At(buffer);
    StoreTensor(tensor, program_[buffer], memory + place.address);
    const int32_t exponent = tensor.exponent();
    std::memcpy(memory + place.exponent_address, &exponent, sizeof exponent);
  }

  void WriteDescriptor(const ScheduledCommand& command) {
    std::memcpy(memory_.data() + command.descriptor_address, command.descriptor.data(),
                4 * kDescriptorWords);
  }

  Retired ExecuteOnHardware(size_t index) {
    const Command& command = program_.commands[index];
    const ScheduledCommand& scheduled = schedule_.commands[index];
    const std::vector<uint8_t> expected = ExpectedMemory();
    std::vector<PluginRange> writable;
    const auto allow = [&](uint64_t address, uint64_t bytes) {
      const uint8_t* const right = expected.empty() ? nullptr : expected.data() + address;
      writable.push_back({address, address + bytes, right});
    };
    allow(At(command.out).exponent_address, 4);
    for (const BufferId id : Outputs(command)) allow(At(id).address, At(id).bytes);
    if (scheduled.spills) {
      const Placement& spill = schedule_.spill;
      writable.push_back({spill.address, spill.address + spill.bytes});
    }

    PluginRun run = {};
    run.memory = memory_.data();
    run.memory_bytes = memory_.size();
    run.queue_base = static_cast<uint32_t>(schedule_.commands.front().descriptor_address);
    run.first = static_cast<uint32_t>(index);
    run.count = 1;
    run.seed = program_.seed;
    run.training_step = training_step_;
    run.writable = writable.data();
    run.writable_count = static_cast<int32_t>(writable.size());
    run.watchdog = static_cast<uint32_t>(QuietCycles());
    run.most_cycles = options_.watchdog_cycles + QuietCycles();  // the accelerator's own is first
    if (options_.reset_within != 0) ResetInTheMiddle(run);
    Watch watch;
    if (options_.observer != nullptr && options_.observer->Begin(index, command)) {
      watch.observer = options_.observer.get();
    }
    run.observer = &watch;
    run.observe = &Watch::Cycle;
    const PluginRecord record = RecordInto(options_.sink.get(), index, command);
    if (options_.sink != nullptr) run.record = &record;
    const PluginResult result = plugin_->Run(run);
    LogTrace(index, result);
    if (options_.watch != nullptr && result.wrong_cycle != 0) {
      options_.watch->wrong_cycle = result.wrong_cycle;
    }
    CheckStatus(command, result);
    Retired retired = Report(command, schedule_.commands[index], result);
    retired.terms = watch.terms.Finish();
    if (watch.observer != nullptr) watch.observer->End(retired);
    return retired;
  }

  static PluginRecord RecordInto(WindowSink* sink, size_t index, const Command& command) {
    if (sink == nullptr) return {};
    sink->Begin(index, command);
    const auto give = [](void* context, const PluginWindow* window) {
      static_cast<WindowSink*>(context)->Window(*window);
    };
    return {sink, give, sink->window_cycles(), sink->period()};
  }

  // The memory with what the command should write; empty when nobody watches.
  std::vector<uint8_t> ExpectedMemory() const {
    if (options_.watch == nullptr) return {};
    std::vector<uint8_t> memory = memory_;
    for (const auto& [id, tensor] : options_.watch->expected) Store(id, tensor, memory.data());
    return memory;
  }

  void LogTrace(size_t index, const PluginResult& result) {
    if (options_.trace_log == nullptr) return;
    TraceLog& log = *options_.trace_log;
    if (result.traced_cycles == log.cycles) return;
    log.cycles = result.traced_cycles;
    log.commands.push_back(
        {index, Describe(program_.commands[index]), result.start_cycle, result.end_cycle});
  }

  // Begins the command, resets the accelerator, and puts memory back as it was.
  void ResetInTheMiddle(PluginRun run) {
    const std::vector<uint8_t> before = memory_;
    run.reset_after = 1 + resets_ * 7919 % options_.reset_within;
    ++resets_;
    plugin_->Run(run);
    std::copy(before.begin(), before.end(), memory_.begin());
  }

  // Cycles without progress after which the accelerator's watchdog stops a command. No memory is
  // so slow.
  uint64_t QuietCycles() const { return std::min<uint64_t>(options_.watchdog_cycles, 1'000'000); }

  void CheckStatus(const Command& command, const PluginResult& result) const {
    const std::string where = "RTL: " + Describe(command) + ": ";
    switch (result.status) {
      case kPluginDone:
        return;
      case kPluginIllegalCommand:
        throw Error(where + "the sequencer refused the command");
      case kPluginStuck:
        throw Error(where + "no progress for " + std::to_string(QuietCycles()) +
                    " cycles: " + DescribeWaiting(result.waiting));
      case kPluginHang:
        throw Error(where + "not finished after " + std::to_string(options_.watchdog_cycles) +
                    " cycles");
      case kPluginAssertion:
        throw Error(where + result.assertion);
      case kPluginBadWrite:
        throw Error(where + "wrote address " + std::to_string(result.fault_address) +
                    ", which is not part of its outputs");
      case kPluginHost:
        throw Error(where + "the accelerator's registers do not answer as they should");
      default:
        throw Error(where + "read address " + std::to_string(result.fault_address) +
                    ", beyond the memory of " + std::to_string(memory_.size()) + " bytes");
    }
  }

  Retired Report(const Command& command, const ScheduledCommand& scheduled,
                 const PluginResult& result) {
    const uint64_t* const events = result.counters;
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
  const char* name_;
  std::unique_ptr<PluginRunner> plugin_;
  Program program_;
  Schedule schedule_;
  std::vector<uint8_t> memory_;
  uint32_t training_step_ = 0;
  uint64_t cycle_ = 0;
  uint64_t resets_ = 0;
  uint32_t loads_ = 0;
};

}  // namespace

std::unique_ptr<Machine> MakeRtlMachine(const HwConfig& config, const RtlOptions& options) {
  return MakeRtlMachine(config, options, "rtl",
                        std::make_unique<PluginLibrary>(BuildPluginOf(config, options),
                                                        PluginOptionsOf(config, options)));
}

std::unique_ptr<Machine> MakeRtlMachine(const HwConfig& config, const RtlOptions& options,
                                        const char* name, std::unique_ptr<PluginRunner> runner) {
  return std::make_unique<RtlMachine>(config, options, name, std::move(runner));
}

}  // namespace itg
