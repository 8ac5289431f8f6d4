// SPDX-License-Identifier: Apache-2.0
//
// The verbs of the program. Each adds itself to the command line with its options; the function
// that runs it returns the exit code.

#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace itg {

inline constexpr int kExitFine = 0;
inline constexpr int kExitDifference = 1;
inline constexpr int kExitBadInput = 2;

using Verb = std::function<int()>;

// `chosen` becomes the function that runs the verb when it is the one on the command line.
void AddTrain(CLI::App* app, Verb* chosen);
void AddEval(CLI::App* app, Verb* chosen);
void AddCompare(CLI::App* app, Verb* chosen);
void AddReplay(CLI::App* app, Verb* chosen);
void AddDump(CLI::App* app, Verb* chosen);
void AddDiff(CLI::App* app, Verb* chosen);
void AddExport(CLI::App* app, Verb* chosen);
void AddImport(CLI::App* app, Verb* chosen);

}  // namespace itg
