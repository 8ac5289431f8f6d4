// SPDX-License-Identifier: Apache-2.0
#include "sw/train/mu_schedule.h"

#include "model/program/program.h"

namespace itg {
namespace {

bool IsSteps(const nlohmann::json& mu) {
  return mu.is_array() && !mu.empty() && mu.front().is_object();
}

std::vector<int> ParseSteps(const nlohmann::json& steps, const std::string& source, int epochs,
                            int gradient_bits) {
  std::vector<int> schedule(static_cast<size_t>(epochs), 0);
  int64_t previous = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    const JsonObject step(steps[i], source, "mu." + std::to_string(i), {"epoch", "mu"}, {});
    const int64_t epoch = step.Integer("epoch", i == 0 ? 1 : previous + 1, i == 0 ? 1 : epochs);
    const int64_t mu = step.Integer("mu", kMinMu, gradient_bits - 1);
    for (int64_t e = epoch; e <= epochs; ++e) {
      schedule[static_cast<size_t>(e - 1)] = static_cast<int>(mu);
    }
    previous = epoch;
  }
  return schedule;
}

}  // namespace

std::vector<int> ParseMu(const JsonObject& object, const std::string& source, int epochs,
                         int gradient_bits) {
  const nlohmann::json& mu = object.At("mu");
  if (IsSteps(mu)) return ParseSteps(mu, source, epochs, gradient_bits);
  const nlohmann::json list =
      mu.is_array() ? mu : nlohmann::json(std::vector(static_cast<size_t>(epochs), mu));
  if (static_cast<int>(list.size()) != epochs) {
    object.Refuse("mu", "one entry for each of the " + std::to_string(epochs) + " epochs");
  }
  std::vector<int> schedule;
  for (const nlohmann::json& entry : list) {
    const nlohmann::json wrapped = {{"mu", entry}};
    const JsonObject one(wrapped, source, "", {"mu"}, {});
    schedule.push_back(static_cast<int>(one.Integer("mu", kMinMu, gradient_bits - 1)));
  }
  return schedule;
}

}  // namespace itg
