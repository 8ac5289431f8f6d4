// SPDX-License-Identifier: Apache-2.0
#include "sw/dump/dump_folder.h"

#include <filesystem>

#include "sim/config/json_object.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"

namespace itg {
namespace {

constexpr int kDumpVersion = 1;
constexpr int64_t kExponent = 100000;

Captured ReadTensor(const nlohmann::json& json, const std::string& folder,
                    const std::string& source, const std::string& path) {
  const JsonObject entry(json, source, path, {"name", "command", "exponent"}, {});
  Captured captured;
  captured.name = entry.String("name");
  captured.command = entry.String("command");
  if (captured.name.empty() || captured.name.find('/') != std::string::npos) {
    entry.Refuse("name", "a name without '/'");
  }
  captured.tensor = ReadNpy(folder + "/" + captured.name + ".npy");
  captured.tensor.set_exponent(static_cast<int>(entry.Integer("exponent", -kExponent, kExponent)));
  return captured;
}

// The tensors of the dump that was in `folder`: what the new one does not have must not stay.
void RemoveOldDump(const std::string& folder) {
  const std::string index = folder + "/dump.json";
  if (!std::filesystem::exists(index)) return;
  const Dump old = ReadDump(folder);
  std::filesystem::remove(index);
  for (const Captured& captured : old.tensors) {
    std::filesystem::remove(folder + "/" + captured.name + ".npy");
  }
}

}  // namespace

void WriteDump(const Dump& dump, const std::string& folder) {
  MakeWritableFolder(folder);
  RemoveOldDump(folder);
  nlohmann::ordered_json json;
  json["dump_version"] = kDumpVersion;
  json["about"] = dump.about;
  json["tensors"] = nlohmann::ordered_json::array();
  for (const Captured& captured : dump.tensors) {
    WriteNpy(folder + "/" + captured.name + ".npy", captured.tensor);
    json["tensors"].push_back({{"name", captured.name},
                               {"command", captured.command},
                               {"exponent", captured.tensor.exponent()}});
  }
  WriteFile(folder + "/dump.json", json.dump(2) + "\n");
}

Dump ReadDump(const std::string& folder) {
  const std::string source = folder + "/dump.json";
  const nlohmann::json json = ParseJson(ReadFile(source), source);
  const JsonObject root(json, source, "", {"dump_version", "about", "tensors"}, {});
  root.Integer("dump_version", kDumpVersion, kDumpVersion);
  if (!root.At("tensors").is_array()) root.Refuse("tensors", "a list");
  Dump dump;
  dump.about = root.At("about");
  for (const nlohmann::json& entry : root.At("tensors")) {
    const std::string path = "tensors." + std::to_string(dump.tensors.size());
    dump.tensors.push_back(ReadTensor(entry, folder, source, path));
  }
  return dump;
}

}  // namespace itg
