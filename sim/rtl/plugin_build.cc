// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/plugin_build.h"

#include <fcntl.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include "model/error.h"
#include "sim/rtl/file_descriptor.h"
#include "sim/rtl/process.h"
#include "sim/rtl/recorded_blocks.h"
#include "sim/rtl/rising_clocks.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

// The first complaint in a log; the last line when none looks like one.
std::string FirstError(const std::string& log) {
  std::ifstream file(log);
  std::string last = "it printed nothing";
  for (std::string line; std::getline(file, line);) {
    for (const char* mark : {"%Error", "%Warning", "error:", "undefined reference"}) {
      if (line.find(mark) != std::string::npos) return line;
    }
    if (!line.empty()) last = line;
  }
  return last;
}

void RunStep(const std::vector<std::string>& argv, const std::string& work,
             const std::string& log) {
  const FileDescriptor output(open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
  if (output.get() < 0) throw Error(log + ": cannot be written");
  if (RunProgram(argv, work, output.get()) == 0) return;
  throw Error("cannot build the RTL plug-in: " + FirstError(log) + " (log: " + log + ")");
}

void WriteFile(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw Error(path.string() + ": cannot be written");
}

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// ccache clang++ FLAGS..., run in the work folder. Names there are relative: with an absolute one
// the compiler cache would miss in every new work folder.
std::vector<std::string> CompilerCommand(const PluginTools& tools, const PluginSource& source) {
  std::vector<std::string> argv;
  if (!tools.ccache.empty()) argv.push_back(tools.ccache);
  argv.push_back(tools.compiler);
  for (const std::string& flag : CompileFlags(source)) argv.push_back(flag);
  argv.push_back("-DITG_CPU=" + tools.cpu);  // ccache takes -march=native for the same everywhere
  argv.push_back("-I" + tools.verilator_include);
  argv.push_back("-I" + tools.verilator_include + "/vltstd");
  argv.push_back("-I" + ShareDir());
  return argv;
}

}  // namespace

std::string BuildRuntime(const PluginTools& tools, const PluginSource& source,
                         const std::string& work, const std::string& log) {
  std::vector<std::string> archive = {tools.archiver, "rcs", "runtime.a"};
  std::vector<std::string> sources = {"verilated.cpp", "verilated_threads.cpp"};
  if (source.trace) sources.push_back("verilated_fst_c.cpp");
  for (const std::string& file : sources) {
    std::vector<std::string> argv = CompilerCommand(tools, source);
    const std::string object = file + ".o";
    argv.insert(argv.end(), {"-c", tools.verilator_include + "/" + file, "-o", object});
    RunStep(argv, work, log);
    archive.push_back(object);
  }
  RunStep(archive, work, log);
  return work + "/runtime.a";
}

std::string BuildModel(const PluginTools& tools, const PluginSource& source,
                       const std::string& work, const std::string& log) {
  std::vector<std::string> verilate = {tools.verilator};
  for (const std::string& flag : VerilateFlags(source)) verilate.push_back(flag);
  if (source.records) {
    const std::vector<RecordedBlock> blocks = RecordedBlocks(source.parameters);
    WriteFile(fs::path(work) / "recorded_ports.vlt", RecordedPortsControl(blocks));
    WriteFile(fs::path(work) / "recorded_ports.inc", RecordedPortsHeader(blocks));
    verilate.emplace_back("recorded_ports.vlt");
  }
  for (const std::string& file : RtlFiles(source)) {
    verilate.push_back(fs::absolute(file).string());
  }
  RunStep(verilate, work, log);

  std::vector<std::string> generated;
  for (const fs::directory_entry& entry : fs::directory_iterator(fs::path(work) / "v")) {
    if (entry.path().extension() == ".cpp") generated.push_back(entry.path().filename().string());
  }
  std::sort(generated.begin(), generated.end());
  std::string unit = std::string("#include \"") + kTriggerBits + "\"\n";
  std::string code;
  for (const std::string& name : generated) {
    unit += "#include \"v/" + name + "\"\n";
    if (name.find("__Slow") == std::string::npos) code += ReadFile(fs::path(work) / "v" / name);
  }
  WriteFile(fs::path(work) / "rising_clocks.inc", RisingClocksHeader(code));
  unit += "#include \"" + fs::absolute(source.wrapper).string() + "\"\n";
  WriteFile(fs::path(work) / "plugin.cpp", unit);

  std::vector<std::string> compile = CompilerCommand(tools, source);
  compile.insert(compile.end(), {"-I.", "-Iv", "-c", "plugin.cpp", "-o", "plugin.o"});
  RunStep(compile, work, log);
  return work + "/plugin.o";
}

std::string LinkPlugin(const PluginTools& tools, const std::string& model,
                       const std::string& runtime, const std::string& work,
                       const std::string& log) {
  // Nothing but the plug-in's functions is visible, so several configurations live in one process.
  WriteFile(fs::path(work) / "plugin.map", "{ global: itg_plugin_*; local: *; };\n");
  RunStep({tools.compiler, "-shared", "-o", "plugin.so", model, runtime, "-pthread", "-latomic",
           "-lz", "-Wl,-z,defs", "-Wl,--version-script=plugin.map"},
          work, log);
  return work + "/plugin.so";
}

}  // namespace itg
