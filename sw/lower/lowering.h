// SPDX-License-Identifier: Apache-2.0
//
// The state that the layers share while a network is lowered. Private to sw/lower. Tensors are
// numbered by the layer that makes them; kImages is the input.

#pragma once

#include <map>
#include <string>
#include <utility>

#include "sw/lower/graph.h"
#include "sw/lower/lower.h"

namespace itg {

class Lowering {
 public:
  Lowering(const Network& network, const Numbers& numbers, const LowerOptions& options,
           bool training);

  const Graph& graph() const { return graph_; }
  const Layer& layer(int64_t index) const { return graph_.layer(index); }
  const Numbers& numbers() const { return numbers_; }
  Numbers NumbersOf(int64_t index) const { return itg::NumbersOf(layer(index), numbers_); }
  const LowerOptions& options() const { return options_; }
  bool training() const { return training_; }

  // The buffer `name`, made on first use.
  BufferId Buffer(const std::string& name, Role role, int bits, const Shape& shape);
  BufferId Accumulator(const std::string& name, const Shape& shape);
  Shape BatchShape(int64_t tensor) const;  // [N] and the shape of a sample

  BufferId Activation(int64_t tensor);
  // The whole error of `tensor`; for one that only an addition reads, that of the sum.
  BufferId Error(int64_t tensor);
  // An error of the shape and width of that of `tensor`.
  BufferId ErrorNamed(const std::string& name, int64_t tensor);
  BufferId Mask(int64_t layer);  // of a ReLU, or of a fused max-pool
  BufferId MaskedError(int64_t pool);
  BufferId Index(int64_t pool);
  BufferId Weight(int64_t product);
  BufferId Master(int64_t product);  // kNoBuffer: the layer has none
  BufferId Labels();

  // Sum of the parts of a shared error so far; kNoBuffer before the first.
  BufferId& PartialError(int64_t tensor) {
    return partial_errors_.try_emplace(tensor, kNoBuffer).first->second;
  }

  // A command of layer `index` with nothing but opcode, phase and layer.
  Command Make(Opcode opcode, Phase phase, int64_t index) const;
  void Emit(Command command) { program_.commands.push_back(std::move(command)); }
  Program Take() { return std::move(program_); }

 private:
  Numbers WidthsOf(int64_t tensor) const;

  Graph graph_;
  const Numbers& numbers_;
  const LowerOptions& options_;
  bool training_;
  std::map<int64_t, BufferId> partial_errors_;
  Program program_;
};

}  // namespace itg
