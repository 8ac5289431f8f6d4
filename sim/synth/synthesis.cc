// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/synthesis.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <thread>

#include "model/error.h"
#include "sim/config/json.h"
#include "sim/config/read_file.h"
#include "sim/rtl/hw_plugin.h"
#include "sim/synth/blocks.h"
#include "sim/synth/composition.h"
#include "sim/synth/fan_out.h"
#include "sim/synth/flow.h"
#include "sim/synth/timing.h"
#include "sim/synth/work_folder.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTop = "itg_accelerator";

std::vector<std::pair<std::string, int64_t>> ParametersOf(const HwConfig& hw) {
  const std::vector<uint32_t> values = ElaborationParameters(hw);
  std::vector<std::pair<std::string, int64_t>> parameters;
  for (size_t i = 0; i < values.size(); ++i) {
    parameters.emplace_back(kPluginParameterNames[i], values[i]);
  }
  return parameters;
}

// Everything that the numbers of a Synthesis depend on.
fs::path ResultFile(const Mapping& mapping, const HwConfig& hw, const SynthesisOptions& options) {
  std::string text = mapping.tools.identity + mapping.library_digest + mapping.sources.digest +
                     AbcConstraints(mapping.library) + LatchMap(mapping.library) +
                     MapScript("", {}, mapping.library) + std::to_string(kMostSinks) +
                     TimingScript({}) + ReadFile(ShippedSramModel()) + options.block + "\n";
  for (const BlockKind& kind : BlockKinds()) text += std::string(kind.module) + kind.part + "\n";
  for (const auto& [key, value] : ParametersOf(hw))
    text += key + "=" + std::to_string(value) + "\n";
  return fs::path(mapping.cache) / ("result-" + TextDigest(text) + ".json");
}

std::optional<Synthesis> ReadResult(const fs::path& file, const HwConfig& hw) {
  if (!fs::exists(file)) return std::nullopt;
  Synthesis result =
      SynthesisFromJson(nlohmann::json::parse(ReadFile(file.string())), file.string());
  for (const BlockCost& block : result.blocks) {
    if (!block.is_memory && !fs::exists(block.netlist)) return std::nullopt;  // somebody cleaned up
  }
  result.hardware = hw.name;
  return result;
}

// The modules to map: `roots` and all blocks below them; memories go into `memories`.
std::vector<std::string> BlocksBelow(const Design& design, const std::vector<std::string>& roots,
                                     std::map<std::string, Sram>* memories) {
  const std::set<std::string> cuts = BlockCuts();
  const SramModel model = SramModel::Shipped();
  std::vector<std::string> blocks = roots;
  for (size_t i = 0; i < blocks.size(); ++i) {
    for (const std::string& name : design.Below(blocks[i], cuts)) {
      const DesignModule& module = design.modules.at(name);
      if (module.kind == kMemory) {
        (*memories)[name] = ModelSram(model, std::stoll(module.parameters.at("Depth")),
                                      std::stoll(module.parameters.at("Width")));
      } else if (cuts.count(module.kind) != 0 &&
                 std::find(blocks.begin(), blocks.end(), name) == blocks.end()) {
        blocks.push_back(name);
      }
    }
  }
  return blocks;
}

// Largest first, so that the last to finish is a small one.
void SortBySize(const Design& design, std::vector<std::string>* modules) {
  const auto size = [&design](const std::string& module) {
    size_t sum = 0;
    for (const std::string& name : design.Below(module, BlockCuts())) {
      sum += design.modules.at(name).text.size();
    }
    return sum;
  };
  std::sort(modules->begin(), modules->end(),
            [&size](const std::string& a, const std::string& b) { return size(a) > size(b); });
}

