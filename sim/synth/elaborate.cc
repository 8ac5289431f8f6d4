// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/elaborate.h"

#include <algorithm>
#include <filesystem>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/rtl/plugin_tools.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

bool IsPackage(const fs::path& file) {
  return file.stem().string().find("_pkg") != std::string::npos;
}

// Twins of modules that the user has not replaced take their places; their parts are added.
void AddTwins(const std::vector<std::string>& blocks, std::vector<std::string>* files) {
  std::vector<fs::path> twins;
  const std::string folder = ShareDir() + "/sim/synth/rtl";
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() == ".sv") twins.push_back(entry.path());
  }
  if (twins.empty()) throw Error(folder + ": no SystemVerilog file there");
  std::sort(twins.begin(), twins.end());
  const auto named = [](const fs::path& twin) {
    return
        [&twin](const std::string& file) { return fs::path(file).filename() == twin.filename(); };
  };
  for (const fs::path& twin : twins) {
    if (std::any_of(blocks.begin(), blocks.end(), named(twin))) continue;
    const auto place = std::find_if(files->begin(), files->end(), named(twin));
    if (place == files->end()) {
      files->push_back(twin.string());
    } else {
      *place = twin.string();
    }
  }
}

// Yosys 0.23 takes a name in quotes as it is, but for quotes in it.
std::string Quoted(const std::string& path) {
  if (path.find_first_of("\"\n") != std::string::npos) throw Error(path + ": a name for no tool");
  return "\"" + path + "\"";
}

}  // namespace

RtlSources FindRtl(const std::string& rtl_dir, const std::vector<std::string>& blocks) {
  PluginSource source;
  source.rtl_dir = rtl_dir.empty() ? ShareDir() + "/rtl" : rtl_dir;
  source.blocks = blocks;
  std::vector<std::string> files = RtlFiles(source);
  if (fs::path(files.front()).extension() != ".sv") files.erase(files.begin());  // lint waivers
  AddTwins(blocks, &files);

  RtlSources sources;
  std::string all;
  for (const std::string& file : files) {
    const std::string text = ReadFile(file);
    all += std::to_string(text.size()) + ":" + text;
    if (IsPackage(file)) {
      sources.packages += text;
    } else {
      sources.texts[fs::path(file).stem().string()] = text;
    }
    sources.files.push_back(fs::absolute(file).lexically_normal().string());
  }
  sources.digest = TextDigest(all);
  return sources;
}

Design Elaborate(const SynthTools& tools, const RtlSources& sources, const std::string& top,
                 const std::vector<std::pair<std::string, int64_t>>& parameters,
                 const std::string& work) {
  std::string script;
  for (const std::string& file : sources.files) {
    script += "read_verilog -sv -defer " + Quoted(file) + "\n";
  }
  script += "hierarchy -check -top " + top;
  for (const auto& [key, value] : parameters) {
    script += " -chparam " + key + " " + std::to_string(value);
  }
  // Where in a file a thing came from is not part of what it is.
  script +=
      "\nsetattr -unset src t:* w:* m:*\nsetattr -mod -unset src\nwrite_rtlil elaborated.il\n";
  WriteText(work + "/elaborate.ys", script);
  RunYosys(tools, "elaborate.ys", work, work + "/elaborate.log");
  return ReadDesign(ReadFile(work + "/elaborated.il"), top, work + "/elaborated.il");
}

}  // namespace itg
