// SPDX-License-Identifier: Apache-2.0
//
// The command line: verbs, their options and the help about them.

#pragma once

#include <functional>

namespace itg {

// Runs the verb that was chosen and returns its exit code.
using Verb = std::function<int()>;

// Throws Error for a command line that nobody can run; --help and --version are verbs too.
Verb ParseCommandLine(int argc, char** argv);

}  // namespace itg
