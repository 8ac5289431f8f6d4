// SPDX-License-Identifier: Apache-2.0
//
// Runs the program itself, on the golden machine.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "sim/config/json.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

const std::string kShort = "--config digits --set epochs=1 --set mu=4 ";

TEST(Cli, HelpAndVersion) {
  EXPECT_EQ(RunIntaglio("--help").exit_code, 0);
  const ProgramRun version = RunIntaglio("--version");
  EXPECT_EQ(version.exit_code, 0);
  EXPECT_EQ(version.out.rfind("intaglio 0.", 0), 0u) << version.out;
  for (const std::string verb : {"train", "eval", "compare", "replay", "dump", "diff"}) {
    const ProgramRun help = RunIntaglio(verb + " --help");
    EXPECT_EQ(help.exit_code, 0) << verb;
    EXPECT_NE(help.out.find("--hw"), std::string::npos) << help.out;
  }
}

TEST(Cli, HelpListsTheConfigurationsThatShip) {
  const ProgramRun help = RunIntaglio("train --help");
  EXPECT_NE(help.out.find("vgg_small_7"), std::string::npos) << help.out;
}

TEST(Cli, TrainWritesTheReport) {
  const TempFolder folder;
  const ProgramRun run = RunIntaglio("train " + kShort + "--seed 3 --out " + (folder / "a/b"));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const nlohmann::json report = nlohmann::json::parse(ReadFile(folder / "a/b/report.json"));
  EXPECT_EQ(report["seed"], 3);
  EXPECT_EQ(report["configuration"]["epochs"], 1);
  EXPECT_GT(report["accuracy"]["test"], 0.8);
  EXPECT_EQ(ReadFile(folder / "a/b/report.txt"), run.out);
  EXPECT_NE(run.err.find("epoch 1/1 mu 4 loss "), std::string::npos) << run.err;
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "a/b")) {
    files.insert(entry.path().filename().string().substr(0, 18));
  }
  // Nothing temporary is left.
  EXPECT_EQ(files, (std::set<std::string>{"checkpoint.npz", "checkpoint.previou", "metrics.csv",
                                          "metrics.jsonl", "events.out.tfevent", "report.json",
                                          "report.txt"}));
}

TEST(Cli, TrainInFloatWritesTheReport) {
  const TempFolder folder;
  const ProgramRun run =
      RunIntaglio("train " + kShort + "--set arithmetic=float --out " + (folder / "f"));
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const nlohmann::json report = nlohmann::json::parse(ReadFile(folder / "f/report.json"));
  EXPECT_EQ(report["arithmetic"], "float");
  EXPECT_EQ(report["machine"], nullptr);
  EXPECT_EQ(report["cycles"]["total"], nullptr);
  EXPECT_EQ(report["epochs"][0]["learning_rate"], 0.05);
  EXPECT_GT(report["accuracy"]["test"], 0.6);
  EXPECT_EQ(ReadFile(folder / "f/report.txt"), run.out);
  EXPECT_NE(run.err.find("epoch 1/1 float rate 0.05 loss "), std::string::npos) << run.err;
}

// The twin is the training in floating point, and the integer training is as without it.
TEST(Cli, TheFloatTwinIsReportedBesideTheIntegers) {
  const TempFolder folder;
  const auto report = [&](const std::string& name, const std::string& options) {
    const ProgramRun run = RunIntaglio("train --config digits --set epochs=2 --set mu=4 " +
                                       options + " --out " + (folder / name));
    EXPECT_EQ(run.exit_code, 0) << run.err;
    EXPECT_EQ(ReadFile(folder / name + "/report.txt"), run.out);
    return nlohmann::json::parse(ReadFile(folder / name + "/report.json"));
  };
  const nlohmann::json both = report("both", "--float-twin");
  const nlohmann::json integers = report("integers", "");
  const nlohmann::json floats = report("floats", "--set arithmetic=float");
  EXPECT_EQ(both["arithmetic"], "integer");
  EXPECT_EQ(both["weights"], integers["weights"]);
  EXPECT_EQ(both["accuracy"]["test"], integers["accuracy"]["test"]);
  EXPECT_EQ(both["accuracy"]["float_test"], floats["accuracy"]["test"]);
  EXPECT_EQ(both["accuracy"]["float_train"], floats["accuracy"]["train"]);
  EXPECT_FALSE(integers["accuracy"].contains("float_test"));
  ASSERT_EQ(both["epochs"].size(), 2u);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(both["epochs"][i]["float"], floats["epochs"][i]);
    EXPECT_EQ(both["epochs"][i]["loss"], integers["epochs"][i]["loss"]);
  }
  EXPECT_NE(ReadFile(folder / "both/report.txt").find("float test"), std::string::npos);
}

TEST(Cli, TheFloatTwinCanFollowAnEndedRun) {
  const TempFolder folder;
  const std::string out = folder / "r";
  EXPECT_EQ(RunIntaglio("train " + kShort + "--out " + out).exit_code, 0);
  const ProgramRun run =
      RunIntaglio("train --resume " + out +
                  " --set epochs=2 --set mu=4 --set float.learning_rate=0.1 --float-twin");
  EXPECT_EQ(run.exit_code, 0) << run.err;
  const nlohmann::json report = nlohmann::json::parse(ReadFile(out + "/report.json"));
  ASSERT_EQ(report["epochs"].size(), 2u);
  EXPECT_EQ(report["epochs"][1]["float"]["learning_rate"], 0.1);
  EXPECT_EQ(report["accuracy"]["float_test"], report["epochs"][1]["float"]["accuracy_test"]);
}

