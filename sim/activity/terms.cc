// SPDX-License-Identifier: Apache-2.0

#include "sim/activity/terms.h"

#include "sim/activity/sequencer_state.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

void TermCounter::Cycles(uint16_t activity, uint64_t cycles) {
  const SequencerState state = static_cast<SequencerState>(activity >> kActivityState & 15);
  if (state == SequencerState::kProduct) {
    in_product_ = true;
    if ((activity >> (kActivityEvents + kScratchpadReads) & 1) == 0) {
      quiet_ += cycles;
      return;
    }
    (streamed_ ? terms_.stall : terms_.fill) += quiet_;
    quiet_ = 0;
    streamed_ = true;
    terms_.stream += cycles;
    return;
  }
  if (in_product_) LeaveProduct();
  switch (state) {
    case SequencerState::kIdle:
    case SequencerState::kFetch:
    case SequencerState::kDecode:
    case SequencerState::kExponents:
      terms_.fetch += cycles;
      break;
    case SequencerState::kConfirm:
    case SequencerState::kWriteExponent:
    case SequencerState::kDrain:
    case SequencerState::kDone:
      terms_.write_back += cycles;
      break;
    default:
      terms_.second_pass += cycles;
      break;
  }
}

void TermCounter::LeaveProduct() {
  terms_.drain += quiet_;
  quiet_ = 0;
  in_product_ = streamed_ = false;
}

CycleTerms TermCounter::Finish() {
  if (in_product_) LeaveProduct();
  const CycleTerms terms = terms_;
  *this = {};
  return terms;
}

}  // namespace itg
