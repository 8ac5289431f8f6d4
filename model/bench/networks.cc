// SPDX-License-Identifier: Apache-2.0
//
// Training steps to measure.

#include "model/bench/networks.h"

#include "model/ops/initial_weights.h"
#include "model/program/window.h"

namespace itg {
namespace {

constexpr Window kNone = {};
constexpr Window kThree = {3, 3, 1, 1};
constexpr Window kFive = {5, 5, 1, 0};
constexpr Window kHalve = {2, 2, 2, 0};

class Builder {
 public:
  Builder(const BenchNetwork& network, int64_t batch) : network_(network), batch_(batch) {}

  Program Build() {
    Shape shape = {batch_};
    shape.insert(shape.end(), network_.image.begin(), network_.image.end());
    value_ = Buffer("input", Role::kActivation, 8, shape);
    const BufferId label = Buffer("label", Role::kLabel, 32, {batch_});
    for (const BenchLayer& layer : network_.layers) Forward(layer);
    error_ = Buffer("loss.error", Role::kError, 8, program_[value_].shape);
    layer_ = "loss";
    Command& loss =
        Emit(Opcode::kCrossEntropy, Post::kRoundLoss, Phase::kLoss, value_, label, error_);
    loss.rounding = Rounding::kPseudoStochastic;
    for (size_t i = network_.layers.size(); i-- > 0;)
      Backward(network_.layers[i], passed_[i], i == 0);
    return std::move(program_);
  }

 private:
  struct Passed {  // what a layer's backward needs of its forward
    std::string name;
    BufferId input, dropped, weight, output, mask, index;
    uint32_t dropout_id;
    Shape result;
  };

  BufferId Buffer(const std::string& name, Role role, int bits, const Shape& shape) {
    program_.buffers.push_back({name, role, bits, shape});
    return static_cast<BufferId>(program_.buffers.size() - 1);
  }

  Command& Emit(Opcode opcode, Post post, Phase phase, BufferId a, BufferId b, BufferId out) {
    Command command;
    command.opcode = opcode;
    command.post = post;
    command.phase = phase;
    command.layer = layer_;
    command.mu = 5;
    command.tensor_id = ++tensors_;
    command.a = a;
    command.b = b;
    command.out = out;
    program_.commands.push_back(command);
    return program_.commands.back();
  }

  void Forward(const BenchLayer& layer) {
    Passed p = {};
    p.name = layer_ =
        (layer.kind == BenchLayer::kLinear ? "fc" : "conv") + std::to_string(passed_.size() + 1);
    p.input = p.dropped = value_;
    p.mask = p.index = kNoBuffer;
    if (layer.dropout) {
      p.dropped = Buffer(layer_ + ".dropped", Role::kActivation, 8, program_[value_].shape);
      p.dropout_id =
          Emit(Opcode::kDropout, Post::kNone, Phase::kForward, value_, kNoBuffer, p.dropped)
              .tensor_id;
    }
    const Shape& in = program_[value_].shape;
    Shape weight = {layer.outputs, ElementCount(in) / batch_};
    p.result = {batch_, layer.outputs};
    if (layer.kind == BenchLayer::kConvolution) {
      weight = {layer.outputs, layer.window.kernel_h, layer.window.kernel_w, in[3]};
      p.result = WindowedShape(in, layer.window, layer.outputs);
    }
    const bool pools = HasWindow(layer.pool);
    const Shape out = pools ? WindowedShape(p.result, layer.pool, layer.outputs) : p.result;
    p.weight = Buffer(layer_ + ".weight", Role::kWeight, 8, weight);
    program_.initial.emplace_back(p.weight, InitialWeights(weight, 8, 1, ++tensors_));
    p.output = Buffer(layer_ + ".out", Role::kActivation, 8, out);
    if (layer.relu) p.mask = Buffer(layer_ + ".mask", Role::kMask, 1, out);
    if (pools) p.index = Buffer(layer_ + ".index", Role::kIndex, kIndexBits, out);
    Command& c = Emit(Opcode::kForward,
                      pools        ? Post::kRequantiseReluPool
                      : layer.relu ? Post::kRequantiseRelu
                                   : Post::kRequantise,
                      Phase::kForward, p.dropped, p.weight, p.output);
    c.window = layer.window;
    c.pool = layer.pool;
    c.mask = p.mask;
    c.index = p.index;
    value_ = p.output;
    passed_.push_back(p);
  }

  // error_: with respect to the layer's output, behind its mask.
  void Backward(const BenchLayer& layer, const Passed& p, bool first) {
    layer_ = p.name;
    if (HasWindow(layer.pool)) {
      const BufferId spread = Buffer(layer_ + ".spread", Role::kError, 8, p.result);
      Command& c = Emit(Opcode::kMaxPoolBackward, Post::kRequantise, Phase::kError, error_,
                        kNoBuffer, spread);
      c.window = layer.pool;
      c.index = p.index;
      error_ = spread;
    }
    BufferId in_error = kNoBuffer;
    if (!first) {
      const Passed& before = passed_[static_cast<size_t>(&p - passed_.data()) - 1];
      in_error = Buffer(layer_ + ".error", Role::kError, 8, program_[p.input].shape);
      const BufferId direct = layer.dropout ? Buffer(layer_ + ".dropped_error", Role::kError, 8,
                                                     program_[p.input].shape)
                                            : in_error;
      const bool masked = before.mask != kNoBuffer;
      Command& c = Emit(Opcode::kError, masked ? Post::kRequantiseMask : Post::kRequantise,
                        Phase::kError, error_, p.weight, direct);
      c.window = layer.window;
      if (masked) c.mask = before.mask;
      if (layer.dropout) {
        Emit(Opcode::kDropoutBackward, Post::kNone, Phase::kError, direct, kNoBuffer, in_error)
            .tensor_id = p.dropout_id;
      }
    }
    Command& c =
        Emit(Opcode::kGradient, Post::kUpdate, Phase::kGradient, error_, p.dropped, p.weight);
    c.rounding = Rounding::kPseudoStochastic;
    c.window = layer.window;
    error_ = in_error;
  }

  const BenchNetwork& network_;
  int64_t batch_;
  Program program_;
  std::vector<Passed> passed_;
  std::string layer_;
  BufferId value_ = kNoBuffer;
  BufferId error_ = kNoBuffer;
  uint32_t tensors_ = 0;
};

}  // namespace

BenchNetwork Mlp() {
  return {
      "mlp", {784}, {{BenchLayer::kLinear, 100}, {BenchLayer::kLinear, 10, kNone, /*relu=*/false}}};
}

BenchNetwork LeNet() {
  return {"lenet",
          {28, 28, 1},
          {{BenchLayer::kConvolution, 20, kFive, true, kHalve},
           {BenchLayer::kConvolution, 50, kFive, true, kHalve},
           {BenchLayer::kLinear, 500},
           {BenchLayer::kLinear, 10, kNone, /*relu=*/false}}};
}

BenchNetwork VggSmall7() {
  BenchNetwork network = {"vgg-small-7", {32, 32, 3}, {}};
  for (const int64_t maps : {128, 256, 512}) {
    network.layers.push_back({BenchLayer::kConvolution, maps, kThree});
    network.layers.push_back({BenchLayer::kConvolution, maps, kThree, true, kHalve});
  }
  network.layers.push_back(
      {BenchLayer::kLinear, 10, kNone, /*relu=*/false, kNone, /*dropout=*/true});
  return network;
}

Program TrainingStep(const BenchNetwork& network, int64_t batch) {
  return Builder(network, batch).Build();
}

}  // namespace itg
