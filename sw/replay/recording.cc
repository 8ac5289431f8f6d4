// SPDX-License-Identifier: Apache-2.0
#include "sw/replay/recording.h"

#include <filesystem>

#include "model/error.h"
#include "model/program/program.h"
#include "sim/config/json_object.h"
#include "sw/data/file.h"
#include "sw/data/npy.h"
#include "sw/nn/numbers.h"
#include "sw/replay/recorded_layers.h"

namespace itg {
namespace {

constexpr int64_t kMost = int64_t{1} << 20;

// The shape of a sample: that of the first step's batch without its first dimension.
Shape SampleShape(const Recording& recording) {
  const Tensor input = recording.Read("s0_input");
  const Shape& batch = input.shape();
  if (batch.size() != 2 && batch.size() != 4) {
    throw Error(recording.folder + "/s0_input.npy: shape " + ToString(batch) +
                ", expected [N, features] or [N, height, width, channels]");
  }
  return Shape(batch.begin() + 1, batch.end());
}

Rounding LossRounding(const JsonObject& meta) {
  try {
    return RoundingByName(meta.String("loss_rounding"));
  } catch (const Error&) {
    meta.Refuse("loss_rounding", "nearest, stochastic or pseudo-stochastic");
  }
}

// The weights of a recording are rounded to 8 bits.
int Mu(const nlohmann::json& entry, const std::string& source, size_t step) {
  const std::string key = std::to_string(step);
  const nlohmann::json wrapped = {{key, entry}};
  const JsonObject one(wrapped, source, "mu", {key}, {});
  return static_cast<int>(one.Integer(key, kMinMu, Numbers().gradient_bits - 1));
}

}  // namespace

Tensor Recording::Read(const std::string& name) const {
  return ReadNpy(folder + "/" + name + ".npy");
}

bool Recording::Has(const std::string& name) const {
  return std::filesystem::exists(folder + "/" + name + ".npy");
}

Recording ReadRecording(const std::string& folder) {
  const std::string source = folder + "/meta.json";
  const nlohmann::json json = ParseJson(ReadFile(source), source);
  const JsonObject meta(json, source, "", {"loss_rounding", "batch", "steps", "mu", "layers"}, {});
  Recording recording;
  recording.folder = folder;
  recording.batch = meta.Integer("batch", 1, kMost);
  recording.steps = static_cast<int>(meta.Integer("steps", 1, kMost));
  recording.loss = LossRounding(meta);
  const nlohmann::json& mu = meta.At("mu");
  if (!mu.is_array() || static_cast<int>(mu.size()) != recording.steps) {
    meta.Refuse("mu", "one integer a step");
  }
  for (size_t step = 0; step < mu.size(); ++step)
    recording.mu.push_back(Mu(mu[step], source, step));
  const nlohmann::json& layers = meta.At("layers");
  if (!layers.is_array() || layers.empty()) meta.Refuse("layers", "a list of layers");
  NetworkBuilder builder(SampleShape(recording));
  ParseRecordedLayers(layers, source, &builder, &recording.layers);
  recording.network = builder.Build();
  return recording;
}

}  // namespace itg
