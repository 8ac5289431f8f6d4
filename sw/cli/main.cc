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
#include "sw/cli/cli.h"
#include "sw/report/revision.h"

namespace {

// CLI11 reports an unknown verb as a missing one.
std::string UnknownVerb(const CLI::App& app, const std::string& word) {
  std::string verbs;
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    if (verb->get_name() == word) return "";
    verbs += (verbs.empty() ? "" : ", ") + verb->get_name();
  }
  return "unknown verb '" + word + "' (allowed: " + verbs + ")";
}

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

// No option takes an empty word: `--seed "$SEED"` of an unset variable must not mean 0.
void RefuseEmptyWords(CLI::App* app) {
  for (CLI::App* verb : app->get_subcommands(nullptr)) {
    for (CLI::Option* option : verb->get_options()) {
      if (option->get_type_size() == 0) continue;  // a flag
      option->check([](const std::string& word) {
        return word.empty() ? std::string("must not be empty") : std::string();
      });
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
  CLI::App app("Trains neural networks in integers on simulated hardware", "intaglio");
  app.set_version_flag("--version",
                       std::string("intaglio ") + itg::Version() + " (" + itg::Revision() + ")");
  app.require_subcommand(1);
  itg::Verb chosen;
  itg::AddTrain(&app, &chosen);
  itg::AddEval(&app, &chosen);
  itg::AddCompare(&app, &chosen);
  itg::AddReplay(&app, &chosen);
  itg::AddDump(&app, &chosen);
  itg::AddDiff(&app, &chosen);
  itg::AddExport(&app, &chosen);
  itg::AddImport(&app, &chosen);
  RefuseEmptyWords(&app);
  const std::string first = argc > 1 ? argv[1] : "-";
  if (first.rfind('-', 0) != 0 && !UnknownVerb(app, first).empty()) {
    return BadInput(UnknownVerb(app, first));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    return Delivered(app.exit(request));
  } catch (const CLI::ParseError& error) {
    return BadInput(error.what() + std::string(" (see intaglio --help)"));
  }
  try {
    return Delivered(chosen());
  } catch (const itg::Error& error) {
    return BadInput(error.what());
  } catch (const std::exception& error) {
    if (std::ferror(stdout) != 0) return Delivered(itg::kExitBadInput);
    return BadInput(std::string("unexpected: ") + error.what());
  }
}
