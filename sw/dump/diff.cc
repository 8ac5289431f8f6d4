// SPDX-License-Identifier: Apache-2.0
#include "sw/dump/diff.h"

#include <fmt/format.h>

#include "sw/dump/tensor_difference.h"

namespace itg {
namespace {

const Captured* Find(const std::vector<Captured>& tensors, const std::string& name) {
  for (const Captured& captured : tensors) {
    if (captured.name == name) return &captured;
  }
  return nullptr;
}

std::string OnlyIn(const std::vector<Captured>& a, const std::vector<Captured>& b,
                   const char* which) {
  std::string names;
  for (const Captured& captured : a) {
    if (Find(b, captured.name) == nullptr) names += " " + captured.name;
  }
  return names.empty() ? "" : fmt::format("only in {}:{}\n", which, names);
}

}  // namespace

DiffResult DiffTensors(const std::vector<Captured>& a, const std::vector<Captured>& b) {
  DiffResult result;
  std::string table;
  for (const Captured& one : a) {
    const Captured* const other = Find(b, one.name);
    if (other == nullptr) continue;
    const TensorDifference difference = Compare(one.tensor, other->tensor);
    ++result.compared;
    if (!difference.any()) {
      table += fmt::format("  {:<28} equal\n", one.name);
      continue;
    }
    const std::string text = Explain(difference, one.tensor, other->tensor);
    if (result.different++ == 0) {
      result.text = fmt::format("they part at {}{}: {}\n", one.name,
                                one.command.empty() ? "" : ", written by " + one.command, text);
    }
    table += fmt::format("  {:<28} {}\n", one.name, text);
  }
  result.text += table + OnlyIn(a, b, "the first") + OnlyIn(b, a, "the second");
  return result;
}

DiffResult DiffReports(const nlohmann::json& a, const nlohmann::json& b) {
  const nlohmann::json flat_a = a.flatten();
  const nlohmann::json flat_b = b.flatten();
  DiffResult result;
  std::string context;
  std::string values;
  nlohmann::json keys = flat_a;
  keys.update(flat_b);
  for (const auto& item : keys.items()) {
    const std::string& key = item.key();
    const nlohmann::json one = flat_a.value(key, nlohmann::json());
    const nlohmann::json other = flat_b.value(key, nlohmann::json());
    const bool setting = key == "/machine" || key.rfind("/configuration/", 0) == 0;
    const bool outcome = key.rfind("/epochs/", 0) == 0 || key == "/weights/sha256";
    if (outcome) ++result.compared;
    if (other == one || (!setting && !outcome)) continue;
    std::string& text = setting ? context : values;
    text += fmt::format("  {:<28} {}, got {}\n", key.substr(1), one.dump(), other.dump());
    if (outcome) ++result.different;
  }
  if (!context.empty()) result.text += "settings that differ\n" + context;
  result.text += result.different > 0 ? "results that differ\n" + values : "equal results\n";
  return result;
}

}  // namespace itg
