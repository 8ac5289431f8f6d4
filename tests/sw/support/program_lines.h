// SPDX-License-Identifier: Apache-2.0
//
// A Program as text, a line a command:
// "conv1 forward+requantise_relu: input conv1.weight -> relu1.activation relu1.mask".

#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "model/program/program.h"

namespace itg {

inline std::vector<std::string> ProgramLines(const Program& program) {
  std::vector<std::string> lines;
  for (const Command& command : program.commands) {
    const std::vector<BufferId> outputs = Outputs(command);
    std::string line = Describe(command) + ":";
    for (const BufferId id : {command.a, command.b, command.mask, command.index}) {
      const bool written = std::find(outputs.begin(), outputs.end(), id) != outputs.end();
      if (id != kNoBuffer && !written) line += " " + program[id].name;
    }
    line += " ->";
    for (const BufferId id : outputs) line += " " + program[id].name;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace itg
