// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/design.h"

#include <cstdint>
#include <sstream>

#include "model/error.h"

namespace itg {
namespace {

constexpr const char* kModule = "module ";
constexpr const char* kKind = "attribute \\hdlname \"\\\\";
constexpr const char* kParameter = "  parameter \\";
constexpr const char* kCell = "  cell ";

bool BeginsWith(const std::string& line, const char* text) { return line.rfind(text, 0) == 0; }

// The part of a module's name behind the last backslash of a plain name: "\itg_nest" is itg_nest.
std::string KindOfName(const std::string& name) { return name.substr(name.rfind('\\') + 1); }

// A value as RTLIL writes it, as part of a name: 32'0..0110 and 6 are the same number.
std::string ValueText(const std::string& value) {
  const size_t quote = value.find('\'');
  if (quote == std::string::npos) return value;
  uint64_t number = 0;
  for (size_t i = quote + 1; i < value.size(); ++i) {
    if (value[i] != '0' && value[i] != '1') return value.substr(quote + 1);
    number = number << 1 | (value[i] == '1' ? 1u : 0u);
  }
  return std::to_string(number);
}

std::string NameOf(const DesignModule& module) {
  std::string name = module.kind;
  for (const auto& [key, value] : module.parameters) name += "_" + key + value;
  return name;
}

// One module of the file: its lines from the attributes before it to its `end`.
struct RawModule {
  std::string name;
  DesignModule module;
  std::vector<std::string> lines;
};

void ReadLine(const std::string& line, RawModule* raw) {
  if (BeginsWith(line, kKind)) {
    raw->module.kind = line.substr(std::string(kKind).size());
    raw->module.kind.erase(raw->module.kind.find('"'));
  } else if (BeginsWith(line, kModule)) {
    raw->name = line.substr(std::string(kModule).size());
    if (raw->module.kind.empty()) raw->module.kind = KindOfName(raw->name);
  } else if (BeginsWith(line, kParameter)) {
    std::istringstream words(line);
    std::string word;
    std::string key;
    std::string value;
    words >> word >> key >> value;
    raw->module.parameters[key.substr(1)] = ValueText(value);
  }
  raw->lines.push_back(line);
}

std::vector<RawModule> Split(const std::string& rtlil) {
  std::vector<RawModule> modules;
  RawModule raw;
  std::istringstream lines(rtlil);
  for (std::string line; std::getline(lines, line);) {
    if (raw.lines.empty() && !BeginsWith(line, kModule) && !BeginsWith(line, "attribute ")) {
      continue;  // before the first module: a comment, autoidx
    }
    ReadLine(line, &raw);
    if (line != "end") continue;
    modules.push_back(std::move(raw));
    raw = {};
  }
  return modules;
}

// Gives instances and the module itself their names; counts the instances.
void Rename(const std::map<std::string, std::string>& names, RawModule* raw) {
  for (std::string& line : raw->lines) {
    if (BeginsWith(line, kModule)) {
      line = kModule + ("\\" + names.at(raw->name));
    } else if (BeginsWith(line, kCell)) {
      const size_t begin = std::string(kCell).size();
      const size_t end = line.find(' ', begin);
      const auto name = names.find(line.substr(begin, end - begin));
      if (name != names.end()) {
        ++raw->module.instances[name->second];
        line = kCell + ("\\" + name->second) + line.substr(end);
      }
    }
    raw->module.text += line + "\n";
  }
}

void Count(const Design& design, const std::string& name, std::map<std::string, int>* counts) {
  ++(*counts)[name];
  for (const auto& [child, times] : design.modules.at(name).instances) {
    for (int i = 0; i < times; ++i) Count(design, child, counts);
  }
}

void Collect(const Design& design, const std::string& name, const std::set<std::string>& cuts,
             std::set<std::string>* found) {
  for (const auto& [child, times] : design.modules.at(name).instances) {
    if (!found->insert(child).second) continue;
    if (cuts.count(design.modules.at(child).kind) == 0) Collect(design, child, cuts, found);
  }
}

}  // namespace

std::map<std::string, int> Design::CountInstances() const {
  std::map<std::string, int> counts;
  Count(*this, top, &counts);
  return counts;
}

std::set<std::string> Design::Below(const std::string& module,
                                    const std::set<std::string>& cuts) const {
  std::set<std::string> found = {module};
  Collect(*this, module, cuts, &found);
  return found;
}

Design ReadDesign(const std::string& rtlil, const std::string& top, const std::string& source) {
  std::vector<RawModule> raws = Split(rtlil);
  std::map<std::string, std::string> names;
  for (const RawModule& raw : raws) names[raw.name] = NameOf(raw.module);
  Design design;
  for (RawModule& raw : raws) {
    Rename(names, &raw);
    if (raw.module.kind == top) design.top = names.at(raw.name);
    design.modules[names.at(raw.name)] = std::move(raw.module);
  }
  if (design.top.empty()) throw Error(source + ": has no module " + top);
  return design;
}

std::string RtlilOf(const Design& design, const std::set<std::string>& modules) {
  std::string text;
  for (const std::string& name : modules) text += design.modules.at(name).text;
  return text;
}

}  // namespace itg
