// SPDX-License-Identifier: Apache-2.0
#include "sw/train/schedule.h"

#include <functional>

#include "model/program/program.h"

namespace itg {
namespace {

constexpr double kMinLearningRate = 1e-9;
constexpr double kMaxLearningRate = 1e3;

// Reads the value of `key` in an object that has it.
template <typename T>
using Read = std::function<T(const JsonObject& object, const std::string& key)>;

bool IsSteps(const nlohmann::json& value) {
  return value.is_array() && !value.empty() && value.front().is_object();
}

template <typename T>
std::vector<T> ParseSteps(const JsonObject& object, const std::string& key,
                          const std::string& source, int epochs, const Read<T>& read) {
  const nlohmann::json& steps = object.At(key);
  std::vector<T> schedule(static_cast<size_t>(epochs));
  int64_t previous = 0;
  for (size_t i = 0; i < steps.size(); ++i) {
    const JsonObject step(steps[i], source, object.Path(key) + "." + std::to_string(i),
                          {"epoch", key}, {});
    const int64_t epoch = step.Integer("epoch", previous + 1, i == 0 ? 1 : kMaxEpochs);
    const T value = read(step, key);
    for (int64_t e = epoch; e <= epochs; ++e) schedule[static_cast<size_t>(e - 1)] = value;
    previous = epoch;
  }
  return schedule;
}

template <typename T>
std::vector<T> ParseList(const JsonObject& object, const std::string& key,
                         const std::string& source, int epochs, const Read<T>& read) {
  if (static_cast<int>(object.At(key).size()) != epochs) {
    object.Refuse(key, "one entry for each of the " + std::to_string(epochs) + " epochs");
  }
  std::vector<T> schedule;
  for (const nlohmann::json& entry : object.At(key)) {
    const nlohmann::json wrapped = {{object.Path(key), entry}};
    const JsonObject one(wrapped, source, "", {object.Path(key)}, {});
    schedule.push_back(read(one, object.Path(key)));
  }
  return schedule;
}

template <typename T>
std::vector<T> ParseSchedule(const JsonObject& object, const std::string& key,
                             const std::string& source, int epochs, const Read<T>& read) {
  if (IsSteps(object.At(key))) return ParseSteps(object, key, source, epochs, read);
  if (object.At(key).is_array()) return ParseList(object, key, source, epochs, read);
  return std::vector<T>(static_cast<size_t>(epochs), read(object, key));
}

}  // namespace

std::vector<int> ParseMu(const JsonObject& object, const std::string& source, int epochs,
                         int gradient_bits) {
  return ParseSchedule<int>(object, "mu", source, epochs,
                            [gradient_bits](const JsonObject& at, const std::string& key) {
                              return static_cast<int>(at.Integer(key, kMinMu, gradient_bits - 1));
                            });
}

std::vector<double> ParseLearningRate(const JsonObject& object, const std::string& source,
                                      int epochs) {
  return ParseSchedule<double>(object, "learning_rate", source, epochs,
                               [](const JsonObject& at, const std::string& key) {
                                 return at.Number(key, kMinLearningRate, kMaxLearningRate);
                               });
}

}  // namespace itg
