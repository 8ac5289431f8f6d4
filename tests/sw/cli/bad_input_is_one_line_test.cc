// SPDX-License-Identifier: Apache-2.0
//
// Bad input: exit code 2, one clear line on standard error, nothing on standard output, and nothing
// left in the output folder.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class BadInput : public ::testing::Test {
 protected:
  // `arguments` must be refused with a line that contains every one of `words`.
  void ExpectRefused(const std::string& arguments, const std::vector<std::string>& words) {
    const ProgramRun run = RunIntaglio(arguments);
    EXPECT_EQ(run.exit_code, 2) << arguments << "\n" << run.err;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.err.rfind("intaglio: ", 0), 0u) << run.err;
    EXPECT_EQ(run.out, "");
    for (const std::string& word : words) {
      EXPECT_NE(run.err.find(word), std::string::npos) << "no '" << word << "' in: " << run.err;
    }
  }
  void ExpectTrainRefused(const std::string& options, const std::vector<std::string>& words) {
    const std::string out = folder_ / "out";
    ExpectRefused("train " + options + " --out " + out, words);
    EXPECT_FALSE(std::filesystem::exists(out)) << options;
  }
  // A configuration of four idx files, of which `name` has the contents `bytes`.
  std::string Idx(const std::string& name, const std::string& bytes) {
    const std::string pixels(2 * 4, '\1');
    folder_.Write("images", IdxBytes({2, 2, 2}, pixels));
    folder_.Write("labels", IdxBytes({2}, std::string("\0\1", 2)));
    if (!bytes.empty()) folder_.Write(name, bytes);
    const std::string f = folder_.path();
    return folder_.Write("c.json", R"({"network": [{"linear": 2}], "batch": 1, "epochs": 1, "mu": 1,
        "data": {"source": "idx", "classes": 2, "train_images": ")" +
                                       f + R"(/images", "train_labels": ")" + f +
                                       R"(/labels", "test_images": ")" + f +
                                       R"(/images", "test_labels": ")" + f + R"(/labels"}})");
  }
  TempFolder folder_;
};

TEST_F(BadInput, CommandLine) {
  ExpectRefused("", {"subcommand"});
  ExpectRefused("teach", {"teach"});
  ExpectRefused("train", {"--config"});
  ExpectRefused("train --config digits --machine gpu",
                {"--machine gpu", "golden, cycle, rtl, systemc or systemc-loose"});
  ExpectRefused("train --config digits --check", {"--check", "--machine rtl"});
  ExpectRefused("train --config digits --trace 1:2", {"--trace", "--machine rtl"});
  ExpectRefused("train --config digits --trace 9:2", {"--trace 9:2", "FIRST:LAST"});
  const std::string timeline = "train --config digits --timeline " + (folder_ / "t.json");
  ExpectRefused(timeline, {"--timeline", "--machine rtl"});
  for (const std::string range : {"=", "=3", "=3:", "=:3", "=3:2", "=a:b", "=1:2:3", "=1:2 "}) {
    ExpectRefused(timeline + "'" + range + "'", {"--timeline", range, "FILE=FIRST:LAST"});
  }
  ExpectRefused("train --config digits --timeline =1:2", {"--timeline =1:2", "FILE"});
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
  ExpectRefused("train --config digits --seed x", {"--seed"});
  ExpectRefused("train --config digits --hw none", {"none", "base"});
  ExpectRefused("compare --programs 3", {"--hw"});
  ExpectRefused("compare --hw tiny --programs 0", {"--programs"});
  ExpectRefused("dump --config digits --step 0", {"--tensor", "--all"});
  ExpectRefused("dump --config digits --step 440 --all " + (folder_ / "d"), {"440", "0..439"});
  ExpectRefused("dump --config digits --step 0 --tensor fc9.weight --out " + (folder_ / "t.npy"),
                {"fc9.weight", "fc1.weight"});
  ExpectRefused("dump --config digits --step 0 --out x --all " + (folder_ / "d"),
                {"--all", "--out"});
  ExpectRefused("train --config digits --seed ''", {"--seed", "empty"});
  ExpectRefused("train --config digits --out ''", {"--out", "empty"});
  ExpectRefused("diff --config digits --steps 0", {"--steps"});
  ExpectRefused("diff --config digits --steps -1", {"--steps"});
  ExpectRefused("diff", {"two folders"});
  ExpectRefused("diff " + folder_.path() + " " + folder_.path(), {"dump.json"});
  ExpectRefused("replay " + (folder_ / "none"), {"meta.json", "No such file"});
}

