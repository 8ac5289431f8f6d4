// SPDX-License-Identifier: Apache-2.0
//
// The golden machine: one command = a few calls of model/ops. A fused command calls exactly what
// its unfused parts call, with scratch tensors in place of the buffers between them.

#include "model/machine/golden_machine.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "model/arith/random.h"
#include "model/error.h"
#include "model/kernels/gemm.h"
#include "model/kernels/vnni.h"
#include "model/ops/add.h"
#include "model/ops/average_pool.h"
#include "model/ops/convolution.h"
#include "model/ops/cross_entropy.h"
#include "model/ops/dropout.h"
#include "model/ops/linear.h"
#include "model/ops/max_pool.h"
#include "model/ops/reducer.h"
#include "model/ops/relu.h"
#include "model/ops/requantise.h"
#include "model/ops/update.h"
#include "model/program/window.h"

namespace itg {
namespace {

class GoldenMachine final : public Machine {
 public:
  GoldenMachine(std::unique_ptr<Gemm> gemm, bool vnni, std::shared_ptr<Reducer> reducer)
      : gemm_(std::move(gemm)), reducer_(std::move(reducer)), vnni_(vnni) {}

  const char* name() const override { return "golden"; }
  void Load(const Program& program) override;
  void SetTrainingStep(uint32_t training_step) override { training_step_ = training_step; }
  void SetMu(int mu) override;
  void Write(BufferId buffer, const Tensor& tensor) override;
  Tensor Read(BufferId buffer) const override;
  void OmitDigests() override { digests_ = false; }
  Retired Execute(size_t index) override;

 private:
  Tensor& At(BufferId id) { return buffers_.at(static_cast<size_t>(id)); }
  Narrow NarrowAt(BufferId id) { return {At(id), program_[id].bits}; }
  uint32_t Key(const Command& command) const {
    return TensorKey(program_.seed, training_step_, command.tensor_id);
  }
  RoundingPlan Plan(const Command& command, int out_bits) const {
    return {command.rounding, out_bits, Key(command), 0};
  }

  bool ScattersOnly(const Command& command) const;
  Sums Accumulate(const Command& command, Tensor* acc);
  Sums Product(const Command& command, Tensor* acc);
  void Finish(const Command& command, int range, Retired* retired);
  void Single(const Command& command, Retired* retired);
  uint64_t RoundInto(const Command& command, const Tensor& acc, Tensor* gradient) const;
  uint64_t Update(const Command& command, const Tensor& gradient);

