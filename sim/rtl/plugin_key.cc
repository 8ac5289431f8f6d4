// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/plugin_key.h"

#include <xxhash.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "model/error.h"
#include "sim/rtl/recorded_blocks.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

std::string ReadText(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(path + ": cannot be read");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// Every part is preceded by its length, so that moving a byte from one part to the next changes
// the key.
void AddPart(const std::string& part, std::string* text) {
  *text += std::to_string(part.size()) + ":" + part;
}

// The file and, transitively, what it includes in quotes from below `root`.
void AddWithIncludes(const std::string& path, const fs::path& root, std::set<std::string>* seen,
                     std::string* text) {
  if (!seen->insert(path).second) return;
  const std::string content = ReadText(path);
  AddPart(content, text);
  static const std::string kInclude = "#include \"";
  std::istringstream lines(content);
  for (std::string line; std::getline(lines, line);) {
    if (line.rfind(kInclude, 0) != 0) continue;
    const std::string name = line.substr(kInclude.size(), line.rfind('"') - kInclude.size());
    const fs::path included = root / name;
    if (fs::exists(included)) AddWithIncludes(included.string(), root, seen, text);
  }
}

std::string Hex(const std::string& text) {
  const XXH128_hash_t hash = XXH3_128bits(text.data(), text.size());
  char digits[33];
  std::snprintf(digits, sizeof digits, "%016llx%016llx",
                static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return digits;
}

}  // namespace

std::string PluginKey(const PluginTools& tools, const PluginSource& source) {
  std::string text;
  AddPart(tools.identity, &text);
  for (const std::string& flag : VerilateFlags(source)) AddPart(flag, &text);
  for (const std::string& flag : CompileFlags(source)) AddPart(flag, &text);
  for (const std::string& file : RtlFiles(source)) {
    AddPart(fs::path(file).filename().string(), &text);
    AddPart(ReadText(file), &text);
  }
  if (source.records) {
    const std::vector<RecordedBlock> blocks = RecordedBlocks(source.parameters);
    AddPart(RecordedPortsControl(blocks) + RecordedPortsHeader(blocks), &text);
  }
  std::set<std::string> seen;
  AddWithIncludes(source.wrapper, ShareDir(), &seen, &text);
  AddWithIncludes(ShareDir() + "/" + kTriggerBits, ShareDir(), &seen, &text);
  return Hex(text);
}

std::string RuntimeKey(const PluginTools& tools, const PluginSource& source) {
  std::string text;
  AddPart(tools.identity, &text);
  for (const std::string& flag : CompileFlags(source)) AddPart(flag, &text);
  return Hex(text);
}

std::string FileDigest(const std::string& path) { return Hex(ReadText(path)); }

}  // namespace itg
