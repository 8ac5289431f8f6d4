// SPDX-License-Identifier: Apache-2.0
#include "sw/cli/command_line.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "model/arith/bits.h"
#include "model/error.h"
#include "sw/cli/power_options.h"
#include "sw/cli/verbs.h"
#include "sw/report/revision.h"

namespace itg {
namespace {

constexpr int64_t kMost = int64_t{1} << 40;  // steps, programs

void AddSet(CLI::App* verb, const std::string& name, const std::string& about,
            std::vector<std::string>* overrides) {
  verb->add_option(name, *overrides, about)->type_size(1)->allow_extra_args(false);
}

// Returns --config.
CLI::Option* AddConfig(CLI::App* verb, RunOptions* run) {
  CLI::Option* const config = verb->add_option(
      "--config", run->config, "Training configuration: a file, or " + ShippedConfigs());
  verb->add_option("--seed", run->seed, "Seed of weights, image order and rounding");
  AddSet(verb, "--set", "key=value: replaces one key of the configuration", &run->overrides);
  return config;
}

// Returns --hw.
CLI::Option* AddMachine(CLI::App* verb, RunOptions* run) {
  verb->add_option("--machine", run->machine,
                   "golden; cycle: golden with the cycles of the RTL; rtl; systemc: the RTL in a "
                   "SystemC platform; systemc-loose: such a platform with cycle inside")
      ->capture_default_str();
  verb->add_option("--platform", run->platform,
                   "What the platform of --machine systemc is like: a file (docs/systemc.md)");
  return verb->add_option(
      "--hw", run->hw,
      "Hardware configuration of the RTL: a file, or base (the default), tiny, odd");
}

void AddReplayChoice(CLI::App* verb, const std::string& place, ReplayChoice* choice) {
  verb->add_flag("--no-replay", choice->off,
                 "After a difference: do not replay the command with a waveform, " +
                     std::string(kDifferenceFile) + ", into " + place);
  verb->add_option("--replay-cycles", choice->cycles, "Most cycles of that waveform")
      ->check(CLI::Range(uint64_t{1}, uint64_t{kMost}))
      ->capture_default_str();
}

// --set for a verb whose configuration comes from a checkpoint.
void AddSavedSet(CLI::App* verb, RunOptions* run) {
  AddSet(verb, "--set", "key=value: replaces one key of the configuration, as data.folder",
         &run->overrides);
}

void AddTimeline(CLI::App* verb, std::string* timeline) {
  verb->add_option(
      "--timeline", *timeline,
      "FILE or FILE=FIRST:LAST: write a timeline of the RTL's units, of the first pass "
      "through the commands or of these commands");
}

void AddTrain(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand("train", "Train a network on a machine");
  const auto options = std::make_shared<TrainOptions>();
  AddConfig(verb, &options->run);
  AddMachine(verb, &options->run);
  options->run.machine.clear();
  verb->add_flag("--check", options->check, "Compare the RTL with golden after every command");
  verb->add_flag("--float-twin", options->float_twin,
                 "Train the network in fp32 too, and report what that reached");
  verb->add_option("--out", options->out, "Folder for report, metrics and checkpoints");
  verb->add_option("--resume", options->resume,
                   "Continue the run in this folder; with --config: start it when there is none");
  const CLI::Range steps(int64_t{0}, kMost);
  verb->add_option("--checkpoint-every", options->checkpoint_every,
                   "Write a checkpoint every so many steps, besides every epoch")
      ->check(steps);
  verb->add_option("--log-every", options->log_every, "Log metrics every so many steps")
      ->check(steps);
  verb->add_option("--stats", options->stats, "Log statistics of all tensors every so many steps")
      ->check(steps);
  verb->add_option("--trace", options->trace,
                   "FIRST:LAST: write a waveform of these cycles, trace.fst, into --out or here");
  AddTimeline(verb, &options->timeline);
  AddReplayChoice(verb, "--out or here", &options->replay);
  verb->add_option("--energy", options->energy,
                   "Energy table: a file; default: horowitz_45nm, inside the program");
  verb->callback([options, chosen] { *chosen = [options] { return RunTrain(*options); }; });
}

void AddEval(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("eval", "Accuracy and loss of a checkpoint on a machine");
  const auto options = std::make_shared<EvalOptions>();
  verb->add_option("--checkpoint", options->checkpoint, "A checkpoint file");
  verb->add_option("--run", options->folder, "Folder of a run: its newest checkpoint");
  verb->add_option("--images", options->images, "test or train")
      ->check(CLI::IsMember({"test", "train"}))
      ->capture_default_str();
  AddMachine(verb, &options->run);
  verb->add_flag("--check", options->check, "Compare the RTL with golden after every command");
  AddTimeline(verb, &options->timeline);
  AddReplayChoice(verb, "the folder of --run or here", &options->replay);
  AddSavedSet(verb, &options->run);
  verb->add_option("--json", options->json, "Also write the result into this file");
  verb->callback([options, chosen] { *chosen = [options] { return RunEval(*options); }; });
}

void AddCompare(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("compare", "Run random programs on golden and RTL, compare everything");
  const auto options = std::make_shared<CompareVerbOptions>();
  options->run.machine = "rtl";
  AddMachine(verb, &options->run)
      ->required()
      ->description("Hardware configuration: a file, or base, tiny, odd");
  verb->add_option("--programs", options->compare.programs, "How many random programs")
      ->check(CLI::Range(uint64_t{1}, uint64_t{kMost}))
      ->capture_default_str();
  verb->add_option("--seed", options->compare.seed, "Seed of the programs")->capture_default_str();
  verb->add_option("--only", options->compare.only, "Run the program of this number alone");
  verb->add_option("--out", options->out, "Folder for waveforms; default: here");
  verb->add_option("--trace", options->trace,
                   "FIRST:LAST: write a waveform of these cycles, trace.fst, into --out or here");
  AddTimeline(verb, &options->timeline);
  AddReplayChoice(verb, "--out or here", &options->replay);
  verb->callback([options, chosen] { *chosen = [options] { return RunCompare(*options); }; });
}

void AddReplay(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("replay", "Replay recorded training steps and compare every tensor");
  const auto options = std::make_shared<ReplayOptions>();
  verb->add_option("folder", options->folder, "Folder with meta.json and .npy files")->required();
  AddMachine(verb, &options->run);
  verb->add_flag("--fused", options->fused, "Run fused commands; what they keep is not compared");
  verb->add_option("--trace", options->trace, "FIRST:LAST: write ./trace.fst of these cycles");
  AddTimeline(verb, &options->timeline);
  verb->callback([options, chosen] { *chosen = [options] { return RunReplay(*options); }; });
}

void AddDump(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand("dump", "Write tensors of a training step as .npy");
  const auto options = std::make_shared<DumpOptions>();
  AddConfig(verb, &options->run)->required();
  AddMachine(verb, &options->run);
  verb->add_option("--step", options->step, "Training step, counted from 0")->required();
  verb->add_option("--tensor", options->tensor, "Name, as fc1.weight or fc1.weight.before");
  verb->add_option("--out", options->out, "File for --tensor");
  verb->add_option("--all", options->all, "Folder for every tensor of the step")
      ->excludes("--tensor")
      ->excludes("--out");
  verb->callback([options, chosen] { *chosen = [options] { return RunDump(*options); }; });
}

void AddDiff(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "diff", "Show where two runs part: two folders or files, or two runs side by side");
  const auto options = std::make_shared<DiffOptions>();
  verb->add_option("paths", options->paths,
                   "Two folders of dump --all or train --out, or two .npy files")
      ->expected(2);
  AddConfig(verb, &options->first);
  AddMachine(verb, &options->first);
  verb->add_option("--config2", options->second.config, "Second run: as the first but for this");
  verb->add_option("--machine2", options->second.machine, "Second run: its machine");
  verb->add_option("--hw2", options->second.hw, "Second run: its hardware");
  verb->add_option("--seed2", options->second.seed, "Second run: its seed");
  AddSet(verb, "--set2", "Second run: key=value, after --set", &options->second.overrides);
  verb->add_option("--steps", options->steps, "Stop after so many steps")
      ->check(CLI::Range(int64_t{1}, kMost));
  options->second.machine.clear();
  verb->callback([options, chosen] { *chosen = [options] { return RunDiff(*options); }; });
}

void AddExport(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("export", "Write the trained integers of a checkpoint for other tools");
  const auto options = std::make_shared<ExportOptions>();
  verb->add_option("checkpoint", options->checkpoint,
                   "A checkpoint file, or the folder of a run: its newest checkpoint")
      ->required();
  verb->add_option("--onnx", options->onnx, "ONNX model with integer weights");
  verb->add_option("--npz", options->npz, "Weights and exponents as NumPy arrays");
  AddSavedSet(verb, &options->run);
  verb->callback([options, chosen] { *chosen = [options] { return RunExport(*options); }; });
}

void AddImport(CLI::App* app, Verb* chosen) {
  CLI::App* const verb =
      app->add_subcommand("import", "Make a network and its weights at start of an ONNX model");
  const auto options = std::make_shared<ImportOptions>();
  verb->add_option("model", options->model, "ONNX file")->required();
  verb->add_option("--out", options->out, "Network file; its weights go beside it, as .npz")
      ->required();
  verb->add_option("--bits", options->bits, "Width of the weights, as the training will have it")
      ->check(CLI::Range(kMinNarrowBits, kMaxNarrowBits))
      ->capture_default_str();
  verb->callback([options, chosen] { *chosen = [options] { return RunImport(*options); }; });
}

void AddCycles(CLI::App* app, Verb* chosen) {
  CLI::App* const verb = app->add_subcommand(
      "cycles", "Cycles of a training step, on several hardwares; or of a SCALE-Sim topology");
  const auto options = std::make_shared<CyclesOptions>();
  options->run.machine = "cycle";
  CLI::Option* const config = AddConfig(verb, &options->run);
  verb->add_option(
          "--what-if", options->what_if,
          "KEY=VALUE,...: the same step on the hardware with these keys changed; again for "
          "another")
      ->type_size(1)
      ->allow_extra_args(false)
      ->needs(config);
  verb->add_option("--topology", options->topology,
                   "CSV file with the columns Layer, M, N, K: its products, beside what SCALE-Sim "
                   "counts")
      ->excludes(config);
  AddMachine(verb, &options->run);
  verb->add_flag("--requantise", options->requantise,
                 "Round the products to elements, as a layer does; else accumulators are written");
  verb->add_option("--energy", options->energy,
                   "Energy table: a file; default: horowitz_45nm, inside the program")
      ->needs(config);
  verb->add_option("--out", options->out, "Also write the result into this file, as JSON");
  verb->callback([options, chosen] { *chosen = [options] { return RunCycles(*options); }; });
}

// CLI11 reports an unknown verb as a missing one.
void RefuseUnknownVerb(const CLI::App& app, const std::string& word) {
  std::string verbs;
  for (const CLI::App* verb : app.get_subcommands(nullptr)) {
    if (verb->get_name() == word) return;
    verbs += (verbs.empty() ? "" : ", ") + verb->get_name();
  }
  throw Error("unknown verb '" + word + "' (allowed: " + verbs + ")");
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

Verb ParseCommandLine(int argc, char** argv) {
  CLI::App app("Trains neural networks in integers on simulated hardware", "intaglio");
  app.set_version_flag("--version", std::string("intaglio ") + Version() + " (" + Revision() + ")");
  app.footer(
      "Each verb has its own --help. Exit codes: 0 fine, 1 a difference was found, 2 bad input or\n"
      "lost output, 130 or 143 stopped by Ctrl-C or SIGTERM.");
  app.require_subcommand(1);
  Verb chosen;
  AddTrain(&app, &chosen);
  AddEval(&app, &chosen);
  AddCompare(&app, &chosen);
  AddReplay(&app, &chosen);
  AddDump(&app, &chosen);
  AddDiff(&app, &chosen);
  AddExport(&app, &chosen);
  AddImport(&app, &chosen);
  AddCycles(&app, &chosen);
  AddPower(&app, &chosen);
  RefuseEmptyWords(&app);
  const std::string first = argc > 1 ? argv[1] : "-";
  if (first.rfind('-', 0) != 0) RefuseUnknownVerb(app, first);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& request) {  // --help, --version
    const int code = app.exit(request);
    return [code] { return code; };
  } catch (const CLI::ParseError& error) {
    throw Error(error.what() + std::string(" (see intaglio --help)"));
  }
  return chosen;
}

}  // namespace itg