  std::unique_ptr<Gemm> gemm_;
  std::shared_ptr<Reducer> reducer_;
  bool vnni_;
  bool digests_ = true;
  std::optional<Linear> linear_;
  std::optional<Convolution> convolution_;
  Program program_;
  std::vector<Tensor> buffers_;
  // Scratch of all commands: no command allocates once each is as large as it gets.
  Tensor accumulators_;
  Tensor gradient_;
  uint32_t training_step_ = 0;
  std::optional<int> mu_;
};

void GoldenMachine::Load(const Program& program) {
  Validate(program);
  program_ = program;
  training_step_ = 0;
  mu_.reset();
  linear_.emplace(gemm_.get(), reducer_.get(), program.acc_bits);
  convolution_.emplace(gemm_.get(), reducer_.get(), program.acc_bits, vnni_);
  buffers_.clear();
  for (const Buffer& buffer : program_.buffers) buffers_.push_back(MakeTensor(buffer));
  for (const auto& [id, tensor] : program_.initial) At(id) = tensor;
}

void GoldenMachine::SetMu(int mu) {
  CheckMu(program_, mu);
  mu_ = mu;
}

void GoldenMachine::Write(BufferId buffer, const Tensor& tensor) {
  CheckContents(program_[buffer], tensor);
  At(buffer) = tensor;  // same size: reuses the storage
}

Tensor GoldenMachine::Read(BufferId buffer) const {
  return buffers_.at(static_cast<size_t>(buffer));
}

// Of the accumulators of `command`: those of `out`, but before a pool.
Shape AccumulatorShape(const Program& program, const Command& command) {
  if (command.post != Post::kRequantiseReluPool) return program[command.out].shape;
  return WindowedShape(program[command.a].shape, command.window, program[command.b].shape[0]);
}

bool Accumulates(Opcode opcode) {
  return IsProduct(opcode) || opcode == Opcode::kAveragePool ||
         opcode == Opcode::kAveragePoolBackward || opcode == Opcode::kMaxPoolBackward ||
         opcode == Opcode::kAdd;
}

Retired GoldenMachine::Execute(size_t index) {
  const Command& command = program_.commands.at(index);
  Retired retired;
  retired.command = index;
  if (ScattersOnly(command)) {
    MaxPoolScatter(At(command.a), At(command.index), command.window, &At(command.out));
    if (ReadsMask(command)) ReluBackward(At(command.out), At(command.mask), &At(command.out));
  } else if (Accumulates(command.opcode) && command.post == Post::kNone) {
    retired.acc_overflows = Accumulate(command, &At(command.out)).overflows;
  } else if (Accumulates(command.opcode)) {
    accumulators_.Reshape(AccumulatorShape(program_, command),
                          StorageFor(std::max(program_.acc_bits, 32)));
    const Sums sums = Accumulate(command, &accumulators_);
    retired.acc_overflows = sums.overflows;
    Finish(command, sums.range, &retired);
  } else {
    Single(command, &retired);
  }
  if (!digests_) return retired;
  for (const BufferId id : Outputs(command)) retired.digest = Digest(At(id), retired.digest);
  return retired;
}

// A max-pool's errors that meet nowhere: summing and requantising leaves them as they are.
bool GoldenMachine::ScattersOnly(const Command& command) const {
  if (command.opcode != Opcode::kMaxPoolBackward || command.post == Post::kNone) return false;
  const int bits = program_[command.a].bits;
  return !Overlap(command.window) && program_[command.out].bits >= bits &&
         program_.acc_bits >= bits;
}

Sums GoldenMachine::Accumulate(const Command& command, Tensor* acc) {
  const Tensor& a = At(command.a);
  const int bits = program_.acc_bits;
  switch (command.opcode) {
    case Opcode::kAveragePool:
      return {AveragePool(a, command.window, bits, acc)};
    case Opcode::kAveragePoolBackward:
      return {AveragePoolBackward(a, command.window, bits, acc)};
    case Opcode::kMaxPoolBackward:
      return {MaxPoolBackward(a, At(command.index), command.window, bits, acc)};
    case Opcode::kAdd:
      Add(a, At(command.b), acc);
      return {};
    default:
      return Product(command, acc);
  }
}

Sums GoldenMachine::Product(const Command& command, Tensor* acc) {
  const Narrow a = NarrowAt(command.a);
  const Narrow b = NarrowAt(command.b);
  const Window& window = command.window;
  const bool convolution = HasWindow(window);
  switch (command.opcode) {
    case Opcode::kForward:
      return convolution ? convolution_->Forward(a, b, window, acc)
                         : Sums{linear_->Forward(a, b, acc)};
    case Opcode::kError:
      return convolution ? convolution_->Error(a, b, window, acc) : Sums{linear_->Error(a, b, acc)};
    default:
      return convolution ? convolution_->Gradient(a, b, window, acc)
                         : Sums{linear_->Gradient(a, b, acc)};
  }
}

// What follows the accumulators in the same command.
void GoldenMachine::Finish(const Command& command, int range, Retired* retired) {
  Tensor& out = At(command.out);
  if (command.post == Post::kUpdate) {
    gradient_.Reshape(out.shape(), StorageFor(command.gradient_bits));
    retired->saturations = RoundInto(command, accumulators_, &gradient_);
    retired->saturations += Update(command, gradient_);
    return;
  }
  const Requantisation what{accumulators_, range, Plan(command, program_[command.out].bits),
                            reducer_.get()};
  switch (command.post) {
    case Post::kRequantiseRelu:
      retired->saturations = RequantiseRelu(what, &out, &At(command.mask));
      return;
    case Post::kRequantiseMask:
      retired->saturations = RequantiseMask(what, At(command.mask), &out);
      return;
    case Post::kRequantiseReluPool:
      retired->saturations =
          RequantiseReluPool(what, command.pool, &out, &At(command.mask), &At(command.index));
      return;
    default:
      retired->saturations = Requantise(what, &out);
      return;
  }
}

uint64_t GoldenMachine::RoundInto(const Command& command, const Tensor& acc,
                                  Tensor* gradient) const {
  return RoundGradient(acc, mu_.value_or(command.mu), program_.acc_bits,
                       Plan(command, command.gradient_bits), gradient);
}

uint64_t GoldenMachine::Update(const Command& command, const Tensor& gradient) {
  Tensor& weight = At(command.out);
  const int bits = program_[command.out].bits;
  if (command.master == kNoBuffer) return ApplyUpdate(gradient, bits, &weight);
  const RoundingPlan plan{Rounding::kPseudoStochastic, bits, 0, 0};
  return ApplyToMaster(gradient, plan, &At(command.master), &accumulators_, &weight);
}

void GoldenMachine::Single(const Command& command, Retired* retired) {
  const Tensor& a = At(command.a);
  Tensor& out = At(command.out);
  const int bits = program_[command.out].bits;
  switch (command.opcode) {
    case Opcode::kRequantise:
      retired->saturations = Requantise({a, -1, Plan(command, bits), reducer_.get()}, &out);
      return;
    case Opcode::kRelu:
      return Relu(a, &out, &At(command.mask));
    case Opcode::kReluBackward:
      return ReluBackward(a, At(command.mask), &out);
    case Opcode::kMaxPool:
      return MaxPool(a, command.window, &out, &At(command.index));
    case Opcode::kDropout:
    case Opcode::kDropoutBackward:
      return Dropout(a, Key(command), &out);
    case Opcode::kRoundGradient:
      retired->saturations = RoundInto(command, a, &out);
      return;
    case Opcode::kApplyUpdate:
      retired->saturations = Update(command, a);
      return;
    case Opcode::kCrossEntropy: {
      const bool fused = command.post == Post::kRoundLoss;
      if (fused) accumulators_.Reshape(out.shape(), StorageFor(std::max(program_.acc_bits, 32)));
      Tensor& g = fused ? accumulators_ : out;
      CrossEntropy(a, At(command.b), program_[command.a].bits, LossErrorBits(program_, command),
                   &g);
      if (fused) retired->saturations = RoundLoss(g, Plan(command, bits), reducer_.get(), &out);
      return;
    }
    default:
      retired->saturations = RoundLoss(a, Plan(command, bits), reducer_.get(), &out);
      return;
  }
}

// Below the fastest choice, by the environment: to see that the results do not depend on it.
KernelChoice Forced(KernelChoice kernel) {
  const char* const name = std::getenv("ITG_KERNEL");
  if (kernel != KernelChoice::kAuto || name == nullptr) return kernel;
  const std::string choice = name;
  if (choice == "auto") return KernelChoice::kAuto;
  if (choice == "onednn") return KernelChoice::kOneDnn;
  if (choice == "portable") return KernelChoice::kPortable;
  if (choice == "reference") return KernelChoice::kReference;
  throw Error("ITG_KERNEL is \"" + choice + "\", allowed are auto, onednn, portable, reference");
}

std::unique_ptr<Gemm> MakeGemm(KernelChoice kernel) {
  if (kernel == KernelChoice::kPortable) return MakePortableGemm();
  if (kernel == KernelChoice::kReference) return MakeReferenceGemm();
  return MakeFastGemm();
}

}  // namespace

std::unique_ptr<Machine> MakeGoldenMachine(KernelChoice kernel, std::shared_ptr<Reducer> reducer) {
  if (reducer == nullptr) reducer = std::make_shared<Reducer>();
  const KernelChoice choice = Forced(kernel);
  const bool vnni = choice == KernelChoice::kAuto && HasVnni();
  return std::make_unique<GoldenMachine>(MakeGemm(choice), vnni, std::move(reducer));
}

}  // namespace itg
