// SPDX-License-Identifier: Apache-2.0
//
// Networks in JSON: a list of layers, inline in a training configuration, or a file of its own,
//
//   {"about": "a line for people", "layers": [...], "weights": "start.npz"}
//
// `weights` (optional) names a file with the weights at start, relative to the network's file.
// docs/networks.md describes the layers.

#pragma once

#include <string>

#include "sim/config/json.h"
#include "sw/nn/network.h"

namespace itg {

// `network` is a list of layers, or the path of a network file, or the name of one that ships with
// the program ("lenet5"). `image` is the shape of a sample, [height][width][channels]. The last
// layer must be linear with one output a class. Throws Error of one line that names `source` (or
// the network's own file), the layer's path, its value and what was expected.
Network ParseNetwork(const nlohmann::json& network, const std::string& source, const Shape& image,
                     int classes);

// The list as written: that of the file when `network` names one. What a report records.
nlohmann::json LayersOf(const nlohmann::json& network, const std::string& source);

}  // namespace itg
