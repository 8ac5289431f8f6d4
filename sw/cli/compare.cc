// SPDX-License-Identifier: Apache-2.0
//
// intaglio compare
#include "sw/compare/compare.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "model/machine/golden_machine.h"
#include "sw/cli/output_folder.h"
#include "sw/cli/timeline.h"
#include "sw/cli/trace.h"
#include "sw/cli/verbs.h"

namespace itg {
namespace {

void ShowProgress(uint64_t done, uint64_t total) {
  if (isatty(STDERR_FILENO) == 0 || (done % 10 != 0 && done != total)) return;
  fmt::print(stderr, "\r\033[Kprogram {}/{}{}", done, total, done == total ? "\n" : "");
  std::fflush(stderr);
}

// `judged`: the coverage of the programs was asked for.
void Print(const CompareResult& result, bool judged) {
  fmt::print("{}", result.coverage.Table());
  for (const std::string& cell : result.missing) fmt::print("NOT COVERED {}\n", cell);
  if (result.failure) {
    fmt::print("DIFFERS program {}\n{}\n", result.failure->program, result.failure->what());
  }
  fmt::print("{} programs, {} commands with {} elements compared, {} mismatches, {}\n",
             result.programs, result.comparison.commands, result.comparison.elements,
             result.comparison.mismatches,
             judged ? fmt::format("{} empty cells", result.missing.size())
                    : std::string("coverage is not judged"));
}

// The command line that comes to the difference soonest: its program alone or, when the difference
// is the consequence of what ran before, all programs up to it.
std::string ReplayLine(const CompareVerbOptions& verb, const HwConfig& hw,
                       const MachineFactory& expected, const CompareFailure& failure) {
  CompareOptions alone = verb.compare;
  alone.only = failure.program;
  MachineOptions tested = verb.run.Machine(hw);
  if (tested.name == "systemc") tested.name = "rtl";  // a process has one platform
  const MachineFactory untraced = [&] { return MakeMachine(tested); };
  const CompareResult result = RunCompare(expected, untraced, hw, alone);
  const bool rtl = RunsRtl(verb.run.machine);
  return fmt::format(
      "intaglio compare --hw {}{} --seed {} {}{}{}", Quoted(verb.run.hw),
      verb.run.machine == "rtl" ? "" : " --machine " + verb.run.machine, verb.compare.seed,
      result.failure ? fmt::format("--only {}", failure.program)
                     : fmt::format("--programs {}", failure.program + 1),
      verb.out.empty() ? "" : " --out " + Quoted(verb.out),
      rtl ? " --trace " + TraceRange((result.failure ? *result.failure : failure).tested) : "");
}

}  // namespace

void ReplayFailure(const CompareVerbOptions& verb, const HwConfig& hw,
                   const MachineFactory& expected, const CompareFailure& failure) {
  const auto repeat = [&](MachineOptions traced) {
    traced.check = false;  // here the lockstep is that of the comparison
    const MachineFactory tested = [&traced] { return MakeMachine(traced); };
    const CompareResult again = RunCompare(expected, tested, hw, verb.compare);
    if (again.failure) throw Difference(*again.failure);
  };
  ReplayDifference(failure, verb.run.Machine(hw), verb.replay, verb.out, repeat, stdout);
}

// The RTL against golden and its predicted cycles; golden's fast kernel against its reference
// kernel.
int RunCompare(const CompareVerbOptions& options) {
  CompareVerbOptions verb = options;
  const HwConfig hw = HwConfig::FromFile(verb.run.hw);
  MachineOptions tested = verb.run.Machine(hw);
  if (RunsRtl(verb.run.machine)) verb.compare.cycles = ComparedCycles(tested);
  const OutputFolder folder(verb.out);
  SetTrace(verb.trace, verb.out, &tested);
  RunTimeline timeline(verb.timeline, &tested);
  const bool rtl = RunsRtl(verb.run.machine);
  const MachineFactory expected_factory = [&tested, rtl] {
    return rtl ? MakeExpected(tested) : MakeGoldenMachine(KernelChoice::kReference);
  };
  const MachineFactory tested_factory = [&tested] { return MakeMachine(tested); };
  const CompareResult result =
      RunCompare(expected_factory, tested_factory, hw, verb.compare, ShowProgress);
  Print(result, !verb.compare.only && !result.failure);
  fmt::print("{}{}", FinishTrace(tested), timeline.Finish());
  if (result.failure && verb.trace.empty()) {
    fmt::print("replay it{}: {}\n", rtl ? " with a waveform" : "",
               ReplayLine(verb, hw, expected_factory, *result.failure));
    if (rtl) ReplayFailure(verb, hw, expected_factory, *result.failure);
  }
  return result.passed() ? kExitFine : kExitDifference;
}

}  // namespace itg
