// SPDX-License-Identifier: Apache-2.0
//
// A network as data: its layers in order. In a configuration file a layer is one entry,
// {"linear": 100} or "relu"; a later layer kind is one more name there and one more file in
// sw/lower.

#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace itg {

enum class LayerKind : uint8_t { kLinear, kRelu };

struct Layer {
  LayerKind kind = LayerKind::kLinear;
  std::string name;     // "fc1", "relu1": the kind and its count
  int64_t inputs = 0;   // features
  int64_t outputs = 0;  // features
};

struct Network {
  int64_t inputs = 0;
  std::vector<Layer> layers;
};

class NetworkBuilder {
 public:
  explicit NetworkBuilder(int64_t inputs);
  void Linear(int64_t outputs);
  void Relu();
  Network Build() const { return network_; }

 private:
  int64_t Features() const;
  Network network_;
  int linear_ = 0;
  int relu_ = 0;
};

// Reads the list `layers` of a configuration for images of `inputs` features. A ReLU follows a
// linear layer; the last layer is linear with `classes` outputs. Throws Error naming `source`.
Network ParseNetwork(const nlohmann::json& layers, const std::string& source, int64_t inputs,
                     int classes);

// Multiplications of the three products of one training step without padding (the first layer
// computes no input error), and of one forward pass.
int64_t TrainingMacs(const Network& network, int64_t batch);
int64_t ForwardMacs(const Network& network, int64_t batch);

}  // namespace itg
