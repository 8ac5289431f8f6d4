// SPDX-License-Identifier: Apache-2.0
//
// The plug-in's side of plugin_api.h: a driver, the Verilated accelerator, its memory, and the
// clock that moves them. The only file of the project that includes Verilator's headers; compiled
// together with the generated code.

#include <cstdarg>
#include <cstdio>
#include <memory>
#include <string>

#include "Vitg_accelerator.h"
#include "rising_clocks.inc"  // written with the generated code: sim/rtl/rising_clocks.h
#include "sim/rtl/axi_ports.h"
#include "sim/rtl/driver.h"
#include "sim/rtl/memory_model.h"
#include "sim/rtl/plugin_api.h"
#include "verilated.h"
#if ITG_RECORDS
#include "recorded_ports.inc"  // written with the generated code: sim/rtl/recorded_blocks.h
#include "sim/rtl/port_recorder.h"
#endif
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

struct itg_plugin {
  explicit itg_plugin(const itg::PluginOptions& given)
      : options(given),
        top(&context, "itg_accelerator"),
        memory(given, sizeof(top.m_rdata_i)),
        driver(this) {
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
#if !VM_TRACE && !ITG_ASSERTIONS && defined(ITG_RISING_CLOCKS)
    RisingEdge(top.rootp);
#else
    top.eval();  // what follows from inputs: clock gates and assertions look at it before the edge
    Record();
    top.clk_i = 1;
    top.eval();
    Dump(0);
    top.clk_i = 0;
    top.eval();
    Dump(5);
#endif
  }

#ifdef ITG_RISING_CLOCKS
  // What eval() does for the rising edge of clk_i, which stays low here, and nothing else.
  void RisingEdge(Vitg_accelerator___024root* root) {
    if (InputsMoved()) {
      root->__VicoTriggered.at(0) = true;
      Vitg_accelerator___024root___eval_ico(root);  // what follows from inputs
    }
    Record();
#define ITG_RISES(trigger, condition) root->__VnbaTriggered.at(trigger) = condition;
    ITG_RISING_CLOCKS(root, ITG_RISES)
    Vitg_accelerator___024root___eval_nba(root);  // registers, and what follows from them
  }

  // Since the last edge. Addresses and data are only looked at while they are offered.
  bool InputsMoved() {
    const bool offered = top.s_awvalid_i || top.s_wvalid_i || top.s_arvalid_i || top.m_rvalid_i;
    const uint32_t bits = uint32_t{top.rst_ni} | uint32_t{top.s_bready_i} << 1 |
                          uint32_t{top.s_rready_i} << 2 | uint32_t{top.m_arready_i} << 3 |
                          uint32_t{top.m_awready_i} << 4 | uint32_t{top.m_wready_i} << 5 |
                          uint32_t{top.m_bvalid_i} << 6 | uint32_t{top.m_bresp_i} << 7 |
                          uint32_t{offered} << 9;
    const bool moved = offered || bits != input_bits_;
    input_bits_ = bits;
    return moved;
  }
  uint32_t input_bits_ = ~0U;
#endif

  void Record() {
#if ITG_RECORDS
    if (top.busy_o) {
      recorder.Cycle(cycle_, top.rootp);
    } else {
      recorder.End();
    }
#endif
  }

  void Dump([[maybe_unused]] uint64_t phase) {
#if VM_TRACE
    const bool counted = top.rst_ni != 0;  // the cycles of the reset have no number
    if (trace != nullptr && counted && cycle_ >= options.trace_first &&
        cycle_ <= options.trace_last) {
      trace->dump(static_cast<uint64_t>(10 * cycle_ + phase));
      if (phase == 0) ++traced_cycles;
    }
#endif
  }

  // What the driver needs of its host.
  void Step() {
    MemoryCycle(&top, &memory, &cycle_, [this] { Clock(); });
    if (observe != nullptr && top.busy_o) observe(observer, top.activity_o);
  }
  bool Write(uint32_t offset, uint32_t value) {
    return itg::WriteRegister(&top, offset, value, [this] { Step(); });
  }
  bool Read(uint32_t offset, uint32_t* value) {
    return itg::ReadRegister(&top, offset, value, [this] { Step(); });
  }
  void Await(uint64_t cycle) {
    while (!interrupt() && cycle_ < cycle) Step();
  }
  uint64_t cycle() const { return cycle_; }
  bool interrupt() const { return top.irq_o; }

