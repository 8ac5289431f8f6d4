// SPDX-License-Identifier: Apache-2.0
//
// Time that repeats itself, skipped. A deterministic machine that comes to a state it was in before
// will do the same again; so what is done between the two can be done many times at once.
//
// A unit shows its registers to a visitor, `template <typename V> void Visit(V* visit)`, which
// sorts them by what they mean for the future:
//
//   Exact(value)           a state is the same only if this is
//   Moving(&value, m)      only value modulo m counts; a period adds a fixed number to it
//   Left(&value, least)    counts down, and as long as at least so many are left it does not matter
//                          how many; a period takes a fixed number from it
//   Time(&value)           a cycle: only its distance from now counts
//   Passing(&value)        a cycle, and not even that

#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace itg::cycle {

class Recurrence {
 public:
  // Forgets the states: those to come follow other rules.
  void Clear() { states_.clear(); }
  // What was seen so far did not lead to what comes now, but may come again.
  void Interrupt() { ++stretch_; }

  // At a place of the machine that comes again. `machine` is in cycle *now: skips as many whole
  // periods as there are. Returns the cycles skipped.
  template <typename Machine>
  uint64_t Skip(Machine* machine, uint64_t* now);

 private:
  static constexpr size_t kMostStates = 2048;

  struct Values {
    std::vector<uint64_t> exact, moving, left, least;
    uint64_t now = 0;
  };
  class Reader {
   public:
    Reader(Values* values, uint64_t now) : values_(values), now_(now) {}
    template <typename T>
    void Exact(const T& value) {
      values_->exact.push_back(static_cast<uint64_t>(value));
    }
    template <typename T>
    void Moving(T* value, uint64_t modulus) {
      values_->exact.push_back(static_cast<uint64_t>(*value) % modulus);
      values_->moving.push_back(static_cast<uint64_t>(*value));
    }
    template <typename T>
    void Left(T* value, uint64_t least) {
      values_->left.push_back(static_cast<uint64_t>(*value));
      values_->least.push_back(least);
    }
    void Time(uint64_t* value) { values_->exact.push_back(*value - now_); }
    void Passing(uint64_t* /*value*/) {}

   private:
    Values* values_;
    uint64_t now_;
  };
  // What a period adds, `times` over.
  struct Period {
    uint64_t cycles = 0;
    std::vector<uint64_t> moving, left;
  };
  class Mover {
   public:
    Mover(const Period& period, uint64_t times) : period_(period), times_(times) {}
    template <typename T>
    void Exact(const T& /*value*/) {}
    template <typename T>
    void Moving(T* value, uint64_t /*modulus*/) {
      *value = static_cast<T>(static_cast<uint64_t>(*value) + times_ * period_.moving[moving_++]);
    }
    template <typename T>
    void Left(T* value, uint64_t /*least*/) {
      *value = static_cast<T>(static_cast<uint64_t>(*value) - times_ * period_.left[left_++]);
    }
    void Time(uint64_t* value) { *value += times_ * period_.cycles; }
    void Passing(uint64_t* value) { Time(value); }

   private:
    const Period& period_;
    uint64_t times_;
    size_t moving_ = 0, left_ = 0;
  };
  struct Seen {
    std::vector<uint64_t> moving, left;
    uint64_t now = 0;
    uint64_t stretch = 0;
    Period period;  // 0 cycles: not known yet
  };
  struct Hash {
    size_t operator()(const std::vector<uint64_t>& words) const;
  };

  static Period Between(const Seen& before, const Values& now);
  static uint64_t Times(const Period& period, const Values& values);

  std::unordered_map<std::vector<uint64_t>, Seen, Hash> states_;
  Values values_;
  uint64_t stretch_ = 0;
};

template <typename Machine>
uint64_t Recurrence::Skip(Machine* machine, uint64_t* now) {
  values_.exact.clear();
  values_.moving.clear();
  values_.left.clear();
  values_.least.clear();
  values_.now = *now;
  Reader reader(&values_, *now);
  machine->Visit(&reader);
  const auto found = states_.find(values_.exact);
  if (found == states_.end()) {
    if (states_.size() < kMostStates) {
      states_[values_.exact] = {values_.moving, values_.left, *now, stretch_, {}};
    }
    return 0;
  }
  Seen& seen = found->second;
  if (seen.period.cycles == 0) {
    if (seen.stretch != stretch_) {
      seen = {values_.moving, values_.left, *now, stretch_, {}};
      return 0;
    }
    seen.period = Between(seen, values_);
  }
  const uint64_t times = Times(seen.period, values_);
  if (times == 0) return 0;
  Mover mover(seen.period, times);
  machine->Visit(&mover);
  *now += times * seen.period.cycles;
  return times * seen.period.cycles;
}

}  // namespace itg::cycle
