// SPDX-License-Identifier: Apache-2.0
//
// Who watches a machine cycle by cycle. A machine with cycles tells its observer of every command:
// Begin, Cycle once for each of its cycles, End.

#pragma once

#include <cstddef>
#include <cstdint>

#include "model/machine/machine.h"

namespace itg {

class ActivityObserver {
 public:
  virtual ~ActivityObserver() = default;

  // Command `index` of the program is about to run. False: its cycles and its end need not be told,
  // and the machine can be as fast as without an observer.
  virtual bool Begin(size_t index, const Command& command) = 0;
  // What happens in the next cycle of the command: kActivityState and kActivityEvents of
  // sim/rtl/plugin_api.h. A machine without values has no event kSaturations. Does not throw:
  // between machine and observer there may be code of another compiler.
  virtual void Cycle(uint16_t activity) noexcept = 0;
  // The command is over. Not called for one that fails.
  virtual void End(const Retired& retired) = 0;
};

}  // namespace itg
