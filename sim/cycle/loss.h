// SPDX-License-Identifier: Apache-2.0
//
// The four passes of the cross-entropy over a sample, cycle by cycle: twins of
// rtl/post/itg_loss.sv, itg_row_buffer.sv, itg_divider.sv and itg_loss_target.sv.

#pragma once

#include <cstdint>

namespace itg::cycle {

// Two rows, one filled while the other is read.
class RowBuffer {
 public:
  bool ready() const { return full_ != 2; }
  bool valid() const { return valid_; }
  bool row_last() const { return row_last_; }  // of the element that is offered

  template <typename V>
  void Visit(V* visit) {
    visit->Exact(windex_);
    visit->Exact(rindex_);
    visit->Exact(full_ << 2 | valid_ << 1 | row_last_);
  }

  void Edge(int64_t length, bool writes, bool taken) {
    const bool write = writes && ready();
    const bool fetch = full_ != 0 && (!valid_ || taken);
    const bool wlast = windex_ == length - 1, rlast = rindex_ == length - 1;
    if (write) windex_ = wlast ? 0 : windex_ + 1;
    if (fetch) {
      row_last_ = rlast;
      rindex_ = rlast ? 0 : rindex_ + 1;
    }
    if (fetch || taken) valid_ = fetch;
    full_ += (write && wlast ? 1 : 0) - (fetch && rlast ? 1 : 0);
  }

 private:
  int64_t windex_ = 0, rindex_ = 0;
  int full_ = 0;
  bool valid_ = false, row_last_ = false;
};

class Loss {
 public:
  explicit Loss(int out_bits) : stages_(out_bits + 4) {}

  void Set(int64_t classes) { classes_ = classes; }

  // Of this cycle
  bool logit_ready() const { return !valid_1_ || scaled_.ready(); }
  bool label_ready() const { return got_ != 4; }
  bool valid() const { return parts_.valid() && known_; }

  void Edge(bool logit, bool label, bool taken);

  template <typename V>
  void Visit(V* visit) {
    visit->Exact(valid_1_ << 2 | valid_2_ << 1 | valid_3_);
    visit->Exact(valid_4_);
    visit->Exact(got_ << 1 | known_);
    for (RowBuffer* rows : {&scaled_, &powers_, &parts_}) rows->Visit(visit);
  }

 private:
  int stages_;  // of the divider: a bit of valid_4_ each
  int64_t classes_ = 1;
  bool valid_1_ = false, valid_2_ = false, valid_3_ = false;
  uint32_t valid_4_ = 0;
  RowBuffer scaled_, powers_, parts_;
  int got_ = 0;  // bytes of the next label
  bool known_ = false;
};

inline void Loss::Edge(bool logit, bool label, bool taken) {
  const bool divided = (valid_4_ >> (stages_ - 1) & 1) != 0;
  const bool step_1 = logit_ready();
  const bool step_2 = !valid_2_ || powers_.ready();
  const bool step_3 = !divided || parts_.ready();
  const bool step_5 = taken && known_;
  const bool release = valid() && taken && parts_.row_last();
  const bool load = !label_ready() && (!known_ || release);

  if (label && label_ready()) ++got_;
  if (load) got_ = 0;
  if (load || release) known_ = load;

  const bool arrives_2 = scaled_.valid(), arrives_3 = powers_.valid();
  scaled_.Edge(classes_, valid_1_, step_2);
  powers_.Edge(classes_, valid_2_, step_3);
  parts_.Edge(classes_, divided, step_5);
  if (step_3) {
    valid_4_ = (valid_4_ << 1 | (valid_3_ ? 1 : 0)) & ((1U << stages_) - 1);
    valid_3_ = arrives_3;
  }
  if (step_2) valid_2_ = arrives_2;
  if (step_1) valid_1_ = logit;
}

}  // namespace itg::cycle
