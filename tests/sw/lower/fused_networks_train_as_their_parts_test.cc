// SPDX-License-Identifier: Apache-2.0
//
// Every shipped network, with few channels, trains to the same bits fused and unfused: every tensor
// that both programs have is equal after every step.
#include <gtest/gtest.h>

#include <random>

#include "model/arith/bits.h"
#include "model/machine/golden_machine.h"
#include "sw/lower/lower.h"
#include "sw/lower/start_weights.h"
#include "sw/nn/network_file.h"

namespace itg {
namespace {

constexpr int64_t kBatch = 3;
constexpr int kClasses = 10;
constexpr int kSteps = 2;

// 64 channels become 2, 512 become 9; branches that were alike stay alike.
void Shrink(nlohmann::json* layers) {
  for (nlohmann::json& layer : *layers) {
    if (!layer.is_object()) continue;
    if (layer.contains("conv")) layer["conv"] = layer["conv"].get<int>() / 64 + 1;
    for (const char* branch : {"residual", "shortcut"}) {
      if (layer.contains(branch)) Shrink(&layer[branch]);
    }
  }
}

Network Shrunk(const std::string& name) {
  nlohmann::json layers = LayersOf(name, "test");
  Shrink(&layers);
  const bool grey = name == "lenet5" || name.rfind("mlp", 0) == 0;
  return ParseNetwork(layers, name, grey ? Shape{28, 28, 1} : Shape{32, 32, 3}, kClasses);
}

class Run {
 public:
  Run(const Network& network, const Numbers& numbers, bool fused)
      : program_(Lower(network, numbers, fused)), machine_(MakeGoldenMachine()) {
    machine_->Load(program_);
    const std::vector<Tensor> weights = StartWeights(network, numbers, 5);
    WriteAll(Role::kWeight, weights);
    WriteAll(Role::kMaster, StartMasters(network, numbers, weights));
  }

  const Program& program() const { return program_; }
  Tensor Read(const std::string& name) const { return machine_->Read(program_.Find(name)); }

  // One step on images drawn from `seed`.
  void Step(uint32_t step, uint32_t seed) {
    std::mt19937 random(seed);
    const BufferId input = program_.Find("input");
    const int max = static_cast<int>(MaxMagnitude(program_[input].bits));
    Fill(input, -max, max, &random);
    Fill(program_.Find("labels"), 0, kClasses - 1, &random);
    machine_->SetTrainingStep(step);
    machine_->SetMu(3);
    for (size_t i = 0; i < program_.commands.size(); ++i) machine_->Execute(i);
  }

 private:
  static Program Lower(const Network& network, const Numbers& numbers, bool fused) {
    LowerOptions options;
    options.batch = kBatch;
    options.fused = fused;
    options.seed = 77;
    return LowerTraining(network, numbers, options);
  }
  void WriteAll(Role role, const std::vector<Tensor>& tensors) {
    size_t next = 0;
    for (size_t id = 0; id < program_.buffers.size(); ++id) {
      if (program_.buffers[id].role != role) continue;
      machine_->Write(static_cast<BufferId>(id), tensors.at(next++));
    }
    EXPECT_EQ(next, tensors.size());
  }
  void Fill(BufferId id, int low, int high, std::mt19937* random) {
    Tensor tensor = MakeTensor(program_[id]);
    const uint32_t values = static_cast<uint32_t>(high - low + 1);
    for (int64_t i = 0; i < tensor.size(); ++i) {
      tensor.Set(i, low + static_cast<int>((*random)() % values));
    }
    if (program_[id].role == Role::kActivation) tensor.set_exponent(-6);
    machine_->Write(id, tensor);
  }

  Program program_;
  std::unique_ptr<Machine> machine_;
};

void ExpectAlike(const std::string& name, const Numbers& numbers) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(name + ", seed " + std::to_string(seed));
  const Network network = Shrunk(name);
  Run fused(network, numbers, true);
  Run parts(network, numbers, false);
  EXPECT_LT(fused.program().commands.size(), parts.program().commands.size());
  int compared = 0;
  for (uint32_t step = 0; step < kSteps; ++step) {
    fused.Step(step, seed + step);
    parts.Step(step, seed + step);
    for (const Buffer& buffer : fused.program().buffers) {
      if (parts.program().Find(buffer.name) == kNoBuffer) continue;
      ASSERT_EQ(fused.Read(buffer.name), parts.Read(buffer.name)) << buffer.name << " " << step;
      ++compared;
    }
  }
  EXPECT_GT(compared, kSteps * 6);
}

class Shipped : public ::testing::TestWithParam<const char*> {};

TEST_P(Shipped, FusedEqualsUnfused) { ExpectAlike(GetParam(), Numbers()); }

TEST_P(Shipped, FusedEqualsUnfusedWithRandomBitsAndOddWidths) {
  Numbers numbers;
  numbers.activation = numbers.error = numbers.loss = Rounding::kStochastic;
  numbers.activation_bits = 7;
  numbers.error_bits = 9;
  numbers.weight_bits = 6;
  numbers.gradient_bits = 5;
  numbers.acc_bits = 30;
  ExpectAlike(GetParam(), numbers);
}

TEST_P(Shipped, FusedEqualsUnfusedWithMasterWeights) {
  Numbers numbers;
  numbers.master = true;
  numbers.gradient_bits = kMasterGradientBits;
  ExpectAlike(GetParam(), numbers);
}

INSTANTIATE_TEST_SUITE_P(Networks, Shipped,
                         ::testing::Values("mlp", "mlp_2", "lenet5", "vgg_small_7", "vgg_small_8",
                                           "vgg_small_9", "vgg11", "vgg13", "resnet18"),
                         [](const auto& info) { return std::string(info.param); });

}  // namespace
}  // namespace itg
