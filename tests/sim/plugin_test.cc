// SPDX-License-Identifier: Apache-2.0
//
// Plug-ins are built once, found again, built anew when anything changed, and a source that does
// not build gives one clear line. Checked with a throw-away design, and with a script in front of
// Verilator on $PATH that counts how often it really ran.

#include "sim/rtl/plugin.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <string>

#include "model/error.h"
#include "sim/rtl/process.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

constexpr char kModule[] =
    "module itg_accelerator #(\n"
    "  parameter int unsigned W = 8\n"
    ") (\n"
    "  input  logic [W-1:0] a_i,\n"
    "  output logic [W-1:0] sum_o\n"
    ");\n"
    "  assign sum_o = a_i + itg_pkg::Offset[W-1:0];\n"
    "endmodule\n";

constexpr char kWrapper[] =
    "#include \"Vitg_accelerator.h\"\n"
    "extern \"C\" __attribute__((visibility(\"default\"))) unsigned itg_plugin_sum(unsigned a) {\n"
    "  VerilatedContext context;\n"
    "  Vitg_accelerator top(&context);\n"
    "  top.a_i = a;\n"
    "  top.eval();\n"
    "  return top.sum_o;\n"
    "}\n"
    "extern \"C\" __attribute__((visibility(\"default\"))) int other() { return 1; }\n";

class PluginTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (FindProgram("verilator").empty()) {
      ASSERT_EQ(std::getenv("ITG_REQUIRE_VECTORS"), nullptr) << "Verilator is not installed";
      GTEST_SKIP() << "skipped: Verilator is not installed";
    }
    std::string name = (fs::temp_directory_path() / "itg_plugin_test_XXXXXX").string();
    ASSERT_NE(mkdtemp(name.data()), nullptr);
    dir_ = name;
    fs::create_directories(dir_ / "rtl/sub");
    fs::create_directories(dir_ / "bin");
    // The package sorts behind the module that needs it: the builder has to put it first.
    WritePackage(5);
    Write("rtl/itg_accelerator.sv", kModule);
    Write("wrapper.cc", kWrapper);
    Write("bin/verilator", "#!/bin/sh\ncase \"$*\" in *--cc*) echo >> '" + dir_.string() +
                               "/runs';; esac\nexec '" + FindProgram("verilator") + "' \"$@\"\n");
    fs::permissions(dir_ / "bin/verilator", fs::perms::owner_all);
    path_ = std::getenv("PATH");
    setenv("PATH", ((dir_ / "bin").string() + ":" + path_).c_str(), 1);
    setenv("ITG_CACHE_DIR", (dir_ / "cache").c_str(), 1);
  }

  void TearDown() override {
    if (dir_.empty()) return;
    setenv("PATH", path_.c_str(), 1);
    fs::remove_all(dir_);
  }

  void Write(const std::string& name, const std::string& text) const {
    std::ofstream(dir_ / name) << text;
  }

  void WritePackage(int offset) const {
    Write("rtl/sub/itg_pkg.sv", "package itg_pkg;\n  localparam int unsigned Offset = " +
                                    std::to_string(offset) + ";\nendpackage\n");
  }

  PluginSource Source(const std::string& width = "8") const {
    PluginSource source;
    source.rtl_dir = (dir_ / "rtl").string();
    source.wrapper = (dir_ / "wrapper.cc").string();
    source.parameters = {{"W", width}};
    return source;
  }

  int Runs() const {
    std::ifstream file(dir_ / "runs");
    int lines = 0;
    for (std::string line; std::getline(file, line);) ++lines;
    return lines;
  }

  static unsigned Sum(const std::string& plugin, unsigned a) {
    void* library = dlopen(plugin.c_str(), RTLD_NOW | RTLD_LOCAL);
    EXPECT_NE(library, nullptr) << dlerror();
    if (library == nullptr) return 0;
    EXPECT_EQ(dlsym(library, "other"), nullptr) << "exports more than itg_plugin_*";
    const auto sum = reinterpret_cast<unsigned (*)(unsigned)>(dlsym(library, "itg_plugin_sum"));
    EXPECT_NE(sum, nullptr);
    return sum == nullptr ? 0 : sum(a);
  }

  fs::path dir_;
  std::string path_;
};

TEST_F(PluginTest, BuildsOnceAndFindsItAgain) {
  const std::string first = BuildPlugin(Source());
  EXPECT_EQ(Sum(first, 254), 3u);  // 254 + 5 modulo 2^8
  EXPECT_EQ(Runs(), 1);
  EXPECT_EQ(BuildPlugin(Source()), first);
  EXPECT_EQ(Runs(), 1);
}

TEST_F(PluginTest, BuildsAnewWhenAnythingChanged) {
  const std::string first = BuildPlugin(Source());
  const std::string wide = BuildPlugin(Source("16"));
  EXPECT_EQ(Sum(wide, 254), 259u);
  EXPECT_EQ(Sum(first, 254), 3u);  // both configurations in one process
  WritePackage(9);
  const std::string changed = BuildPlugin(Source());
  EXPECT_EQ(Sum(changed, 254), 7u);
  Write("wrapper.cc", std::string(kWrapper) + "// changed\n");
  EXPECT_NE(BuildPlugin(Source()), changed);
  EXPECT_EQ(Runs(), 4);
}

