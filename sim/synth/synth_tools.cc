// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/synth_tools.h"

#include <fcntl.h>
#include <xxhash.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/rtl/file_descriptor.h"
#include "sim/rtl/process.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

std::string RequireProgram(const std::string& name, const std::string& package) {
  std::string path = FindProgram(name);
  if (path.empty()) {
    throw Error("synthesis needs " + name + ", which is not installed: apt-get install " + package);
  }
  return path;
}

int RunInto(const std::vector<std::string>& argv, const std::string& folder,
            const std::string& log) {
  const FileDescriptor output(open(log.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (output.get() < 0) throw Error(log + ": cannot be written");
  return RunProgram(argv, folder, output.get());
}

// The first line that says so; the last line when none does.
std::string FirstError(const std::string& text, const std::vector<std::string>& marks) {
  std::istringstream lines(text);
  std::string last = "it printed nothing";
  for (std::string line; std::getline(lines, line);) {
    for (const std::string& mark : marks) {
      if (line.find(mark) != std::string::npos) return line;
    }
    if (!line.empty()) last = line;
  }
  return last;
}

}  // namespace

SynthTools FindSynthTools() {
  SynthTools tools;
  tools.yosys = RequireProgram("yosys", "yosys");
  tools.sta = RequireProgram("sta", "opensta");
  tools.identity = OutputOf({tools.yosys, "-V"}) + OutputOf({tools.sta, "-version"});
  return tools;
}

std::string LibraryFile(const std::string& library, const std::string& osu018) {
  if (!library.empty()) return fs::absolute(library).lexically_normal().string();
  std::error_code ignored;
  if (!fs::is_regular_file(osu018, ignored)) {
    throw Error("the library " + osu018 +
                " is not installed: apt-get install qflow-tech-osu018, or name another: --liberty");
  }
  return osu018;
}

void RunYosys(const SynthTools& tools, const std::string& script, const std::string& folder,
              const std::string& log) {
  if (RunInto({tools.yosys, "-q", "-s", script}, folder, log) == 0) return;
  throw Error("yosys: " + FirstError(ReadFile(log), {"ERROR"}) + " (log: " + log + ")");
}

std::string RunSta(const SynthTools& tools, const std::string& script, const std::string& folder,
                   const std::string& log) {
  const int code = RunInto({tools.sta, "-no_splash", "-no_init", "-exit", script}, folder, log);
  std::string text = ReadFile(log);
  const std::string error = "Error";
  const bool complains = text.rfind(error, 0) == 0 || text.find("\n" + error) != std::string::npos;
  if (code == 0 && !complains && text.find(kStaDone) != std::string::npos) return text;
  throw Error("sta: " + FirstError(text, {error}) + " (log: " + log + ")");
}

std::string TextDigest(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  char digits[33];
  std::snprintf(digits, sizeof digits, "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return digits;
}

void WriteText(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) throw Error(path + ": cannot be written");
}

}  // namespace itg