// Maps blocks in parallel. A failure stops what has not begun.
MappedBlocks MapBlocks(const Mapping& mapping, const Design& design,
                       std::vector<std::string> modules, int jobs,
                       const SynthesisProgress& progress) {
  SortBySize(design, &modules);
  MappedBlocks blocks;
  std::mutex mutex;
  std::exception_ptr failure;
  size_t next = 0;
  const auto work = [&] {
    for (;;) {
      std::string module;
      {
        const std::lock_guard<std::mutex> lock(mutex);
        if (next == modules.size() || failure != nullptr) return;
        module = modules[next++];
      }
      try {
        const MappedBlock block = MapBlock(mapping, design, module, BlockCuts());
        const std::lock_guard<std::mutex> lock(mutex);
        blocks[module] = block;
        progress(fmt::format("mapped {} of {}: {}, {} cells", blocks.size(), modules.size(),
                             design.modules.at(module).kind, block.count()));
      } catch (...) {
        const std::lock_guard<std::mutex> lock(mutex);
        failure = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 0; i < std::max(jobs, 1); ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  if (failure != nullptr) std::rethrow_exception(failure);
  return blocks;
}

// Throws for an option --block that names no kind of block at all.
void CheckBlock(const std::string& block) {
  std::string allowed;
  for (const BlockKind& kind : BlockKinds()) {
    if (block.empty() || (block == kind.module && block != kMemory)) return;
    if (kind.module != std::string(kMemory)) allowed += std::string(" ") + kind.module;
  }
  throw Error("--block " + block + ": not a kind of block (allowed:" + allowed + ")");
}

// The whole design, or all modules of the one kind that was asked for.
std::vector<std::string> Roots(const Design& design, const std::string& block) {
  if (block.empty()) return {design.top};
  std::vector<std::string> roots;
  for (const auto& [name, module] : design.modules) {
    if (module.kind == block) roots.push_back(name);
  }
  if (roots.empty()) throw Error("--block " + block + ": this hardware has none");
  return roots;
}

void Time(const Mapping& mapping, const MappedBlocks& blocks, const std::string& root,
          const std::map<std::string, Sram>& memories,
          const std::map<std::string, std::string>& kinds, Synthesis* synthesis) {
  const WorkFolder work(mapping.cache);
  std::vector<SramMacro> macros;
  TimingFiles files;
  for (const auto& [module, count] : CountModules(blocks, root)) {
    const auto memory = memories.find(module);
    if (memory != memories.end()) {
      macros.push_back({module, memory->second});
    } else {
      files.netlists.push_back(blocks.at(module).folder + "/netlist.v");
    }
  }
  WriteText(work.path() + "/memories.lib", SramLiberty(SramModel::Shipped(), macros));
  files.libraries = {mapping.library.source, work.path() + "/memories.lib"};
  files.top = root;
  const LongestPath path = TimeNetlist(mapping.tools, files, work.path());
  if (path.period_ns <= synthesis->longest_path_ns) return;
  synthesis->longest_path_ns = path.period_ns;
  synthesis->clock_mhz = 1e3 / path.period_ns;
  synthesis->module = root;
  synthesis->start = path.start;
  synthesis->end = path.end;
  synthesis->start_part = PartOf(kinds.at(ModuleOfPath(blocks, root, path.start)));
  synthesis->end_part = PartOf(kinds.at(ModuleOfPath(blocks, root, path.end)));
}

Synthesis Describe(const Mapping& mapping) {
  const Liberty& library = mapping.library;
  Synthesis synthesis;
  synthesis.library = library.name;
  synthesis.library_file = library.source;
  synthesis.library_digest = mapping.library_digest;
  synthesis.technology = fmt::format("{}, {} V, {} degrees Celsius", library.name, library.voltage,
                                     library.temperature);
  synthesis.memory_model = SramModel::Shipped().name;
  synthesis.tools = mapping.tools.identity;
  return synthesis;
}

Synthesis Make(const Mapping& mapping, const HwConfig& hw, const SynthesisOptions& options,
               const SynthesisProgress& progress) {
  Design design;
  {
    const WorkFolder work(mapping.cache);
    progress("elaborating");
    design = Elaborate(mapping.tools, mapping.sources, kTop, ParametersOf(hw), work.path());
  }
  const std::vector<std::string> roots = Roots(design, options.block);
  std::map<std::string, Sram> memories;
  const std::vector<std::string> modules = BlocksBelow(design, roots, &memories);
  const MappedBlocks blocks = MapBlocks(mapping, design, modules, options.jobs, progress);
  std::map<std::string, std::string> kinds;
  for (const auto& [name, module] : design.modules) kinds[name] = module.kind;
  Synthesis synthesis = Describe(mapping);
  std::map<std::string, int64_t> counts;
  const std::map<std::string, int> copies = design.CountInstances();
  for (const std::string& root : roots) {
    const int64_t times = options.block.empty() ? 1 : copies.at(root);
    for (const auto& [module, count] : CountModules(blocks, root)) counts[module] += times * count;
    progress("timing " + root);
    Time(mapping, blocks, root, memories, kinds, &synthesis);
  }
  synthesis.blocks = CostBlocks(blocks, counts, kinds, memories, mapping.library);
  SumBlocks(&synthesis);
  return synthesis;
}

void WriteResult(const fs::path& file, const Synthesis& synthesis) {
  const WorkFolder work(file.parent_path().string());
  const std::string written = work.path() + "/result.json";
  WriteText(written, ToJson(synthesis).dump(1) + "\n");
  fs::rename(written, file);
}

}  // namespace

Synthesis Synthesise(const HwConfig& hw, const SynthesisOptions& options,
                     const SynthesisProgress& progress) {
  CheckBlock(options.block);
  try {
    const Mapping mapping = PrepareMapping(options.liberty, options.rtl_dir, hw.blocks);
    const fs::path file = ResultFile(mapping, hw, options);
    if (std::optional<Synthesis> result = ReadResult(file, hw)) return *result;
    Synthesis synthesis = Make(mapping, hw, options, progress);
    WriteResult(file, synthesis);
    synthesis.hardware = hw.name;
    return synthesis;
  } catch (const fs::filesystem_error& error) {
    throw Error(std::string("synthesis cache: ") + error.what());
  }
}

std::optional<Synthesis> CachedSynthesis(const HwConfig& hw, const SynthesisOptions& options) {
  try {
    const Mapping mapping = PrepareMapping(options.liberty, options.rtl_dir, hw.blocks);
    return ReadResult(ResultFile(mapping, hw, options), hw);
  } catch (const std::exception&) {
    return std::nullopt;  // no tools, no library, a damaged file: as if there were nothing
  }
}

}  // namespace itg
