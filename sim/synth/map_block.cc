// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/map_block.h"

#include <fcntl.h>
#include <sys/file.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/config/read_file.h"
#include "sim/rtl/file_descriptor.h"
#include "sim/share/share_dir.h"
#include "sim/synth/fan_out.h"
#include "sim/synth/flow.h"
#include "sim/synth/netlist_writer.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> Kept(const Design& design, const std::string& module,
                              const std::set<std::string>& cuts) {
  std::vector<std::string> kept;
  for (const std::string& name : design.Below(module, cuts)) {
    if (name != module && cuts.count(design.modules.at(name).kind) != 0) kept.push_back(name);
  }
  return kept;
}

// Counts the cells of a netlist: those of the library, and instances of `kept`.
nlohmann::json Summary(const nlohmann::json& json, const std::string& module,
                       const Liberty& library, const std::vector<std::string>& kept) {
  std::map<std::string, int64_t> cells;
  std::map<std::string, std::string> instances;
  for (const auto& [name, cell] : json.at("modules").at(module).at("cells").items()) {
    const std::string type = cell.at("type");
    if (library.Find(type) != nullptr) {
      ++cells[type];
    } else if (std::find(kept.begin(), kept.end(), type) != kept.end()) {
      instances[name] = type;
    } else {
      throw Error(library.source + ": library \"" + library.name + "\" has no cell for " + type +
                  ", which " + module + " needs");
    }
  }
  return {{"cells", cells}, {"instances", instances}};
}

void Run(const Mapping& mapping, const Design& design, const std::string& module,
         const std::set<std::string>& cuts, const fs::path& work) {
  const std::vector<std::string> kept = Kept(design, module, cuts);
  WriteText(work / "block.il", RtlilOf(design, design.Below(module, cuts)));
  WriteText(work / "constraints", AbcConstraints(mapping.library));
  WriteText(work / "latches.v", LatchMap(mapping.library));
  WriteText(work / "map.ys", MapScript(module, kept, mapping.library));
  RunYosys(mapping.tools, "map.ys", work.string(), (work / "map.log").string());
  nlohmann::json netlist = nlohmann::json::parse(ReadFile(work / "mapped.json"));
  NameCells(&netlist, module);
  BufferFanOut(mapping.library, module, kept, &netlist);
  const nlohmann::json summary = Summary(netlist, module, mapping.library, kept);
  WriteText(work / "netlist.json", netlist.dump());
  WriteText(work / "netlist.v", VerilogOf(netlist, module));
  WriteText(work / "summary.json", summary.dump());
  fs::remove(work / "mapped.json");
  fs::remove(work / "block.il");
}

fs::path FolderOf(const Mapping& mapping, const std::string& key) {
  return fs::path(mapping.cache) / ("block-" + key);
}

// One process at a time makes a block; the others wait and find it.
class Lock {
 public:
  explicit Lock(const std::string& path)
      : file_(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666)) {
    if (file_.get() < 0) throw Error(path + ": " + std::strerror(errno));
    while (flock(file_.get(), LOCK_EX) != 0) {
      if (errno != EINTR) throw Error(path + ": " + std::strerror(errno));
    }
  }

 private:
  FileDescriptor file_;
};

double Sum(const std::map<std::string, int64_t>& cells, const Liberty& library,
           double LibertyCell::*value) {
  double sum = 0;
  for (const auto& [name, count] : cells) {
    sum += static_cast<double>(count) * (library.Find(name)->*value);
  }
  return sum;
}

}  // namespace

Mapping PrepareMapping(const std::string& liberty, const std::string& rtl_dir,
                       const std::vector<std::string>& blocks) {
  Mapping mapping;
  const std::string file = LibraryFile(liberty);
  mapping.library = Liberty::Read(file);
  mapping.library_digest = TextDigest(ReadFile(file));
  mapping.tools = FindSynthTools();
  mapping.sources = FindRtl(rtl_dir, blocks);
  mapping.cache = CacheDir() + "/synth";
  fs::create_directories(mapping.cache);
  return mapping;
}

std::map<std::string, int64_t> MappedBlock::Children() const {
  std::map<std::string, int64_t> children;
  for (const auto& [instance, module] : instances) ++children[module];
  return children;
}

int64_t MappedBlock::count() const {
  int64_t sum = 0;
  for (const auto& [name, count] : cells) sum += count;
  return sum;
}

double MappedBlock::area_um2(const Liberty& library) const {
  return Sum(cells, library, &LibertyCell::area);
}

double MappedBlock::leakage_w(const Liberty& library) const {
  return Sum(cells, library, &LibertyCell::leakage);
}

std::string BlockKey(const Mapping& mapping, const Design& design, const std::string& module,
                     const std::set<std::string>& cuts) {
  // Modules by name, which holds their parameters, and by the source of their kind.
  std::string text = mapping.tools.identity + mapping.library_digest + mapping.sources.packages +
                     AbcConstraints(mapping.library) + LatchMap(mapping.library) +
                     MapScript(module, Kept(design, module, cuts), mapping.library) +
                     std::to_string(kMostSinks);
  for (const std::string& name : design.Below(module, cuts)) {
    const auto source = mapping.sources.texts.find(design.modules.at(name).kind);
    text += name + "\n" + (source == mapping.sources.texts.end() ? "" : source->second);
  }
  return TextDigest(text);
}

bool IsMapped(const Mapping& mapping, const std::string& key) {
  return fs::exists(FolderOf(mapping, key) / "summary.json");
}

MappedBlock MapBlock(const Mapping& mapping, const Design& design, const std::string& module,
                     const std::set<std::string>& cuts) {
  const std::string key = BlockKey(mapping, design, module, cuts);
  const fs::path folder = FolderOf(mapping, key);
  if (!IsMapped(mapping, key)) {
    const Lock lock(folder.string() + ".lock");
    if (!IsMapped(mapping, key)) {
      const fs::path work = folder.string() + ".work";
      fs::remove_all(work);  // of one that was killed
      fs::create_directories(work);
      Run(mapping, design, module, cuts, work);
      fs::rename(work, folder);
    }
  }
  const nlohmann::json summary = nlohmann::json::parse(ReadFile(folder / "summary.json"));
  MappedBlock block;
  block.module = module;
  block.folder = folder.string();
  block.cells = summary.at("cells").get<std::map<std::string, int64_t>>();
  block.instances = summary.at("instances").get<std::map<std::string, std::string>>();
  return block;
}

}  // namespace itg
