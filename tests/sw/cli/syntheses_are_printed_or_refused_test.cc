// SPDX-License-Identifier: Apache-2.0
//
// intaglio synth on the command line: what it prints and writes, what it takes from its cache, and
// what it refuses, in one line with exit code 2.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "sim/config/json.h"
#include "sim/config/read_file.h"
#include "sim/synth/scaling.h"
#include "sim/synth/synth_tools.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCell = " synth --hw tiny --block itg_mac_cell";  // seconds

class SynthCommand : public ::testing::Test {
 protected:
  // With a cache of its own.
  ProgramRun Run(const std::string& arguments, const std::string& environment = "") const {
    return RunShell("export ITG_CACHE_DIR=" + (folder_ / "cache") + " " + environment + "; " +
                    ITG_PROGRAM + arguments);
  }

  void ExpectRefused(const ProgramRun& run, const std::vector<std::string>& words) const {
    EXPECT_EQ(run.exit_code, 2) << run.err;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
    EXPECT_EQ(run.err.rfind("intaglio: ", 0), 0u) << run.err;
    EXPECT_EQ(run.out, "");
    for (const std::string& word : words) {
      EXPECT_NE(run.err.find(word), std::string::npos) << "no '" << word << "' in: " << run.err;
    }
  }

  // A folder for $PATH with a program of this name that is `body`, a script of sh.
  void Program(const std::string& name, const std::string& body) const {
    fs::create_directory(folder_ / "bin");
    fs::permissions(folder_.Write("bin/" + name, "#!/bin/sh\n" + body), fs::perms::owner_all);
  }
  // One that tells the version of the program of this name on today's $PATH, and can do no more.
  void VersionOnly(const std::string& name, const std::string& option, const std::string& path) {
    Program(name, "[ \"$1\" = " + option + " ] && exec " + path + " " + option + "\nexit 9\n");
  }

  TempFolder folder_;
};

TEST_F(SynthCommand, MissingToolsAreNamedWithTheirPackages) {
  fs::create_directory(folder_ / "bin");
  const std::string path = "PATH=" + (folder_ / "bin");
  ExpectRefused(Run(kCell, path), {"yosys", "apt-get install yosys"});
  Program("yosys", "exit 0\n");
  ExpectRefused(Run(kCell, path), {"sta", "apt-get install opensta"});
}

TEST_F(SynthCommand, BadOptionsAreRefusedBeforeAnyWork) {
  ExpectRefused(Run(" synth --hw tiny --block itg_mac_sell"),
                {"--block itg_mac_sell", "allowed: itg_mac_cell"});
  ExpectRefused(Run(" synth --hw tiny --block itg_sram"), {"--block itg_sram"});
  ExpectRefused(Run(" synth --hw tiny --scale-to 28"), {"--scale-to", "28", "45", "16", "7"});
  ExpectRefused(Run(" synth --hw tiny --jobs 0"), {"--jobs"});
  const std::string illegal = folder_.Write("rows.json", R"({"name": "rows", "rows": 1, "cols": 4,
    "activation_bits": 8, "weight_bits": 8, "error_bits": 8, "gradient_bits": 8, "acc_bits": 32,
    "scratchpad_bytes": 1024, "accumulator_bytes": 2048, "bus_bytes": 4, "read_fifo_beats": 16})");
  ExpectRefused(Run(" synth --hw " + illegal), {"rows.json", "rows", "1", "2"});
  ExpectRefused(Run(std::string(kCell) + " --liberty " + (folder_ / "none.lib")), {"none.lib"});
  const std::string poor = folder_.Write("poor.lib", R"(library(poor) { nom_voltage : 1.8;
    time_unit : "1ns"; capacitive_load_unit(1, pf); })");
  ExpectRefused(Run(std::string(kCell) + " --liberty " + poor), {"poor.lib", "inverter"});
  folder_.Write("file", "");
  ExpectRefused(Run(std::string(kCell) + " --out " + (folder_ / "file/out")), {"file/out"});
}

void ExpectCellWritten(const std::string& folder, const nlohmann::json& json) {
  ASSERT_EQ(json.at("blocks").size(), 1u);
  const std::string module = json.at("blocks")[0].at("module");
  EXPECT_EQ(json.at("blocks")[0].at("instances"), 16);
  EXPECT_EQ(json.at("cells"), 16 * json.at("blocks")[0].at("cells").get<int64_t>());
  const std::string netlist = ReadFile(folder + "/" + module + ".v");
  EXPECT_NE(netlist.find("module " + module + " ("), std::string::npos);
}

TEST_F(SynthCommand, ResultsAreWrittenAndTakenFromTheCache) {
  const std::string out = folder_ / "out";
  const ProgramRun first = Run(std::string(kCell) + " --out " + out);
  ASSERT_EQ(first.exit_code, 0) << first.err;
  EXPECT_NE(first.err.find("mapped 1 of 1"), std::string::npos) << first.err;
  EXPECT_NE(first.out.find("array cells"), std::string::npos) << first.out;
  const nlohmann::json json = nlohmann::json::parse(ReadFile(out + "/synthesis.json"));
  ExpectCellWritten(out, json);

  // Again, with tools that can do nothing but tell their versions.
  const SynthTools tools = FindSynthTools();
  VersionOnly("yosys", "-V", tools.yosys);
  VersionOnly("sta", "-version", tools.sta);
  const std::string path = "PATH=" + (folder_ / "bin");
  const ProgramRun again = Run(std::string(kCell) + " --out " + (folder_ / "again"), path);
  ASSERT_EQ(again.exit_code, 0) << again.err;
  EXPECT_EQ(again.out, first.out);
  EXPECT_EQ(again.err, "");
  EXPECT_EQ(nlohmann::json::parse(ReadFile(folder_ / "again/synthesis.json")), json);

  // Another library is another result, and so is another block: the tools would have to work.
  const std::string library = folder_.Write("other.lib", "/* */\n" + ReadFile(LibraryFile("")));
  EXPECT_EQ(Run(std::string(kCell) + " --liberty " + library, path).exit_code, 2);
  EXPECT_EQ(Run(" synth --hw tiny --block itg_mac_drain", path).exit_code, 2);

  const ProgramRun scaled = Run(std::string(kCell) + " --scale-to 45 --out " + out, path);
  ASSERT_EQ(scaled.exit_code, 0) << scaled.err;
  EXPECT_EQ(again.out.find("scaled"), std::string::npos);
  for (const std::string word : {"scaled to 45 nm", "1 V", "area x 0.053", "Stillmaker"}) {
    EXPECT_NE(scaled.out.find(word), std::string::npos) << word << " in " << scaled.out;
  }
  const nlohmann::json scaled_json = nlohmann::json::parse(ReadFile(out + "/synthesis.json"));
  EXPECT_DOUBLE_EQ(scaled_json.at("area_um2"), 0.053 * json.at("area_um2").get<double>());
  EXPECT_EQ(scaled_json.at("scaled").at("source"), Scaling::Source());
  EXPECT_EQ(scaled_json.at("scaled").at("delay"), ScalingTo(45).delay);
}

}  // namespace
}  // namespace itg
