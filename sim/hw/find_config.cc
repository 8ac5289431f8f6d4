// SPDX-License-Identifier: Apache-2.0
//
// Where configurations are found: a path, else a name among those that ship with the project,
// installed beside the program or in the source tree it was built from.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "model/error.h"
#include "sim/hw/hw_config.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> ShippedFolders() {
  std::vector<fs::path> folders;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    folders.push_back(program.parent_path() / "../share/intaglio/rtl/configs");
  }
  folders.emplace_back(ITG_SOURCE_DIR "/rtl/configs");
  return folders;
}

std::string ShippedNames() {
  std::vector<std::string> names;
  for (const fs::path& folder : ShippedFolders()) {
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
      if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
    }
    if (!names.empty()) break;
  }
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

fs::path Locate(const std::string& file) {
  std::error_code error;
  if (fs::is_regular_file(file, error)) return file;
  if (!file.empty() && file.find('/') == std::string::npos) {
    for (const fs::path& folder : ShippedFolders()) {
      const fs::path candidate = folder / (file + ".json");
      if (fs::is_regular_file(candidate, error)) return candidate;
    }
  }
  throw Error("hardware configuration \"" + file + "\": no such file; shipped: " + ShippedNames());
}

}  // namespace

HwConfig HwConfig::FromFile(const std::string& file) {
  const fs::path path = Locate(file);
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Error(path.string() + ": cannot be read");
  const std::string text((std::istreambuf_iterator<char>(stream)),
                         std::istreambuf_iterator<char>());
  return FromJson(text, path.string());
}

}  // namespace itg
