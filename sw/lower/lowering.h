// SPDX-License-Identifier: Apache-2.0
//
// The state that the layers share while a network is lowered. Private to sw/lower.

#pragma once

#include <string>
#include <vector>

#include "sw/lower/lower.h"

namespace itg {

class Lowering {
 public:
  Lowering(const Network& network, const Numbers& numbers, const LowerOptions& options);

  const Network& network() const { return network_; }
  const Numbers& numbers() const { return numbers_; }
  const LowerOptions& options() const { return options_; }
  const Layer& layer(int64_t index) const { return network_.layers[static_cast<size_t>(index)]; }
  int64_t layers() const { return static_cast<int64_t>(network_.layers.size()); }
  bool IsRelu(int64_t index) const;  // false outside of the network
  // A ReLU that its producer executes: it emits no command of its own.
  bool IsFusedRelu(int64_t index) const { return options_.fused && IsRelu(index); }

  // The buffer `name`, made on first use with the width of `role`.
  BufferId Buffer(const std::string& name, Role role, const Shape& shape);
  // Output of layer `index`, and the error with respect to it; index -1 is the input.
  BufferId Activation(int64_t index);
  BufferId Error(int64_t index);
  BufferId Mask(int64_t relu);
  BufferId Weight(int64_t linear);
  BufferId Labels();

  void Emit(Command command) { program_.commands.push_back(std::move(command)); }
  Program Take() { return std::move(program_); }

 private:
  int64_t Features(int64_t index) const;
  int Bits(Role role) const;

  const Network& network_;
  const Numbers& numbers_;
  const LowerOptions& options_;
  Program program_;
};

void LowerLinearForward(Lowering* lowering, int64_t index);
void LowerLinearBackward(Lowering* lowering, int64_t index);
void LowerReluForward(Lowering* lowering, int64_t index);
void LowerReluBackward(Lowering* lowering, int64_t index);
void LowerLoss(Lowering* lowering);

}  // namespace itg
