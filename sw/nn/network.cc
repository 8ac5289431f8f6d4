// SPDX-License-Identifier: Apache-2.0
#include "sw/nn/network.h"

namespace itg {
namespace {

constexpr int kGradientBits = 8;

// Every weight meets every position of the output once.
int64_t Macs(const Layer& layer, int64_t batch) {
  if (!layer.has_weights()) return 0;
  const int64_t positions = ElementCount(layer.out) / layer.out.back();
  return batch * positions * ElementCount(layer.weight);
}

int GradientBits(const LayerBits& own, const Numbers& run) {
  if (own.gradient != 0) return own.gradient;
  if (own.master.value_or(run.master) == run.master) return run.gradient_bits;
  return run.master ? kGradientBits : kMasterGradientBits;
}

}  // namespace

Numbers NumbersOf(const Layer& layer, const Numbers& run) {
  const LayerBits& own = layer.bits;
  Numbers numbers = run;
  if (own.activation != 0) numbers.activation_bits = own.activation;
  if (own.error != 0) numbers.error_bits = own.error;
  if (own.weight != 0) numbers.weight_bits = own.weight;
  numbers.gradient_bits = GradientBits(own, run);
  numbers.master = own.master.value_or(run.master);
  return numbers;
}

std::vector<bool> NeedsError(const Network& network) {
  std::vector<bool> needs;
  const auto of = [&needs](int64_t index) {
    return index >= 0 && needs[static_cast<size_t>(index)];
  };
  for (const Layer& layer : network.layers) {
    needs.push_back(layer.has_weights() || of(layer.from) || of(layer.from2));
  }
  return needs;
}

int64_t ForwardMacs(const Network& network, int64_t batch) {
  int64_t macs = 0;
  for (const Layer& layer : network.layers) macs += Macs(layer, batch);
  return macs;
}

int64_t TrainingMacs(const Network& network, int64_t batch) {
  const std::vector<bool> needs_error = NeedsError(network);
  int64_t macs = 0;
  for (const Layer& layer : network.layers) {
    const bool error = layer.from >= 0 && needs_error[static_cast<size_t>(layer.from)];
    macs += (error ? 3 : 2) * Macs(layer, batch);
  }
  return macs;
}

}  // namespace itg
