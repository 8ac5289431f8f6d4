// SPDX-License-Identifier: Apache-2.0
//
// The accelerator without its data, cycle by cycle: twin of rtl/itg_top.sv with its bus and memory.
// Every register that decides when something happens is here, none that holds a value of a tensor.

#pragma once

#include <array>
#include <cstdint>

#include "sim/activity/sequencer_state.h"
#include "sim/activity/terms.h"
#include "sim/cycle/control.h"
#include "sim/cycle/feeder.h"
#include "sim/cycle/loader.h"
#include "sim/cycle/memory_budget.h"
#include "sim/cycle/pass.h"
#include "sim/cycle/product_times.h"
#include "sim/cycle/read_path.h"
#include "sim/cycle/recurrence.h"
#include "sim/cycle/write_path.h"
#include "sim/rtl/plugin_api.h"

namespace itg::cycle {

using State = SequencerState;

class Core {
 public:
  explicit Core(const Sizes& sizes);

  // Makes the command at `descriptor_address` the one that runs.
  void Begin(const Control& control, uint32_t descriptor_address);
  bool done() const { return state_ == State::kIdle && begun_; }

  // One cycle of the command.
  void Step();
  // The same up to its end, in far fewer steps.
  CycleTerms Run();

  // Bytes that the memory may still move, a negative number for a debt. They outlive a command.
  int budget() const { return budget_.bytes(); }
  void set_budget(int bytes) { budget_.set_bytes(bytes); }

  State state() const { return state_; }
  bool array_reads() const { return feeder_.reads(); }
  uint64_t cycle() const { return cycle_; }
  const std::array<uint64_t, kPluginCounters>& counters() const { return counters_; }
  // See recurrence.h: all that a pass over a tensor depends on.
  template <typename V>
  void Visit(V* visit) {
    const bool free = writes_.NeverBlocks();
    pass_.Visit(visit, free ? static_cast<uint32_t>(sizes_.beat) : kBurstBoundary);
    reads_.Visit(visit);
    writes_.Visit(visit, free);
    budget_.Visit(visit);
    for (uint64_t& count : counters_) visit->Moving(&count, 1);
  }

  // What happens in the cycle, as the RTL's activity_o. Valid after its Step().
  uint16_t activity() const { return activity_; }

 private:
  // Requesters of the read port, the first goes first: itg_pkg::Read*.
  enum Reader : int { kSequencer, kLoader, kPassReaders };

  struct Spill {  // itg_spill
    bool first_col = true, row_last = false;
    uint32_t addr = 0, next_row = 0;
    int64_t rows = 0, cols = 0;
  };
  // Products that need not share the memory
  bool MaySkipProduct() const {
    return state_ == State::kProduct && entered_ && sizes_.bytes_per_cycle == 0;
  }
  void SkipProduct(TermCounter* terms);
  void RunPass(TermCounter* terms);
  PassWork Work() const;
  void SkipBlock(const ProductTimes::Block& block, TermCounter* terms);
  void StepPass(bool start);
  void BeginSpill();
  void NextSpill();
  void SettleWrites(uint64_t until);
  // What the sequencer sees in a cycle.
  struct Seen {
    bool granted, answered, write_granted, writes_idle, product_done, pass_done, block_last;
  };
  void Sequence(const Seen& seen);
  bool requests() const {
    return (state_ == State::kFetch || state_ == State::kExponents) && asked_ != wanted();
  }
  int wanted() const {
    if (state_ == State::kFetch) return kDescriptorBytes / sizes_.beat;
    return control_.product || control_.adds ? 2 : 1;
  }
  void Enter(State state) {
    state_ = state;
    entered_ = true;
  }
  void Count(PluginCounter counter, uint64_t by) {
    counters_[static_cast<size_t>(counter)] += by;
    activity_ = static_cast<uint16_t>(activity_ | 1 << (kActivityEvents + counter));
  }

  Sizes sizes_;
  Control control_;
  uint32_t descriptor_address_ = 0;
  State state_ = State::kIdle;
  bool begun_ = false, entered_ = false;
  int asked_ = 0, got_ = 0;
  Spill spill_;
  Loader loader_;
  Feeder feeder_;
  Tiles tiles_;
  Pass pass_;
  ReadPath reads_;
  WritePath writes_;
  MemoryBudget budget_;
  uint64_t cycle_ = 0;
  std::array<uint64_t, kPluginCounters> counters_ = {};
  uint16_t activity_ = 0;
  Recurrence recurrence_;
};

}  // namespace itg::cycle