TEST_F(PluginTest, AUsersBlockTakesThePlaceOfTheModule) {
  std::string block = kModule;
  block.replace(block.find("a_i + "), 6, "a_i - ");
  Write("itg_accelerator.sv", block);
  PluginSource source = Source();
  source.blocks = {(dir_ / "itg_accelerator.sv").string()};
  EXPECT_EQ(Sum(BuildPlugin(source), 254), 249u);
  EXPECT_EQ(Sum(BuildPlugin(Source()), 254), 3u);
  block.replace(block.find("a_i - "), 6, "a_i ^ ");
  Write("itg_accelerator.sv", block);
  EXPECT_EQ(Sum(BuildPlugin(source), 254), 251u);
  Write("itg_other.sv", block);
  source.blocks = {(dir_ / "itg_other.sv").string()};
  try {
    BuildPlugin(source);
    ADD_FAILURE() << "a block that takes no module's place was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.what(), source.blocks[0] +
                                ": no module of that name to take the place of; see rtl/README.md");
  }
}

// Whatever is damaged, the plug-in or the runtime it is linked with, is built again.
TEST_F(PluginTest, BuildsDamagedFilesAgain) {
  const fs::path plugin = BuildPlugin(Source());
  const uint64_t size = fs::file_size(plugin);
  for (const uint64_t left : {size / 2, uint64_t{0}}) {
    fs::resize_file(plugin, left);
    EXPECT_EQ(BuildPlugin(Source()), plugin);
    EXPECT_EQ(fs::file_size(plugin), size);
  }
  EXPECT_EQ(Runs(), 3);
  std::fstream(plugin, std::ios::in | std::ios::out).seekp(static_cast<int64_t>(size / 2)) << "?!";
  EXPECT_EQ(BuildPlugin(Source()), plugin);
  EXPECT_EQ(Runs(), 4);
  for (const fs::directory_entry& entry : fs::directory_iterator(dir_ / "cache")) {
    if (entry.path().extension() == ".a") fs::resize_file(entry.path(), 100);
  }
  fs::remove(plugin);
  EXPECT_EQ(Sum(BuildPlugin(Source()), 254), 3u);
  EXPECT_EQ(Runs(), 5);
}

TEST_F(PluginTest, BuildsWithTrace) {
  PluginSource source = Source();
  source.trace = true;
  EXPECT_EQ(Sum(BuildPlugin(source), 1), 6u);
}

void ExpectOneLine(const std::string& message, const std::string& complaint) {
  EXPECT_NE(message.find(complaint), std::string::npos) << message;
  EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  const size_t log = message.find("(log: ");
  ASSERT_NE(log, std::string::npos) << message;
  EXPECT_TRUE(fs::exists(message.substr(log + 6, message.size() - log - 7))) << message;
}

TEST_F(PluginTest, SaysWhatDoesNotBuildAndRecovers) {
  const auto failure = [&] {
    try {
      BuildPlugin(Source());
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("built");
  };
  Write("rtl/itg_accelerator.sv", std::string(kModule) + "module broken(\n");
  ExpectOneLine(failure(), "syntax error");
  Write("rtl/itg_accelerator.sv",
        std::string(kModule) + "module lint (input logic idle_i);\nendmodule\n");
  ExpectOneLine(failure(), "DECLFILENAME");
  Write("rtl/itg_accelerator.sv", kModule);
  Write("wrapper.cc", std::string(kWrapper) + "int x = nonsense;\n");
  ExpectOneLine(failure(), "nonsense");
  Write("wrapper.cc", std::string(kWrapper) + "extern int gone(); int x = gone();\n");
  ExpectOneLine(failure(), "gone");
  Write("wrapper.cc", kWrapper);
  EXPECT_EQ(Sum(BuildPlugin(Source()), 1), 6u);
}

TEST_F(PluginTest, NamesTheMissingToolAndTheBadFolder) {
  setenv("ITG_CACHE_DIR", "/dev/null/cache", 1);
  EXPECT_THROW(BuildPlugin(Source()), Error);
  setenv("PATH", (dir_ / "nothing").c_str(), 1);
  try {
    BuildPlugin(Source());
    FAIL() << "built without tools";
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("apt-get install verilator"), std::string::npos);
  }
}

TEST_F(PluginTest, ThreadsAndProcessesShareOneBuild) {
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(fs::exists(BuildPlugin(Source())) ? 0 : 1);
  std::future<std::string> other =
      std::async(std::launch::async, [&] { return BuildPlugin(Source()); });
  const std::string mine = BuildPlugin(Source());
  EXPECT_EQ(other.get(), mine);
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_EQ(Runs(), 1);
  EXPECT_EQ(Sum(mine, 1), 6u);
}

}  // namespace
}  // namespace itg
