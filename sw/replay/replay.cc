// SPDX-License-Identifier: Apache-2.0
#include "sw/replay/replay.h"

#include <optional>

#include "model/error.h"
#include "sw/dump/tensor_difference.h"
#include "sw/lower/lower.h"
#include "sw/train/runner.h"

namespace itg {
namespace {

// A recorded [N][features] in the shape [N][height][width][channels] of `got`, or the other way
// round: a flattened tensor is the same buffer.
Tensor ShapedAs(const Tensor& got, const Tensor& recorded) {
  const bool flattened = recorded.shape().size() == 2 || got.shape().size() == 2;
  if (recorded.size() != got.size() || !flattened) return recorded;
  Tensor shaped(got.shape(), recorded.type());
  shaped.bytes() = recorded.bytes();
  return shaped;
}

class Replayer {
 public:
  Replayer(const Recording& recording, bool fused, Machine* machine)
      : recording_(recording), runner_(machine, Lower(recording, fused)) {}

  ReplayResult Run() {
    runner_.Load();
    for (size_t i = 0; i < layers().size(); ++i) {
      if (!layers()[i].has_weights) continue;
      Write(Name(i, Role::kWeight), "w" + std::to_string(i) + "_init", layers()[i].weight_exponent);
    }
    for (int step = 0; step < recording_.steps; ++step) Step(step);
    return result_;
  }

 private:
  static Program Lower(const Recording& recording, bool fused) {
    LowerOptions options;
    options.batch = recording.batch;
    options.fused = fused;
    options.input_error = recording.Has("s0_err0");
    Numbers numbers;
    numbers.loss = recording.loss;
    return LowerTraining(recording.network, numbers, options);
  }

  const std::vector<RecordedLayer>& layers() const { return recording_.layers; }
  // Buffer of recorded layer `index`.
  std::string Name(size_t index, Role role) const {
    return BufferName(recording_.network.layers[static_cast<size_t>(layers()[index].layer)], role);
  }

  void Step(int step) {
    prefix_ = "s" + std::to_string(step) + "_";
    const Tensor exponents = recording_.Read(prefix_ + "exps");
    if (exponents.size() != static_cast<int64_t>(layers().size()) + 1) {
      throw Error(recording_.folder + "/" + prefix_ + "exps.npy: expected an exponent for the " +
                  "input and each of the " + std::to_string(layers().size()) + " layers");
    }
    runner_.machine().SetTrainingStep(static_cast<uint32_t>(step));
    runner_.machine().SetMu(recording_.mu[static_cast<size_t>(step)]);
    Write("input", prefix_ + "input", static_cast<int>(exponents.Get(0)));
    Write("labels", prefix_ + "target", 0);
    runner_.Execute();
    CheckStep(exponents);
  }

  // In program order: forward, loss, then backward from the last layer.
  void CheckStep(const Tensor& exponents) {
    for (size_t i = 0; i < layers().size(); ++i) {
      Check(Name(i, Role::kActivation), "act" + std::to_string(i),
            static_cast<int>(exponents.Get(static_cast<int64_t>(i) + 1)));
    }
    Check("loss.accumulator", "lossgrad_i32", std::nullopt);
    Check("loss.error", "err_in", std::nullopt);
    for (size_t i = layers().size(); i-- > 0;) {
      const std::string number = std::to_string(i);
      const bool recorded = i > 0 || recording_.Has(prefix_ + "err0");
      if (recorded) {
        Check(i > 0 ? Name(i - 1, Role::kError) : "input.error", "err" + number, std::nullopt);
      }
      if (!layers()[i].has_weights) continue;
      Check(Name(i, Role::kGradient), "grad" + number, std::nullopt);
      Check(Name(i, Role::kWeight), "w" + number, layers()[i].weight_exponent);
    }
  }

  // Recorded elements carry no exponent: it is compared where the recording says it.
  void Check(const std::string& buffer, const std::string& file, std::optional<int> exponent) {
    const Tensor recorded = recording_.Read(prefix_ + file);
    const BufferId id = runner_.program().Find(buffer);
    if (id == kNoBuffer) return;  // kept inside of a fused command
    const Tensor got = runner_.machine().Read(id);
    Tensor expected = ShapedAs(got, recorded);
    expected.set_exponent(exponent.value_or(got.exponent()));
    const TensorDifference difference = Compare(expected, got);
    ++result_.tensors;
    result_.elements += static_cast<uint64_t>(got.size());
    if (!difference.any()) return;
    result_.differences.push_back(prefix_ + file + " (" + buffer + "): expected " +
                                  Explain(difference, expected, got));
  }

  void Write(const std::string& buffer, const std::string& file, int exponent) {
    const BufferId id = runner_.Find(buffer);
    const Tensor recorded = recording_.Read(file);
    Tensor tensor = MakeTensor(runner_.program()[id]);
    if (tensor.shape() != recorded.shape()) {
      throw Error(recording_.folder + "/" + file + ".npy: shape " + ToString(recorded.shape()) +
                  ", expected " + ToString(tensor.shape()));
    }
    CheckElements(recorded, runner_.program()[id], file);
    for (int64_t i = 0; i < tensor.size(); ++i) tensor.Set(i, recorded.Get(i));
    tensor.set_exponent(exponent);
    runner_.machine().Write(id, tensor);
  }

  // Elements that fit `buffer`; a label is a class.
  void CheckElements(const Tensor& recorded, const Buffer& buffer, const std::string& file) const {
    const bool label = buffer.role == Role::kLabel;
    const int64_t classes = recording_.network.layers.back().out.back();
    const int64_t high = label ? classes - 1 : (int64_t{1} << (buffer.bits - 1)) - 1;
    const int64_t low = label ? 0 : -high;
    for (int64_t i = 0; i < recorded.size(); ++i) {
      const int64_t value = recorded.Get(i);
      if (value >= low && value <= high) continue;
      throw Error(recording_.folder + "/" + file + ".npy: element " + std::to_string(i) + " is " +
                  std::to_string(value) + ", expected " + std::to_string(low) + ".." +
                  std::to_string(high));
    }
  }

  const Recording& recording_;
  Runner runner_;
  std::string prefix_;
  ReplayResult result_;
};

}  // namespace

ReplayResult Replay(const Recording& recording, bool fused, Machine* machine) {
  return Replayer(recording, fused, machine).Run();
}

}  // namespace itg