TEST_F(BadInput, Configuration) {
  ExpectTrainRefused("--config nothing", {"nothing", "digits, lenet, mnist_mlp"});
  ExpectTrainRefused("--config " + folder_.Write("c.json", "{"), {"c.json", "not JSON"});
  ExpectTrainRefused("--config " + folder_.Write("c.json", "{}"), {"missing key 'data'", "batch"});
  ExpectTrainRefused("--config digits --set lr=1", {"unknown key 'lr'", "epochs, mu"});
  ExpectTrainRefused("--config digits --set bits.weight=17", {"bits.weight = 17", "2..16"});
  ExpectTrainRefused("--config digits --set batch=2000", {"batch = 2000", "1437"});
  ExpectTrainRefused("--config digits --energy " + folder_.Write("e.json", "{}"),
                     {"e.json", "missing key"});
}

TEST_F(BadInput, FloatingPointOnAMachine) {
  const std::string options = "--config digits --set arithmetic=float ";
  for (const std::string machine :
       {"--machine rtl", "--hw tiny", "--check", "--trace 1:2", "--timeline t", "--energy x",
        "--float-twin", "--checkpoint-every 3", "--log-every 3", "--stats 3"}) {
    ExpectTrainRefused(options + machine, {machine.substr(0, machine.find(' ')), "integer"});
  }
  ExpectTrainRefused("--config digits --set float.learning_rate=-1", {"float.learning_rate = -1"});
  ExpectRefused("train " + options + "--resume " + (folder_ / "none"), {"--resume", "integer"});
  const std::string run = folder_ / "run";
  ASSERT_EQ(RunIntaglio("train --config digits --set epochs=1 --set mu=4 --out " + run).exit_code,
            0);
  ExpectRefused("train " + options + "--out " + run, {"--out " + run, "integer run"});
  ExpectRefused("train --set arithmetic=float --resume " + run, {"arithmetic = \"float\""});
  ExpectRefused("dump --step 0 --all " + (folder_ / "d") + " " + options,
                {"arithmetic = \"float\"", "integer"});
  ExpectRefused("diff --config digits --set2 arithmetic=float",
                {"arithmetic = \"float\"", "integer"});
}

TEST_F(BadInput, DataFiles) {
  ExpectTrainRefused("--config mnist_mlp --set data.folder=" + folder_.path(),
                     {"train-images-idx3-ubyte", "get_data.sh"});
  const std::string pixels(2 * 4, '\1');
  EXPECT_EQ(RunIntaglio("train --config " + Idx("", "")).exit_code,
            0);  // the rest is one step away
  ExpectTrainRefused("--config " + Idx("images", IdxBytes({2, 2, 2}, pixels.substr(1))),
                     {"/images: truncated"});
  ExpectTrainRefused("--config " + Idx("images", IdxBytes({8}, pixels)),
                     {"/images: wrong magic number 2049"});
  ExpectTrainRefused("--config " + Idx("labels", IdxBytes({1}, "a")), {"/labels: 1 labels for"});
  ExpectTrainRefused("--config " + Idx("labels", IdxBytes({2}, "ab")), {"/labels: label 97"});
  const std::string config = Idx("", "");
  std::filesystem::remove(folder_ / "labels");
  ExpectTrainRefused("--config " + config, {"/labels: cannot open"});
}

// More than 2^(B_err+3) classes: the error of 2 bits allows 16.
TEST_F(BadInput, NetworkThatDoesNotFitTheNumbers) {
  const std::string config = Idx("", "");
  ExpectTrainRefused(
      "--config " + config + " --set data.classes=17 --set network.0.linear=17 --set bits.error=2",
      {"classes", "16"});
  ExpectTrainRefused("--config digits --set bits.accumulator=8",
                     {"digits: bits.accumulator = 8", "13..48"});
}

TEST_F(BadInput, OutputFolderThatCannotBeWritten) {
  const std::string file = folder_.Write("file", "keep");
  ExpectRefused("train --config digits --out " + file, {file});
  ExpectRefused("train --config digits --out " + file + "/below", {file + "/below"});
  ExpectRefused("train --config digits --out /proc/none", {"/proc/none"});
  ExpectRefused("train --config digits --out /dev/full", {"/dev/full"});
  ExpectRefused("dump --config digits --step 0 --all " + file, {file});
  ExpectRefused("dump --config digits --step 0 --tensor input --out " + file + "/x.npy",
                {file + "/x.npy"});
  EXPECT_EQ(ReadFile(file), "keep");
}

}  // namespace
}  // namespace itg
