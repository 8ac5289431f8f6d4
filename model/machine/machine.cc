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

}  // namespace itg
