// SPDX-License-Identifier: Apache-2.0
#include "sw/page/training.h"

#include <algorithm>
#include <filesystem>

#include "model/error.h"
#include "sim/config/json_object.h"
#include "sim/config/read_file.h"
#include "sw/page/value_ranges.h"
#include "sw/report/report.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

// More points than a figure has pixels say nothing.
constexpr size_t kMostMetrics = 1000;

const Json& Key(const Json& object, const std::string& key, const std::string& file) {
  if (!object.is_object() || !object.contains(key)) {
    throw Error(file + ": no key '" + key + "': expected the report of a training");
  }
  return object.at(key);
}

Json ReadReport(const std::string& file) {
  const std::string text = ReadFile(file);
  ParseJson(text, file);  // throws; below it keeps the order of the keys
  Json report = Json::parse(text);
  const Json& version = Key(report, "report_version", file);
  if (version != kReportVersion) {
    throw Error(file + ": report_version = " + version.dump() + ": expected " +
                std::to_string(kReportVersion));
  }
  for (const char* key : {"configuration", "hardware", "data", "accuracy", "epochs", "cycles",
                          "array", "energy_pj", "simulation"}) {
    Key(report, key, file);
  }
  return report;
}

double Percent(const Json& fraction) { return 100 * fraction.get<double>(); }

Json Epochs(const Json& report) {
  Json epochs = TableJson({"seed", "epoch", "loss", "train_accuracy", "test_accuracy", "loss_test",
                           "float_test_accuracy", "float_loss"});
  for (const Json& epoch : report["epochs"]) {
    Json row = {report["seed"],
                epoch.at("epoch"),
                epoch.at("loss"),
                Percent(epoch.at("accuracy_train")),
                Percent(epoch.at("accuracy_test")),
                epoch.at("loss_test")};
    const bool twin = epoch.contains("float");
    row.push_back(twin ? Json(Percent(epoch["float"].at("accuracy_test"))) : Json(nullptr));
    row.push_back(twin ? epoch["float"].at("loss") : Json(nullptr));
    epochs["rows"].push_back(row);
  }
  return epochs;
}

Json Layers(const Json& report) {
  Json layers = TableJson({"layer", "command", "phase", "cycles", "macs", "bytes", "terms",
                           "energy", "array_cycles", "read_bytes", "written_bytes"});
  if (!report.contains("layers")) return layers;  // floating point
  for (const auto& [layer, entry] : report["layers"].items()) {
    if (!entry.contains("commands")) continue;
    for (const auto& [kind, cost] : entry["commands"].items()) {
      // Reports of before have the sum alone.
      const Json energy = cost.contains("energy_pj_by_component")
                              ? cost["energy_pj_by_component"]
                              : Json({{"all", cost.at("energy_pj")}});
      const int64_t read = cost.at("read_bytes").get<int64_t>();
      const int64_t written = cost.at("written_bytes").get<int64_t>();
      layers["rows"].push_back({layer, kind, cost.at("phase"), cost.at("cycles"), cost.at("macs"),
                                read + written, cost.at("terms"), energy, cost.at("array_cycles"),
                                read, written});
    }
  }
  return layers;
}

// The objects of a file of JSON lines; none when there is no such file.
std::vector<Json> Lines(const std::string& file) {
  std::vector<Json> lines;
  if (!std::filesystem::exists(file)) return lines;
  const std::string text = ReadFile(file);
  for (size_t from = 0; from < text.size();) {
    const size_t end = std::min(text.find('\n', from), text.size());
    const std::string line = text.substr(from, end - from);
    const std::string where = file + ": line " + std::to_string(lines.size() + 1);
    ParseJson(line, where);
    lines.push_back(Json::parse(line));
    from = end + 1;
  }
  return lines;
}

Json Steps(const std::vector<Json>& lines) {
  Json steps = TableJson({"step", "loss", "accuracy"});
  std::vector<const Json*> chosen;
  for (const Json& line : lines) {
    if (line.value("kind", "") == "step") chosen.push_back(&line);
  }
  const size_t stride = chosen.size() / kMostMetrics + 1;
  for (size_t i = stride - 1; i < chosen.size(); i += stride) {
    const Json& line = *chosen[i];
    steps["rows"].push_back({line.at("step"), line.at("loss"), Percent(line.at("accuracy"))});
  }
  return steps;
}

Json Detail(const Json& report, const std::string& folder) {
  Json detail;
  detail["configuration"] = report["configuration"];
  detail["hardware"] = report["hardware"];
  detail["epochs"] = Epochs(report);
  detail["metrics"] = Steps(Lines(folder + "/metrics.jsonl"));
  detail["layers"] = Layers(report);
  detail.update(ValueRanges(Lines(folder + "/stats.jsonl"), report["configuration"]));
  return detail;
}

// What is big and shown as a figure is in the detail.
Json Overview(Json report) {
  for (const char* key : {"configuration", "hardware", "epochs", "layers"}) report.erase(key);
  return report;
}

}  // namespace

PageData ReadTraining(const std::string& folder) {
  const std::string file = folder + "/report.json";
  const Json report = ReadReport(file);
  PageData page;
  try {
    const std::string name = report["configuration"].value("source", "training");
    page.title = name;
    if (report["hardware"].is_object()) page.title += " on " + report["hardware"].value("name", "");
    page.overview["kind"] = "training";
    page.overview["title"] = page.title;
    page.overview["report"] = Overview(report);
    page.details.emplace_back("run", Detail(report, folder));
  } catch (const nlohmann::json::exception& error) {
    throw Error(file + ": not the report of a training: " + error.what());
  }
  return page;
}

}  // namespace itg
