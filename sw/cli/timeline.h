// SPDX-License-Identifier: Apache-2.0

#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/timeline/timeline.h"
#include "sw/machines/machines.h"

namespace itg {

// `--timeline FILE[=FIRST:LAST]`: the machine's units as trace events (docs/timeline.md), of its
// first pass through a program or of these commands, counted from 0 in the order in which it
// executes them.
class RunTimeline {
 public:
  // Makes the observer of `options`; none when `text` is empty. Throws Error.
  RunTimeline(const std::string& text, MachineOptions* options);

  // After the run: completes the file. Returns a line that says what it holds; empty when none was
  // asked for. Throws Error when it cannot be written. Without it nothing is left behind, unless
  // the last command asked for was executed.
  std::string Finish();

 private:
  std::string file_;
  std::optional<CommandRange> commands_;
  bool waveform_ = false;  // the machine can write one
  std::shared_ptr<Timeline> timeline_;
};

}  // namespace itg