TEST(Cli, DumpAndDiffShowWhereRunsPart) {
  const TempFolder folder;
  const std::string dump = "dump " + kShort + "--step 2 --all ";
  EXPECT_EQ(RunIntaglio(dump + (folder / "a")).exit_code, 0);
  EXPECT_EQ(RunIntaglio(dump + (folder / "b") + " --set fused=false").exit_code, 0);
  EXPECT_EQ(RunIntaglio(dump + (folder / "c") + " --set rounding.loss=nearest").exit_code, 0);
  EXPECT_EQ(RunIntaglio("diff " + (folder / "a") + " " + (folder / "b")).exit_code, 0);
  const ProgramRun parted = RunIntaglio("diff " + (folder / "a") + " " + (folder / "c"));
  EXPECT_EQ(parted.exit_code, 1);
  EXPECT_EQ(parted.out.rfind("they part at fc1.weight.before: ", 0), 0u) << parted.out;

  // Nothing of the old dump is left among the tensors of the new one.
  const std::string again = dump + (folder / "a") + " --set 'network=[{\"linear\": 10}]'";
  EXPECT_EQ(RunIntaglio(again).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(folder / "a/fc2.weight.npy"));
  EXPECT_EQ(RunIntaglio(dump + (folder / "a")).exit_code, 0);

  const std::string file = folder / "w.npy";
  EXPECT_EQ(RunIntaglio("dump " + kShort + "--step 2 --tensor fc1.weight --out " + file).exit_code,
            0);
  EXPECT_EQ(ReadNpy(file), [&] { return ReadNpy(folder / "a/fc1.weight.npy"); }());
  EXPECT_EQ(RunIntaglio("diff " + file + " " + (folder / "a/fc1.weight.npy")).exit_code, 0);
}

TEST(Cli, DiffFollowsTwoRunsToTheStepWhereTheyPart) {
  const ProgramRun equal = RunIntaglio("diff " + kShort + "--steps 4 --set2 fused=false");
  EXPECT_EQ(equal.exit_code, 0) << equal.err;
  EXPECT_NE(equal.out.find("44 compared, 0 differ"), std::string::npos) << equal.out;
  const ProgramRun parted = RunIntaglio("diff " + kShort + "--set2 rounding.loss=nearest");
  EXPECT_EQ(parted.exit_code, 1);
  EXPECT_EQ(parted.out.rfind("step 0\nthey part at loss.error, written by loss ", 0), 0u)
      << parted.out;
}

TEST(Cli, DiffComparesReports) {
  const TempFolder folder;
  for (const std::string seed : {"1", "2"}) {
    RunIntaglio("train " + kShort + "--seed " + seed + " --out " + (folder / seed));
  }
  RunIntaglio("train " + kShort + "--set fused=false --out " + (folder / "u"));
  EXPECT_EQ(RunIntaglio("diff " + (folder / "1") + " " + (folder / "u")).exit_code, 0);
  const ProgramRun parted = RunIntaglio("diff " + (folder / "1") + " " + (folder / "2"));
  EXPECT_EQ(parted.exit_code, 1);
  EXPECT_NE(parted.out.find("weights/sha256"), std::string::npos) << parted.out;
}

TEST(Cli, ReplayComparesARecording) {
  const std::string shared = SharedFolder("vectors/niti");
  if (shared.empty()) GTEST_SKIP() << "skipped: no ../shared/vectors/niti";
  const ProgramRun equal = RunIntaglio("replay " + shared + "/mlp_64_32_10");
  EXPECT_EQ(equal.exit_code, 0) << equal.err;
  EXPECT_NE(equal.out.find("72 tensors with 49728 elements compared, 0 differ"), std::string::npos)
      << equal.out;
  const TempFolder folder;
  std::filesystem::copy(shared + "/mlp_64_32_10", folder / "r");
  std::filesystem::copy(shared + "/mlp_64_32_10/s0_act0.npy", folder / "r/s1_act0.npy",
                        std::filesystem::copy_options::overwrite_existing);
  const ProgramRun parted = RunIntaglio("replay " + (folder / "r"));
  EXPECT_EQ(parted.exit_code, 1);
  EXPECT_NE(parted.out.find("DIFFERS s1_act0 (fc1.activation): "), std::string::npos) << parted.out;
}

TEST(Cli, InterruptEndsCleanlyWithAPartialReport) {
  // The signal of Ctrl-C, and that of a shut-down, after the first epoch of a training of hours. A
  // shell's background process ignores the first until the program asks for it, so the time to send
  // it is not a matter of seconds.
  for (const auto& [signal, exit_code] : {std::pair("INT", 130), std::pair("TERM", 143)}) {
    const TempFolder folder;
    const std::string log = folder / "log";
    const ProgramRun run = RunIntaglio(
        "train --config digits --set epochs=100000 --set mu=3 --out " + (folder / "r") + " 2>" +
        log + " & pid=$!; until grep -q 'epoch 1/' " + log +
        " || ! kill -0 $pid; do sleep 0.05; done; kill -" + signal + " $pid; wait $pid");
    EXPECT_EQ(run.exit_code, exit_code) << run.err;
    const nlohmann::json report = nlohmann::json::parse(ReadFile(folder / "r/report.json"));
    EXPECT_EQ(report["interrupted"], true);
  }
}

}  // namespace
}  // namespace itg
