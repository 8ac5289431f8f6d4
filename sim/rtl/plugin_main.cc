// SPDX-License-Identifier: Apache-2.0
//
// The plug-in's side of plugin_api.h: the clock loop around the Verilated accelerator. The only
// file of the project that includes Verilator's headers; compiled together with the generated code.

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <type_traits>

#include "Vitg_top.h"
#include "sim/rtl/memory_model.h"
#include "sim/rtl/plugin_api.h"
#include "verilated.h"
#if VM_TRACE
#include "verilated_fst_c.h"
#endif
#ifndef ITG_ASSERTIONS
#define ITG_ASSERTIONS 0
#endif

#if ITG_ASSERTIONS
// What the simulator prints during a command; it evaluates in the thread that calls it.
static thread_local std::string assertion_text;

extern "C" int itg_assertion_text(const char* format, ...) {
  char text[1024];
  va_list arguments;
  va_start(arguments, format);
  const int length = std::vsnprintf(text, sizeof text, format, arguments);
  va_end(arguments);
  assertion_text += text;
  return length;
}
#endif

namespace {

// Wide ports are arrays of 32-bit words, narrow ones are integers: their bytes are the same.
template <typename Port>
void ReadPort(const Port& port, void* bytes) {
  std::memcpy(bytes, &port, sizeof(Port));
}

// The rising edge of the clock and nothing else: what Verilated eval() does for it, less its two
// searches for triggers and its evaluation of the falling edge. True when it was possible, which
// the types decide: the model must have exactly one trigger, the rising clock. Else, as with
// another release of Verilator, the caller evaluates both edges.
template <typename Root>
auto RisingEdge(Root* root, int)
    -> std::enable_if_t<std::is_same_v<decltype(root->__VactTriggered), VlTriggerVec<1>>,
                        decltype(Vitg_top___024root___eval_ico(root),
                                 Vitg_top___024root___eval_nba(root), bool())> {
  root->__VicoTriggered.at(0) = true;
  Vitg_top___024root___eval_ico(root);  // what depends on inputs
  root->__VnbaTriggered.at(0) = true;
  Vitg_top___024root___eval_nba(root);  // registers, and what depends on them
  return true;
}
template <typename Root>
bool RisingEdge(Root*, long) {
  return false;
}

}  // namespace

struct itg_plugin {
  explicit itg_plugin(const itg::PluginOptions& given)
      : options(given), top(&context, "itg_top"), memory(given, sizeof(top.rd_rsp_data_i)) {
    context.fatalOnError(false);
    context.errorLimit(1 << 30);  // a failed assertion is reported by Run() and ends nothing
#if VM_TRACE
    if (options.trace_file != nullptr) {
      context.traceEverOn(true);
      trace = std::make_unique<VerilatedFstC>();
      top.trace(trace.get(), 99);
      trace->open(options.trace_file);
    }
#endif
    top.rst_ni = 0;
    top.eval();  // initial values
    for (int i = 0; i < 4; ++i) Clock();
    top.rst_ni = 1;
  }

  ~itg_plugin() {
    // Verilator 5.006 unregisters the model from the context the thread used last, which may be
    // that of another instance, already gone.
    Verilated::threadContextp(&context);
    top.final();
#if VM_TRACE
    if (trace != nullptr) trace->close();
#endif
  }

  // False when a waveform was asked for and its file could not be opened.
  bool IsUsable() const {
#if VM_TRACE
    return trace == nullptr || trace->isOpen();
#else
    return options.trace_file == nullptr;
#endif
  }

  // One cycle: inputs were set before, outputs are those after the rising edge.
  void Clock() {
    if (!VM_TRACE && !ITG_ASSERTIONS && RisingEdge(top.rootp, 0)) return;
    if (ITG_ASSERTIONS) top.eval();  // assertions sample before the edge what follows from inputs
    top.clk_i = 1;
    top.eval();
    Dump(0);
    top.clk_i = 0;
    top.eval();
    Dump(5);
  }

  void Dump([[maybe_unused]] uint64_t phase) {
#if VM_TRACE
    if (trace != nullptr && cycle >= options.trace_first && cycle <= options.trace_last) {
      trace->dump(static_cast<uint64_t>(10 * cycle + phase));
      if (phase == 0) ++traced_cycles;
    }
#endif
  }

