// SPDX-License-Identifier: Apache-2.0
//
// One layer of a network file while it is read, and the functions that read each kind: one a file,
// listed in the table of network_file.cc. Private to sw/nn.

#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/config/json.h"
#include "sim/config/json_object.h"
#include "sw/nn/builder.h"

namespace itg {

struct LayerJson {
  const nlohmann::json& written;  // as in the file: "relu" or {"conv": 20, "kernel": 5}
  nlohmann::json object;          // {"relu": true} where a word alone was written
  std::string source;             // the file, for messages
  std::string path;               // "network.3.residual.0"
  int classes = 0;
  int depth = 0;  // of residual blocks around it

  // The object with its keys checked: "name" and "from" are always allowed.
  JsonObject Read(const std::vector<std::string>& required,
                  const std::vector<std::string>& optional) const;
  // Runs `add`; its Error, which knows no place, gets one: file, path and value of the layer.
  void At(const std::function<void()>& add) const;
};

// Key `key`: an integer, or "classes" for as many outputs as the data set has classes.
int64_t ReadOutputs(const LayerJson& json, const JsonObject& object, const std::string& key);
// Keys `kernel` (a size or [height, width]), "stride" and "padding".
Window ReadWindow(const JsonObject& object, const std::string& kernel, bool stride_is_kernel);
// Keys "name" and "bits", the latter with the entries `allowed`.
void ReadCommon(const LayerJson& json, const JsonObject& object,
                const std::vector<std::string>& allowed, Layer* layer);
inline const std::vector<std::string> WeightBitsKeys() {
  return {"activation", "error", "weight", "gradient", "master"};
}
inline const std::vector<std::string> OutputBitsKeys() { return {"activation", "error"}; }

void ParseLinear(const LayerJson& json, NetworkBuilder* builder);
void ParseConv(const LayerJson& json, NetworkBuilder* builder);
void ParseRelu(const LayerJson& json, NetworkBuilder* builder);
void ParseMaxPool(const LayerJson& json, NetworkBuilder* builder);
void ParseAveragePool(const LayerJson& json, NetworkBuilder* builder);
void ParseDropout(const LayerJson& json, NetworkBuilder* builder);
void ParseAdd(const LayerJson& json, NetworkBuilder* builder);
void ParseResidual(const LayerJson& json, NetworkBuilder* builder);

// The list `layers`, found at `path`, one after the other.
void ParseLayers(const nlohmann::json& layers, const LayerJson& around, const std::string& path,
                 NetworkBuilder* builder);

}  // namespace itg
