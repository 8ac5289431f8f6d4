// SPDX-License-Identifier: Apache-2.0
//
// intaglio: the command line. Exit codes: 0 fine, 1 a difference was found, 2 bad input.
#include <cstdio>
#include <exception>
#include <string>

#include "model/error.h"
#include "sw/cli/cli.h"
#include "sw/report/revision.h"

int main(int argc, char** argv) {
  CLI::App app("Trains neural networks in integers on simulated hardware", "intaglio");
  app.set_version_flag("--version",
                       std::string("intaglio ") + itg::Version() + " (" + itg::Revision() + ")");
  app.require_subcommand(1);
  itg::Verb chosen;
  itg::AddTrain(&app, &chosen);
  itg::AddCompare(&app, &chosen);
  itg::AddReplay(&app, &chosen);
  itg::AddDump(&app, &chosen);
  itg::AddDiff(&app, &chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    return app.exit(request);
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "intaglio: %s (see intaglio --help)\n", error.what());
    return itg::kExitBadInput;
  }
  try {
    return chosen();
  } catch (const itg::Error& error) {
    std::fprintf(stderr, "intaglio: %s\n", error.what());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "intaglio: unexpected: %s\n", error.what());
  }
  return itg::kExitBadInput;
}
