// SPDX-License-Identifier: Apache-2.0
//
// Where configurations are found: a path, else a name among those that ship with the project.

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "model/error.h"
#include "sim/config/read_file.h"
#include "sim/hw/hw_config.h"
#include "sim/share/share_dir.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

fs::path ShippedFolder() { return fs::path(ShareDir()) / "rtl" / "configs"; }

std::string ShippedNames() {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(ShippedFolder(), error)) {
    if (entry.path().extension() == ".json") names.push_back(entry.path().stem().string());
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
    const fs::path shipped = ShippedFolder() / (file + ".json");
    if (fs::is_regular_file(shipped, error)) return shipped;
  }
  if (fs::exists(file, error)) RequireRegularFile(file);
  throw Error("hardware configuration \"" + file + "\": no such file; shipped: " + ShippedNames());
}

}  // namespace

HwConfig HwConfig::FromFile(const std::string& file) {
  const fs::path path = Locate(file);
  return FromJson(ReadFile(path.string()), path.string());
}

}  // namespace itg
