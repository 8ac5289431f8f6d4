// SPDX-License-Identifier: Apache-2.0
#include "sw/lower/start_weights.h"

#include "model/arith/bits.h"
#include "model/error.h"
#include "model/ops/initial_weights.h"
#include "sw/data/npz.h"
#include "sw/lower/lower.h"

namespace itg {
namespace {

Tensor MasterOf(const Tensor& weight, int bits) {
  Tensor master(weight.shape(), StorageFor(kMasterBits));
  for (int64_t i = 0; i < weight.size(); ++i) {
    master.Set(i, weight.Get(i) * (int64_t{1} << (kMasterBits - bits)));
  }
  master.set_exponent(weight.exponent() - (kMasterBits - bits));
  return master;
}

// The weights of `layer` in the archive, in the storage of `bits` bits.
Tensor FromFile(const Npz& npz, const std::string& path, const Layer& layer, int bits) {
  const std::string name = BufferName(layer, Role::kWeight);
  const Tensor stored = npz.Get(name, path);
  if (stored.shape() != layer.weight) {
    throw Error(path + ": " + name + ": shape " + ToString(stored.shape()) + ", the network has " +
                ToString(layer.weight));
  }
  const int64_t max = MaxMagnitude(bits);
  Tensor weight(layer.weight, StorageFor(bits));
  for (int64_t i = 0; i < weight.size(); ++i) {
    const int64_t value = stored.Get(i);
    if (value < -max || value > max) {
      throw Error(path + ": " + name + ": element " + std::to_string(i) + " is " +
                  std::to_string(value) + ", weights of " + std::to_string(bits) + " bits are " +
                  std::to_string(-max) + ".." + std::to_string(max));
    }
    weight.Set(i, value);
  }
  weight.set_exponent(stored.exponent());
  return weight;
}

}  // namespace

std::vector<Tensor> StartWeights(const Network& network, const Numbers& numbers, uint32_t seed) {
  std::vector<Tensor> weights;
  const bool drawn = network.weights.empty();
  const Npz npz = drawn ? Npz() : ReadNpz(network.weights);
  for (size_t i = 0; i < network.layers.size(); ++i) {
    const Layer& layer = network.layers[i];
    if (!layer.has_weights()) continue;
    const int bits = NumbersOf(layer, numbers).weight_bits;
    weights.push_back(drawn ? InitialWeights(layer.weight, bits, seed,
                                             TensorId(static_cast<int64_t>(i), Role::kWeight))
                            : FromFile(npz, network.weights, layer, bits));
  }
  return weights;
}

std::vector<Tensor> StartMasters(const Network& network, const Numbers& numbers,
                                 const std::vector<Tensor>& weights) {
  std::vector<Tensor> masters;
  size_t weight = 0;
  for (const Layer& layer : network.layers) {
    if (!layer.has_weights()) continue;
    const Numbers own = NumbersOf(layer, numbers);
    if (own.master) masters.push_back(MasterOf(weights.at(weight), own.weight_bits));
    ++weight;
  }
  return masters;
}

std::vector<Tensor> StartState(const Network& network, const Numbers& numbers, uint32_t seed) {
  std::vector<Tensor> state = StartWeights(network, numbers, seed);
  const std::vector<Tensor> masters = StartMasters(network, numbers, state);
  state.insert(state.end(), masters.begin(), masters.end());
  return state;
}

}  // namespace itg
