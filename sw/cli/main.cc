// SPDX-License-Identifier: Apache-2.0
//
// intaglio: the command line. Exit codes: 0 fine, 1 a difference was found, 2 bad input or lost
// output, 128 + signal interrupted.
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

#include "model/error.h"
#include "sw/cli/command_line.h"
#include "sw/cli/verbs.h"

namespace {

int BadInput(const std::string& what) {
  std::fprintf(stderr, "intaglio: %s\n", what.c_str());
  return itg::kExitBadInput;
}

// `exit_code`, unless what was printed is lost: a full disk must not look like success.
int Delivered(int exit_code) {
  errno = 0;
  std::cout.flush();
  const bool flushed = std::fflush(stdout) == 0;
  if (flushed && std::ferror(stdout) == 0) return exit_code;
  const std::string reason = errno == 0 ? "an earlier write failed" : std::strerror(errno);
  return BadInput("standard output: cannot write: " + reason);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
  try {
    return Delivered(itg::ParseCommandLine(argc, argv)());
  } catch (const itg::Error& error) {
    return BadInput(error.what());
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) return Delivered(itg::kExitBadInput);
    return BadInput(std::string("unexpected: ") + error.what());
  }
}
