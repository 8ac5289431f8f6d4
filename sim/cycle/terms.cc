// SPDX-License-Identifier: Apache-2.0

#include "sim/cycle/terms.h"

#include "sim/cycle/core.h"
#include "sim/rtl/plugin_api.h"

namespace itg {

uint64_t CycleTerms::total() const {
  uint64_t sum = 0;
  for (const auto field : kCycleTermFields) sum += this->*field;
  return sum;
}

CycleTerms& CycleTerms::operator+=(const CycleTerms& other) {
  for (const auto field : kCycleTermFields) this->*field += other.*field;
  return *this;
}

CycleTerms CycleTerms::operator*(uint64_t times) const {
  CycleTerms product = *this;
  for (const auto field : kCycleTermFields) product.*field *= times;
  return product;
}

bool CycleTerms::operator==(const CycleTerms& other) const {
  for (const auto field : kCycleTermFields) {
    if (this->*field != other.*field) return false;
  }
  return true;
}

void TermCounter::Cycles(uint16_t activity, uint64_t cycles) {
  using cycle::State;
  const State state = static_cast<State>(activity >> kActivityState & 15);
  if (state == State::kProduct) {
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
    case State::kIdle:
    case State::kFetch:
    case State::kDecode:
    case State::kExponents:
      terms_.fetch += cycles;
      break;
    case State::kConfirm:
    case State::kWriteExponent:
    case State::kDrain:
    case State::kDone:
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
