// SPDX-License-Identifier: Apache-2.0
//
// Running the tools that build a plug-in: no shell in between, so no name needs quoting.

#pragma once

#include <string>
#include <vector>

namespace itg {

// Path of the program `name` on $PATH; empty when there is none.
std::string FindProgram(const std::string& name);

// Runs argv[0] (a path) with the rest as arguments in `folder` and waits for it. What it prints,
// both streams, goes to the open file `output`. Returns the exit code; 128 + n when signal n ended
// it. Throws Error when it cannot be started.
int RunProgram(const std::vector<std::string>& argv, const std::string& folder, int output);

// What argv prints. Throws Error when it fails.
std::string OutputOf(const std::vector<std::string>& argv);

}  // namespace itg
