// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/plugin_tools.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>

#include "model/error.h"
#include "sim/rtl/process.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

std::string RequireProgram(const std::string& name, const std::string& package) {
  std::string path = FindProgram(name);
  if (path.empty()) {
    throw Error("the RTL machine needs " + name + ", which is not installed: apt-get install " +
                package);
  }
  return path;
}

std::string CpuDigest() {
  std::ifstream info("/proc/cpuinfo");
  std::string identity;
  for (std::string line; std::getline(info, line) && !line.empty();) {
    for (const char* key : {"model", "flags", "Features", "CPU part"}) {
      if (line.rfind(key, 0) == 0) identity += line + "\n";
    }
  }
  return std::to_string(std::hash<std::string>()(identity));
}

// Puts each block where the file of its name is.
void PutBlocks(const std::vector<std::string>& blocks, std::vector<std::string>* files) {
  for (const std::string& block : blocks) {
    const auto place = std::find_if(files->begin(), files->end(), [&](const std::string& file) {
      return fs::path(file).filename() == fs::path(block).filename();
    });
    if (place == files->end()) {
      throw Error(block + ": no module of that name to take the place of; see rtl/README.md");
    }
    *place = block;
  }
}

}  // namespace

PluginTools FindPluginTools() {
  PluginTools tools;
  tools.verilator = RequireProgram("verilator", "verilator");
  tools.compiler = RequireProgram("clang++", "clang");
  tools.archiver = RequireProgram("ar", "binutils");
  tools.ccache = FindProgram("ccache");
  std::string root = OutputOf({tools.verilator, "--getenv", "VERILATOR_ROOT"});
  root.erase(root.find_last_not_of(" \n") + 1);
  tools.verilator_include = root + "/include";
  tools.cpu = CpuDigest();
  tools.identity = OutputOf({tools.verilator, "--version"}) +
                   OutputOf({tools.compiler, "--version"}) + tools.cpu;
  return tools;
}

std::vector<std::string> RtlFiles(const PluginSource& source) {
  const std::string& rtl_dir = source.rtl_dir;
  std::vector<std::string> packages;
  std::vector<std::string> modules;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(rtl_dir, ignored)) {
    const std::string path = entry.path().string();
    if (entry.path().extension() != ".sv") continue;
    const bool package = entry.path().stem().string().find("_pkg") != std::string::npos;
    (package ? packages : modules).push_back(path);
  }
  if (packages.empty() && modules.empty()) throw Error(rtl_dir + ": no SystemVerilog file there");
  std::sort(packages.begin(), packages.end());
  std::sort(modules.begin(), modules.end());
  packages.insert(packages.end(), modules.begin(), modules.end());
  PutBlocks(source.blocks, &packages);
  const fs::path waivers = fs::path(rtl_dir) / "lint.vlt";
  if (fs::exists(waivers, ignored)) packages.insert(packages.begin(), waivers.string());
  return packages;
}

std::vector<std::string> VerilateFlags(const PluginSource& source) {
  // The array's loops must stay loops, which the compiler turns into SIMD code, so they are not to
  // be unrolled; but a generate loop may have 16 x the count of iterations, and needs 64.
  // Processes stay whole: split by variable, each part would branch on what guards them all, which
  // made the accelerator `base` a sixth slower with one clock; with gated ones it is no matter.
  std::vector<std::string> flags = {"--cc",
                                    "--prefix",
                                    "Vitg_accelerator",
                                    "--top-module",
                                    "itg_accelerator",
                                    "-Wall",
                                    "-O3",
                                    "-fno-split",
                                    "--x-assign",
                                    "fast",
                                    "--x-initial",
                                    "fast",
                                    "--Mdir",
                                    "v",
                                    "--unroll-count",
                                    "4",
                                    source.assertions ? "--assert" : "--noassert"};
  // Structs by their members: the fields of a command have names.
  if (source.trace) flags.insert(flags.end(), {"--trace-fst", "--trace-structs"});
  for (const auto& [name, value] : source.parameters) flags.push_back("-G" + name + "=" + value);
  return flags;
}

std::vector<std::string> CompileFlags(const PluginSource& source) {
  const std::string on = source.trace ? "1" : "0";
  std::vector<std::string> flags = {"-std=gnu++17",        "-O3",
                                    "-march=native",       "-fPIC",
                                    "-fvisibility=hidden", "-fvisibility-inlines-hidden",
                                    "-DVERILATOR=1",       "-DVM_COVERAGE=0",
                                    "-DVM_SC=0",           "-DVM_TRACE_VCD=0",
                                    "-DVM_TRACE=" + on,    "-DVM_TRACE_FST=" + on};
  if (source.records) flags.push_back("-DITG_RECORDS=1");
  if (source.assertions) {
    flags.insert(flags.end(), {"-DITG_ASSERTIONS=1", "-include", "sim/rtl/assertion_text.h",
                               "-DVL_PRINTF=itg_assertion_text"});
  }
  return flags;
}

}  // namespace itg
