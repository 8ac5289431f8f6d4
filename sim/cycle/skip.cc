// SPDX-License-Identifier: Apache-2.0
//
// A command without most of its cycles: passes over tensors by their periods (recurrence.h),
// products by ProductTimes, block by block. Loads and the passes between blocks do not meet: one
// reads, one writes.

#include "sim/cycle/core.h"

namespace itg::cycle {
namespace {

constexpr uint16_t kReads = 1 << (kActivityEvents + kScratchpadReads);
constexpr uint16_t kProducing = static_cast<uint16_t>(State::kProduct);

}  // namespace

void Core::BeginSpill() {
  spill_.first_col = true;
  spill_.addr = control_.spill_addr;
}

void Core::NextSpill() {
  const uint32_t next = spill_.first_col ? pass_.next_row() : spill_.next_row;
  spill_.addr = spill_.row_last ? next : spill_.addr + static_cast<uint32_t>(4 * spill_.cols);
  spill_.next_row = next;
  spill_.first_col = spill_.row_last;
}

CycleTerms Core::Run() {
  TermCounter terms;
  while (!done()) {
    if (MaySkipProduct()) {
      SkipProduct(&terms);
      continue;
    }
    if (entered_ && (state_ == State::kScan || state_ == State::kSecondPass)) {
      recurrence_.Clear();
      RunPass(&terms);
      Seen seen = {};
      seen.pass_done = true;
      Sequence(seen);
      continue;
    }
    Step();
    terms.Cycle(activity_);
  }
  return terms.Finish();
}

// From its start to the cycle after its last.
void Core::RunPass(TermCounter* terms) {
  writes_.Watch();
  bool done = false;
  for (bool start = true; !done; start = false) {
    done = pass_.done();
    StepPass(start);
    terms->Cycle(activity_);
    if (!pass_.AtBegin()) continue;
    terms->Cycles(static_cast<uint16_t>(state_), recurrence_.Skip(this, &cycle_));
  }
}

void Core::SkipProduct(TermCounter* terms) {
  ProductTimes times(control_, sizes_, cycle_);
  BeginSpill();
  recurrence_.Clear();
  ProductTimes::Block block;
  for (uint64_t begin = cycle_; !block.last; begin = cycle_ - 1) {
    block = times.Next(begin);
    SkipBlock(block, terms);
    if (!control_.spills()) break;
    state_ = State::kSpill;
    recurrence_.Interrupt();
    RunPass(terms);
    if (!block.last) NextSpill();
  }
  counters_[kScratchpadWrites] += times.loads().beats_written();
  counters_[kMemoryReads] += times.loads().beats_read();
  entered_ = false;
  state_ = !control_.spills() ? State::kQueryRange
           : control_.rounds  ? State::kConfirm
                              : State::kWriteExponent;
}

// From the cycle in which it begins to the one after it is done.
void Core::SkipBlock(const ProductTimes::Block& block, TermCounter* terms) {
  terms->Cycles(kProducing, block.first_read - cycle_);
  terms->Cycles(kProducing | kReads, 1);
  terms->Cycles(kProducing, block.last_read - block.first_read + 1 - block.reads);
  terms->Cycles(kProducing | kReads, block.reads - 1);
  terms->Cycles(kProducing, block.done - block.last_read);
  counters_[kArrayCycles] += block.reads;
  counters_[kScratchpadReads] += 2 * block.reads;
  counters_[kAccumulatorReads] += block.sums_added;
  counters_[kAccumulatorWrites] += block.sums_written;
  spill_.rows = block.rows;
  spill_.cols = block.cols;
  spill_.row_last = block.row_last;
  SettleWrites(block.done + 1);
}

// What was still on its way to memory goes on.
void Core::SettleWrites(uint64_t until) {
  for (; cycle_ != until && !writes_.settled(); ++cycle_) {
    writes_.Edge(cycle_, false, 0, &budget_);
    budget_.Refill();
    writes_.Offer(cycle_ + 1, budget_);
  }
  cycle_ = until;
}

// Step() where only a pass and the memory have something to do.
void Core::StepPass(bool start) {
  activity_ = static_cast<uint16_t>(state_);
  int reader = ReadPath::kNobody, writer = -1;
  uint32_t read_addr = 0, write_addr = 0;
  if (reads_.ready() && state_ != State::kSpill) {
    for (int i = 0; i < Pass::kReaders && reader == ReadPath::kNobody; ++i) {
      if (!pass_.reader(i).requests()) continue;
      reader = i;
      read_addr = pass_.reader(i).addr();
    }
  }
  if (writes_.ready()) {
    for (int i = 0; i < Pass::kWriters && writer < 0; ++i) {
      if (!pass_.writes(i)) continue;
      writer = i;
      write_addr = pass_.writer(i).addr();
    }
  }
  const int answers = reads_.answers();
  const bool answered = answers != ReadPath::kNobody;
  if (answered) Count(kMemoryReads, 1);
  if (writer >= 0) Count(kMemoryWrites, 1);
  const PassWork work = start ? Work() : PassWork{};
  const PassEvents events =
      pass_.Edge(start ? &work : nullptr, reader, writer, answered ? answers - kPassReaders : -1);
  if (events.acc_read) Count(kAccumulatorReads, 1);
  if (events.acc_write) Count(kAccumulatorWrites, 1);
  if (events.rounded != 0) Count(kRounded, static_cast<uint64_t>(events.rounded));
  if (state_ != State::kSpill) {
    reads_.Edge(cycle_, reader == ReadPath::kNobody ? reader : reader + kPassReaders, read_addr,
                answered, &budget_);
  }
  writes_.Edge(cycle_, writer >= 0, write_addr, &budget_);
  ++cycle_;
  budget_.Refill();
  if (state_ != State::kSpill) reads_.Offer(cycle_, budget_);
  writes_.Offer(cycle_, budget_);
}

}  // namespace itg::cycle