  // Puts the memory's next response, if there is one, onto the port.
  void Respond() {
    uint32_t id = 0;
    const void* response = memory.Respond(cycle, &id);
    top.rd_rsp_valid_i = response != nullptr;
    if (response == nullptr) return;
    top.rd_rsp_id_i = id & 3;
    std::memcpy(&top.rd_rsp_data_i, response, sizeof(top.rd_rsp_data_i));
  }

  // Moves the memory by one cycle and the accelerator with it. False on an access out of bounds.
  bool Step(itg::PluginResult* result) {
    const bool read = top.rd_valid_o && top.rd_ready_i;
    const bool write = top.wr_valid_o && top.wr_ready_i;
    const bool waits = top.rd_rsp_valid_i && !top.rd_rsp_ready_o;
    const uint64_t read_address = top.rd_addr_o;
    const uint32_t read_id = top.rd_id_o;
    if (write) {
      uint8_t data[sizeof(top.wr_data_o)];
      ReadPort(top.wr_data_o, data);
      if (!memory.Write(top.wr_addr_o, data, top.wr_strb_o)) {
        result->status = itg::kPluginBadWrite;
        return false;
      }
    }
    Clock();
    ++cycle;
    if (read && !memory.Request(cycle, read_address, read_id)) {
      result->status = itg::kPluginBadRead;
      return false;
    }
    if (!waits) Respond();
    top.rd_ready_i = memory.ReadReady();
    top.wr_ready_i = memory.WriteReady();
    return true;
  }

  // The first assertion that failed during the command makes its result worthless.
  void ReportAssertions([[maybe_unused]] int errors_before,
                        [[maybe_unused]] itg::PluginResult* result) {
#if ITG_ASSERTIONS
    if (context.errorCount() != errors_before) {
      result->status = itg::kPluginAssertion;
      const size_t line = assertion_text.find('\n');
      std::snprintf(result->assertion, sizeof result->assertion, "%s",
                    assertion_text.substr(0, line).c_str());
    }
    assertion_text.clear();
#endif
  }

  void Run(const itg::PluginRun& run, itg::PluginResult* result) {
    *result = {};
    const int errors_before = context.errorCount();
    result->start_cycle = cycle;
    memory.Attach(run);
    top.start_i = 1;
    top.cmd_addr_i = run.command_address;
    top.seed_i = run.seed;
    top.step_i = run.training_step;
    const uint64_t limit = cycle + run.watchdog;
    bool running = true;
    while (running && !top.done_o) {
      running = Step(result);
      if (running && cycle >= limit) {
        result->status = itg::kPluginHang;
        running = false;
      }
    }
    if (running) {
      top.start_i = 0;
      result->status = top.illegal_o ? itg::kPluginIllegalCommand : itg::kPluginDone;
      Step(result);  // back to idle
    }
    result->fault_address = memory.fault_address();
    result->end_cycle = cycle;
    result->traced_cycles = traced_cycles;
    ReadPort(top.counters_o, result->counters);
    ReportAssertions(errors_before, result);
  }

  itg::PluginOptions options;
  VerilatedContext context;
  Vitg_top top;
  itg::MemoryModel memory;
#if VM_TRACE
  std::unique_ptr<VerilatedFstC> trace;
#endif
  uint64_t cycle = 0;
  uint64_t traced_cycles = 0;
};

extern "C" {

__attribute__((visibility("default"))) int32_t itg_plugin_api_version(void) {
  return itg::kPluginApiVersion;
}

__attribute__((visibility("default"))) itg_plugin* itg_plugin_create(
    const itg::PluginOptions* options) {
  auto plugin = std::make_unique<itg_plugin>(*options);
  return plugin->IsUsable() ? plugin.release() : nullptr;
}

__attribute__((visibility("default"))) void itg_plugin_destroy(itg_plugin* plugin) {
  delete plugin;
}

__attribute__((visibility("default"))) void itg_plugin_parameters(itg_plugin* plugin,
                                                                  uint32_t* parameters) {
  ReadPort(plugin->top.parameters_o, parameters);
}

__attribute__((visibility("default"))) void itg_plugin_run(itg_plugin* plugin,
                                                           const itg::PluginRun* run,
                                                           itg::PluginResult* result) {
  plugin->Run(*run, result);
}
}
