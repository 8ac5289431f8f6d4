// SPDX-License-Identifier: Apache-2.0
//
// What all machines share: adding up and comparing counters.

#include "model/machine/machine.h"

#include <algorithm>

namespace itg {

Counters& Counters::operator+=(const Counters& other) {
  for (const auto field : kCounterFields) this->*field += other.*field;
  return *this;
}

bool Counters::operator==(const Counters& other) const {
  return std::all_of(kCounterFields.begin(), kCounterFields.end(),
                     [&](auto field) { return this->*field == other.*field; });
}

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
  return std::all_of(kCycleTermFields.begin(), kCycleTermFields.end(),
                     [&](auto field) { return this->*field == other.*field; });
}

}  // namespace itg
