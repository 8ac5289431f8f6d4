// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "sw/machines/machines.h"
#include "sw/report/report.h"

namespace itg {
namespace {

using Json = nlohmann::ordered_json;

bool IsFloat(const Json& report) { return report["arithmetic"] == "float"; }

std::string Title(const Json& report) {
  const Json& hw = report["hardware"];
  std::string machine =
      IsFloat(report) ? "no machine, in fp32" : report["machine"].get<std::string>();
  if (!hw.is_null()) {
    machine += fmt::format(" ({}, {} x {})", hw["name"].get<std::string>(), hw["rows"].get<int>(),
                           hw["cols"].get<int>());
  }
  return fmt::format("{} on {}, seed {}, intaglio {} ({}){}\n",
                     report["configuration"]["source"].get<std::string>(), machine,
                     report["seed"].get<uint32_t>(), report["version"].get<std::string>(),
                     report["git_revision"].get<std::string>(),
                     report["interrupted"].get<bool>() ? ", INTERRUPTED" : "");
}

std::string Data(const Json& report) {
  const Json& data = report["data"];
  return fmt::format("data: {}, {} training images, {} test images\n",
                     data["name"].get<std::string>(), data["train_images"].get<int64_t>(),
                     data["test_images"].get<int64_t>());
}

std::string Percent(const Json& fraction, int width) {
  return fmt::format("{:{}.2f} %", 100 * fraction.get<double>(), width);
}

// The float twin of a training has a column where it ran.
std::string Epochs(const Json& report) {
  const bool twin = report["accuracy"].contains("float_test");
  const char* const rate = IsFloat(report) ? "learning_rate" : "mu";
  std::string text = fmt::format("\nepoch {:>6}     loss  train accuracy  test accuracy{}\n",
                                 IsFloat(report) ? "rate" : "mu", twin ? "  float test" : "");
  for (const Json& epoch : report["epochs"]) {
    text += fmt::format("{:5} {:6.3g} {:8.4f} {} {}", epoch["epoch"].get<int>(),
                        epoch[rate].get<double>(), epoch["loss"].get<double>(),
                        Percent(epoch["accuracy_train"], 13), Percent(epoch["accuracy_test"], 12));
    if (epoch.contains("float")) text += Percent(epoch["float"]["accuracy_test"], 10);
    text += "\n";
  }
  return text;
}

// Lines "  name  value  share" for the numbers of `parts` but "total", in the order given.
std::string Shares(const Json& parts, double total) {
  std::string text;
  for (const auto& part : parts.items()) {
    if (!part.value().is_number() || part.key() == "total") continue;
    const double value = part.value().get<double>();
    text += fmt::format("  {:<28} {:>16.0f} {:5.1f} %\n", part.key(), value,
                        total > 0 ? 100 * value / total : 0.0);
  }
  return text;
}

// What SCALE-Sim would count for the products of the training: docs/scale_sim.md.
std::string ScaleSimCounts(const Json& counts) {
  std::string text =
      fmt::format(" products as SCALE-Sim counts them {:>10} {:>16} {:>16}\n", "os", "ws", "is");
  for (const auto& product : counts.items()) {
    const auto count = [&](const char* flow) { return product.value()[flow].get<uint64_t>(); };
    text += fmt::format("  {:<26} {:>16} {:>16} {:>16}\n", product.key(), count("os"), count("ws"),
                        count("is"));
  }
  return text;
}

std::string Hardware(const Json& report) {
  if (report["hardware"].is_null()) return "";
  const Json& cycles = report["cycles"];
  const double total = cycles["total"].get<double>();
  const Json& energy = report["energy_pj"];
  std::string text = fmt::format("\ncycles {:.0f}, array use {:.1f} % (training)\n", total,
                                 100 * report["array"]["use"].get<double>());
  text += Shares(cycles["by_phase"], total);
  text += " by command\n" + Shares(cycles["by_command"], total);
  text += " by term (training)\n" + Shares(cycles["by_term"], cycles["training"].get<double>());
  text += ScaleSimCounts(cycles["scale_sim"]);
  text += fmt::format("\nenergy {:.6g} uJ ({})\n", energy["total"].get<double>() * 1e-6,
                      energy["table"]["name"].get<std::string>());
  if (energy.contains("published")) {
    text += fmt::format(" with the published energies {:.6g} uJ\n",
                        energy["published"]["total"].get<double>() * 1e-6);
  }
  if (energy.contains("fp32")) {
    const double fp32 = energy["fp32"]["total"].get<double>();
    text += fmt::format(" in fp32 on the same array {:.6g} uJ, {:.2f} times as much\n", fp32 * 1e-6,
                        fp32 / energy["total"].get<double>());
  }
  text += " picojoules\n" + Shares(energy, energy["total"].get<double>());
  const Json& memory = report["memory"];
  text += fmt::format("\nmemory: {} bytes read, {} written; {} bytes on chip\n",
                      memory["read_bytes"].get<uint64_t>(), memory["written_bytes"].get<uint64_t>(),
                      report["on_chip_bytes"].get<int64_t>());
  return text;
}

std::string Layers(const Json& report) {
  if (IsFloat(report)) return "";
  std::string text = "\nlayer          saturations    acc overflows\n";
  for (const auto& layer : report["layers"].items()) {
    const Json& overflows = layer.value()["acc_overflows"];
    text += fmt::format("{:<10} {:>15} {:>16}\n", layer.key(),
                        layer.value()["saturations"].get<uint64_t>(),
                        overflows.is_null() ? "-" : overflows.dump());
  }
  return text;
}

std::string CommandLine(const std::string& layer, const std::string& kind, const Json& command,
                        double training_cycles) {
  const double cycles = command["cycles"].get<double>();
  return fmt::format(
      "{:<12} {:<36} {:>14.0f} {:5.1f} % {:5.1f} % {:>11.3f} {:>11.3f} {:>12.3f}\n", layer, kind,
      cycles, training_cycles > 0 ? 100 * cycles / training_cycles : 0,
      100 * command["array_use"].get<double>(), command["read_bytes"].get<double>() * 1e-6,
      command["written_bytes"].get<double>() * 1e-6, command["energy_pj"].get<double>() * 1e-6);
}

// What each command of each layer cost in training: a layer's commands are its phases.
std::string Commands(const Json& report) {
  if (report["hardware"].is_null()) return "";
  std::string text =
      "\nlayer        command                                      cycles   share     use  "
      "   MB read  MB written    energy uJ\n";
  const double total = report["cycles"]["training"].get<double>();
  for (const auto& layer : report["layers"].items()) {
    if (!layer.value().contains("commands")) continue;
    for (const auto& command : layer.value()["commands"].items()) {
      text += CommandLine(layer.key(), command.key(), command.value(), total);
    }
  }
  return text;
}

std::string Simulation(const Json& report) {
  const Json& simulation = report["simulation"];
  std::string text = fmt::format("\ntraining took {:.2f} s: {:.0f} images/s, {:.3g} M MAC/s",
                                 simulation["seconds"].get<double>(),
                                 simulation["images_per_second"].get<double>(),
                                 simulation["macs_per_second"].get<double>() * 1e-6);
  if (!report["hardware"].is_null()) {
    text +=
        fmt::format(", {:.3g} M cycles/s", simulation["cycles_per_second"].get<double>() * 1e-6);
  }
  return text +
         fmt::format("; evaluation {:.2f} s\n", simulation["evaluation_seconds"].get<double>());
}

std::string Compared(const Json& report) {
  const Json& compare = report["compare"];
  if (compare["commands"].get<uint64_t>() == 0) return "compared with golden: no (--check)\n";
  return fmt::format("compared with golden: {} commands, {} elements, {} mismatches\n",
                     compare["commands"].get<uint64_t>(), compare["elements"].get<uint64_t>(),
                     compare["mismatches"].get<uint64_t>());
}

}  // namespace

std::string ReportText(const Json& report) {
  std::string text = Title(report) + Data(report) + Epochs(report) + Hardware(report) +
                     Commands(report) + Layers(report) + Simulation(report);
  if (!report["machine"].is_null() && RunsRtl(report["machine"].get<std::string>()))
    text += Compared(report);
  if (!IsFloat(report)) {
    text += "weights sha256 " + report["weights"]["sha256"].get<std::string>() + "\n";
  }
  text += "on the host:";
  for (const Json& item : report["host"]) {
    text += (item == report["host"].front() ? " " : "; ") + item.get<std::string>();
  }
  return text + "\n";
}

}  // namespace itg
