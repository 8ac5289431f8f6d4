// SPDX-License-Identifier: Apache-2.0
//
// Training steps of random perceptrons: what one command writes the next one reads.

#include <algorithm>

#include "sw/compare/operands.h"
#include "sw/compare/scenarios.h"
#include "sw/compare/shapes.h"

namespace itg {
namespace {

class Chain {
 public:
  explicit Chain(ProgramBuilder* builder) : builder_(builder), random_(&builder->random()) {}
  void Add();

 private:
  struct Layer {
    BufferId input;
    BufferId weight;
    BufferId output;
    BufferId mask;  // of the output; absent in the last layer
  };

  int64_t Size();
  Rounding Mode() { return random_->Pick(builder_->hw().rounding); }
  int Mu() { return random_->IntBetween(-2, builder_->BitsOf(Role::kGradient) - 1); }
  BufferId Random(Role role, const Shape& shape);
  BufferId Product(Opcode opcode, Post post, BufferId a, BufferId b, BufferId out, BufferId mask);
  Command& Single(Opcode opcode, BufferId a, BufferId out);
  Layer Forward(BufferId input, int64_t features, bool last);
  void Update(const Layer& layer, BufferId error);
  BufferId Backward(const Layer& layer, BufferId mask, BufferId error);

  ProgramBuilder* builder_;
  RandomSource* random_;
};

// Batch or features: small, near a multiple of one of the hardware's units, any two of them a
// product whose accumulators fit.
int64_t Chain::Size() {
  const HwConfig& hw = builder_->hw();
  const int64_t unit = random_->Pick(std::vector<int>{hw.rows, hw.cols, hw.lanes()});
  return PickSize(unit, 1, std::min(LargestSquare(hw), 2 * unit + 1), random_);
}

BufferId Chain::Random(Role role, const Shape& shape) {
  const int64_t count = ElementCount(shape);
  return builder_->AddWith(role, shape, RandomElements(count, builder_->MaxOf(role), random_));
}

BufferId Chain::Product(Opcode opcode, Post post, BufferId a, BufferId b, BufferId out,
                        BufferId mask) {
  Command& command = builder_->AddCommand(opcode, post, Mode());
  command.mu = Mu();
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
  return out;
}

Command& Chain::Single(Opcode opcode, BufferId a, BufferId out) {
  Command& command = builder_->AddCommand(opcode, Post::kNone, Mode());
  command.mu = Mu();
  command.a = a;
  command.out = out;
  return command;
}

Chain::Layer Chain::Forward(BufferId input, int64_t features, bool last) {
  const Shape in_shape = builder_->program()[input].shape;
  const Shape shape = {in_shape[0], features};
  const BufferId weight = Random(Role::kWeight, {features, in_shape[1]});
  Layer layer = {input, weight, builder_->Add(Role::kActivation, shape), kNoBuffer};
  if (!last) layer.mask = builder_->Add(Role::kMask, shape);
  if (random_->OneIn(2)) {
    Product(Opcode::kForward, last ? Post::kRequantise : Post::kRequantiseRelu, input, weight,
            layer.output, layer.mask);
    return layer;
  }
  const BufferId sums = builder_->Add(Role::kAccumulator, shape);
  Product(Opcode::kForward, Post::kNone, input, weight, sums, kNoBuffer);
  const BufferId narrow = last ? layer.output : builder_->Add(Role::kActivation, shape);
  Single(Opcode::kRequantise, sums, narrow);
  if (!last) Single(Opcode::kRelu, narrow, layer.output).mask = layer.mask;
  return layer;
}

void Chain::Update(const Layer& layer, BufferId error) {
  const Shape shape = builder_->program()[layer.weight].shape;
  if (random_->OneIn(2)) {
    Product(Opcode::kGradient, Post::kUpdate, error, layer.input, layer.weight, kNoBuffer);
    return;
  }
  const BufferId sums = builder_->Add(Role::kAccumulator, shape);
  Product(Opcode::kGradient, Post::kNone, error, layer.input, sums, kNoBuffer);
  const BufferId gradient = builder_->Add(Role::kGradient, shape);
  Single(Opcode::kRoundGradient, sums, gradient);
  Single(Opcode::kApplyUpdate, gradient, layer.weight);
}

// `mask` belongs to the input of `layer`; absent: the input is not behind a ReLU.
BufferId Chain::Backward(const Layer& layer, BufferId mask, BufferId error) {
  const Shape shape = builder_->program()[layer.input].shape;
  const BufferId out = builder_->Add(Role::kError, shape);
  const bool masked = mask != kNoBuffer;
  if (random_->OneIn(2)) {
    return Product(Opcode::kError, masked ? Post::kRequantiseMask : Post::kRequantise, error,
                   layer.weight, out, mask);
  }
  const BufferId sums = builder_->Add(Role::kAccumulator, shape);
  Product(Opcode::kError, Post::kNone, error, layer.weight, sums, kNoBuffer);
  const BufferId narrow = masked ? builder_->Add(Role::kError, shape) : out;
  Single(Opcode::kRequantise, sums, narrow);
  if (masked) Single(Opcode::kReluBackward, narrow, out).mask = mask;
  return out;
}

void Chain::Add() {
  const int depth = random_->IntBetween(1, 3);
  std::vector<Layer> layers;
  BufferId value = Random(Role::kActivation, {Size(), Size()});
  for (int i = 0; i < depth; ++i) {
    layers.push_back(Forward(value, Size(), i + 1 == depth));
    value = layers.back().output;
  }
  const Shape shape = builder_->program()[value].shape;
  // All errors but the target's would vanish with more classes.
  const bool loss = shape[1] <= int64_t{1} << (builder_->BitsOf(Role::kError) + 2);
  BufferId error = loss && !random_->OneIn(3) ? AddLoss(value, random_->OneIn(2), Mode(), builder_)
                                              : Random(Role::kError, shape);
  for (size_t i = layers.size(); i-- > 0;) {
    const BufferId mask = i > 0 ? layers[i - 1].mask : kNoBuffer;
    const bool update_first = random_->OneIn(2);  // then the error sees the new weights
    if (update_first) Update(layers[i], error);
    const BufferId input_error = Backward(layers[i], mask, error);
    if (!update_first) Update(layers[i], error);
    error = input_error;
  }
}

}  // namespace

void AddChain(ProgramBuilder* builder) { Chain(builder).Add(); }

}  // namespace itg
