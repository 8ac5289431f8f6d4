// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/core.h"

namespace itg::cycle {
namespace {

constexpr int kSequencerWrites = Pass::kWriters;  // behind those of the pass

}  // namespace

Core::Core(const Sizes& sizes)
    : sizes_(sizes),
      control_(Descriptor{}),
      pass_(sizes),
      reads_(sizes),
      writes_(sizes),
      budget_(sizes) {}

void Core::Begin(const Control& control, uint32_t descriptor_address) {
  control_ = control;
  descriptor_address_ = descriptor_address;
  loader_.Set(control_, sizes_);
  feeder_.Set(control_, sizes_);
  pass_.Set(control_);
  counters_ = {};
  begun_ = false;
}

PassWork Core::Work() const {
  PassWork work;
  if (state_ == State::kSpill) {
    work.from_sram = true;
    work.out_size = 2;
    work.rows = spill_.rows;
    work.cols = spill_.cols;
    work.out_addr = spill_.addr;
    work.row_bytes = 4 * spill_.cols;
    work.pitch = static_cast<uint32_t>(4 * control_.cols);
    return work;
  }
  work.scan = state_ == State::kScan;
  work.x_memory = control_.x_memory;
  work.x_size = control_.x_size;
  work.x_addr = control_.a_addr;
  if (control_.product) {
    work.from_sram = !control_.spills();
    work.x_memory = control_.spills();
    work.x_size = control_.spills() ? 2 : 0;
    if (control_.spills()) work.x_addr = control_.spill_addr;
  }
  work.windowed = control_.windowed;
  work.adds = control_.adds;
  work.sums = control_.sums;
  work.selects = control_.selects;
  work.maxes = control_.maxes;
  work.loss = control_.loss;
  work.rounds = control_.rounds;
  work.reads_mask = control_.reads_mask;
  work.reads_weight = control_.reads_weight;
  work.master = control_.master;
  work.writes_mask = control_.writes_mask;
  work.writes_index = control_.writes_index;
  work.out_size = control_.out_size;
  work.rows = control_.rows;
  work.cols = control_.cols;
  work.out_addr = control_.out_addr;
  return work;
}

void Core::Step() {
  activity_ = static_cast<uint16_t>(state_);

  // Read port: the first goes first
  int reader = ReadPath::kNobody;
  uint32_t addr = 0;
  if (reads_.ready()) {
    if (requests()) {
      reader = kSequencer;
      addr = state_ == State::kFetch
                 ? descriptor_address_ + static_cast<uint32_t>(sizes_.beat * asked_)
             : asked_ == 0 ? control_.a_exp_addr
                           : control_.b_exp_addr;
    } else if (loader_.requests()) {
      reader = kLoader;
      addr = loader_.addr();
    } else {
      for (int i = 0; i < Pass::kReaders && reader == ReadPath::kNobody; ++i) {
        if (!pass_.reader(i).requests()) continue;
        reader = kPassReaders + i;
        addr = pass_.reader(i).addr();
      }
    }
  }
  const int answered = reads_.answers();
  const bool loader_answered = answered == kLoader;
  const bool taken = answered != ReadPath::kNobody && (!loader_answered || loader_.takes());

  // Write port
  int writer = -1;
  uint32_t write_addr = 0;
  if (writes_.ready()) {
    for (int i = 0; i < kSequencerWrites && writer < 0; ++i) {
      if (!pass_.writes(i)) continue;
      writer = i;
      write_addr = pass_.writer(i).addr();
    }
    if (writer < 0 && state_ == State::kWriteExponent) {
      writer = kSequencerWrites;
      write_addr = control_.out_exp_addr;
    }
  }

  // What begins
  const bool product_start = state_ == State::kProduct && entered_;
  const bool pass_start = entered_ && (state_ == State::kSpill || state_ == State::kScan ||
                                       state_ == State::kSecondPass);
  const bool pass_done = pass_.done();
  const bool product_done = tiles_.done();
  const bool block_last = feeder_.block_last();
  const bool resume = state_ == State::kSpill && pass_done && !block_last;

  // Events
  if (tiles_.active()) Count(kArrayCycles, 1);
  if (feeder_.reads()) Count(kScratchpadReads, 2);
  if (loader_.writes(loader_answered)) Count(kScratchpadWrites, 1);
  if (taken) Count(kMemoryReads, 1);
  if (writer >= 0) Count(kMemoryWrites, 1);

  // Clock edges
  if (product_done) {
    spill_.rows = feeder_.block_rows();
    spill_.cols = feeder_.block_cols();
    spill_.row_last = feeder_.row_last();
  }
  if (resume) NextSpill();
  if (product_start) BeginSpill();
  const PassWork work = pass_start ? Work() : PassWork{};
  const PassEvents events = pass_.Edge(pass_start ? &work : nullptr, reader - kPassReaders, writer,
                                       answered - kPassReaders);
  if (events.acc_read || (tiles_.row_valid() && tiles_.row_accumulates())) {
    Count(kAccumulatorReads, 1);
  }
  if (events.acc_write || tiles_.row_valid()) Count(kAccumulatorWrites, 1);
  if (events.rounded != 0) Count(kRounded, static_cast<uint64_t>(events.rounded));

  const bool consumed = feeder_.consumed();
  const bool loaded = loader_.loaded();
  tiles_.Edge(feeder_.reads(), feeder_.finishes(), feeder_.tile());
  feeder_.Edge(product_start, resume, loaded);
  loader_.Edge(product_start, reader == kLoader, loader_answered, consumed);
  const Seen seen = {reader == kSequencer,
                     answered == kSequencer,
                     writer == kSequencerWrites,
                     writes_.idle(),
                     product_done,
                     pass_done,
                     block_last};
  reads_.Edge(cycle_, reader, addr, taken, &budget_);
  writes_.Edge(cycle_, writer >= 0, write_addr, &budget_);
  Sequence(seen);
  ++cycle_;
  budget_.Refill();
  reads_.Offer(cycle_, budget_);
  writes_.Offer(cycle_, budget_);
}

void Core::Sequence(const Seen& seen) {
  const bool got_last = seen.answered && got_ + 1 == wanted();
  entered_ = false;
  if (seen.granted) ++asked_;
  if (seen.answered) ++got_;
  switch (state_) {
    case State::kIdle:
      state_ = State::kFetch;
      begun_ = true;
      asked_ = got_ = 0;
      break;
    case State::kFetch:
      if (got_last) state_ = State::kDecode;
      break;
    case State::kDecode:
      state_ = State::kExponents;
      asked_ = got_ = 0;
      break;
    case State::kExponents:
      if (got_last) {
        Enter(control_.product                       ? State::kProduct
              : control_.rounds && !control_.by_four ? State::kScan
                                                     : State::kSecondPass);
      }
      break;
    case State::kProduct:
      if (seen.product_done) Enter(control_.spills() ? State::kSpill : State::kQueryRange);
      break;
    case State::kSpill:
      if (seen.pass_done) {
        state_ = !seen.block_last  ? State::kProduct
                 : control_.rounds ? State::kConfirm
                                   : State::kWriteExponent;
      }
      break;
    case State::kConfirm:
      if (seen.writes_idle) state_ = State::kQueryRange;
      break;
    case State::kScan:
      if (seen.pass_done) state_ = State::kQueryRange;
      break;
    case State::kQueryRange:
      state_ = State::kSetShift;
      break;
    case State::kSetShift:
      Enter(State::kSecondPass);
      break;
    case State::kSecondPass:
      if (seen.pass_done) state_ = control_.writes_exponent ? State::kWriteExponent : State::kDrain;
      break;
    case State::kWriteExponent:
      if (seen.write_granted) state_ = State::kDrain;
      break;
    case State::kDrain:
      if (seen.writes_idle) state_ = State::kDone;
      break;
    case State::kDone:
      state_ = State::kIdle;
      break;
  }
}

}  // namespace itg::cycle