  void Advance(uint64_t cycle) {
    const bool before = interrupt();
    while (interrupt() == before && cycle_ < cycle) Step();
  }
  void Report(itg::PluginState* state) const { *state = {cycle_, interrupt() ? 1 : 0}; }

  // The first assertion that failed during the command makes its result worthless.
  void Finish(itg::PluginResult* result) {
    result->traced_cycles = traced_cycles;
#if ITG_ASSERTIONS
    if (context.errorCount() != errors_before) {
      result->status = itg::kPluginAssertion;
      const size_t line = assertion_text.find('\n');
      std::snprintf(result->assertion, sizeof result->assertion, "%s",
                    assertion_text.substr(0, line).c_str());
    }
    assertion_text.clear();
    errors_before = context.errorCount();
#endif
  }

  void Run(const itg::PluginRun& run, itg::PluginResult* result) {
    *result = {};
    memory.Attach(run);
    observe = run.observe;
    observer = run.observer;
#if ITG_RECORDS
    recorder.Attach(run.record);
#endif
    driver.Run(run, result);
    result->fault_address = memory.fault_address();
    result->wrong_cycle = memory.wrong_cycle();
    Finish(result);
#if ITG_RECORDS
    recorder.End();
    recorder.Attach(nullptr);
#endif
  }

  itg::PluginOptions options;
  VerilatedContext context;
  Vitg_accelerator top;
  itg::MemoryModel memory;
  itg::Driver<itg_plugin> driver;
#if VM_TRACE
  std::unique_ptr<VerilatedFstC> trace;
#endif
#if ITG_RECORDS
  itg::PortRecorder recorder;
#endif
  uint64_t cycle_ = 0;
  uint64_t traced_cycles = 0;
  void (*observe)(void*, uint32_t) = nullptr;
  void* observer = nullptr;
  int errors_before = 0;  // of the simulator's when the last run was finished
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
  for (uint32_t i = 0; i < itg::kPluginParameters; ++i) {
    plugin->Read(INTAGLIO_PARAMETERS + 4 * i, &parameters[i]);
  }
}

__attribute__((visibility("default"))) void itg_plugin_run(itg_plugin* plugin,
                                                           const itg::PluginRun* run,
                                                           itg::PluginResult* result) {
  plugin->Run(*run, result);
}

__attribute__((visibility("default"))) void itg_plugin_attach(itg_plugin* plugin,
                                                              const itg::PluginMemory* memory) {
  plugin->memory.Attach(*memory);
}

__attribute__((visibility("default"))) void itg_plugin_observe(itg_plugin* plugin,
                                                               void (*observe)(void*, uint32_t),
                                                               void* observer) {
  plugin->observe = observe;
  plugin->observer = observer;
}

__attribute__((visibility("default"))) void itg_plugin_advance(itg_plugin* plugin, uint64_t cycle,
                                                               itg::PluginState* state) {
  plugin->Advance(cycle);
  plugin->Report(state);
}

__attribute__((visibility("default"))) int32_t itg_plugin_write(itg_plugin* plugin, uint32_t offset,
                                                                uint32_t value,
                                                                itg::PluginState* state) {
  const bool good = plugin->Write(offset, value);
  plugin->Report(state);
  return good ? 1 : 0;
}

__attribute__((visibility("default"))) int32_t itg_plugin_read(itg_plugin* plugin, uint32_t offset,
                                                               uint32_t* value,
                                                               itg::PluginState* state) {
  const bool good = plugin->Read(offset, value);
  plugin->Report(state);
  return good ? 1 : 0;
}

__attribute__((visibility("default"))) void itg_plugin_finish(itg_plugin* plugin,
                                                              itg::PluginResult* result) {
  plugin->Finish(result);
}
}
