// SPDX-License-Identifier: Apache-2.0
//
// The golden machine: one command = a few calls of model/ops. A fused command calls exactly what
// its unfused parts call, with scratch tensors in place of the buffers between them.

#include "model/machine/golden_machine.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "model/arith/random.h"
#include "model/error.h"
#include "model/kernels/gemm.h"
#include "model/ops/cross_entropy.h"
#include "model/ops/linear.h"
#include "model/ops/reducer.h"
#include "model/ops/relu.h"
#include "model/ops/requantise.h"
#include "model/ops/update.h"
#include "model/program/window.h"

namespace itg {
namespace {

class GoldenMachine final : public Machine {
 public:
  GoldenMachine(std::unique_ptr<Gemm> gemm, std::shared_ptr<Reducer> reducer)
      : gemm_(std::move(gemm)), reducer_(std::move(reducer)) {}

  const char* name() const override { return "golden"; }
  void Load(const Program& program) override;
  void SetTrainingStep(uint32_t training_step) override { training_step_ = training_step; }
  void SetMu(int mu) override;
  void Write(BufferId buffer, const Tensor& tensor) override;
  Tensor Read(BufferId buffer) const override;
  Retired Execute(size_t index) override;

 private:
  Tensor& At(BufferId id) { return buffers_.at(static_cast<size_t>(id)); }
  Narrow NarrowAt(BufferId id) { return {At(id), program_[id].bits}; }
  // Scratch the size of `like`, made by Load: no command allocates.
  Tensor& Accumulators(const Command& c) { return accumulators_.at(program_[c.out].shape); }
  Tensor& Gradients(const Command& c) {
    return gradients_.at({program_[c.out].shape, c.gradient_bits});
  }

  void MakeScratch(const Command& command);
  RoundingPlan Plan(const Command& command, int out_bits) const;
  void Product(const Command& command, Retired* retired);
  void Finish(const Command& command, const Tensor& acc, Retired* retired);
  void Single(const Command& command, Retired* retired);
  uint64_t RoundInto(const Command& command, const Tensor& acc, Tensor* gradient) const;

  std::unique_ptr<Gemm> gemm_;
  std::shared_ptr<Reducer> reducer_;
  std::optional<Linear> linear_;
  Program program_;
  std::vector<Tensor> buffers_;
  std::map<Shape, Tensor> accumulators_;
  std::map<std::pair<Shape, int>, Tensor> gradients_;
  uint32_t training_step_ = 0;
  std::optional<int> mu_;
};

void GoldenMachine::Load(const Program& program) {
  Validate(program);
  program_ = program;
  training_step_ = 0;
  mu_.reset();
  linear_.emplace(gemm_.get(), reducer_.get(), program.acc_bits);
  buffers_.clear();
  accumulators_.clear();
  gradients_.clear();
  for (const Buffer& buffer : program_.buffers) buffers_.push_back(MakeTensor(buffer));
  for (const auto& [id, tensor] : program_.initial) At(id) = tensor;
  for (const Command& command : program_.commands) MakeScratch(command);
}

void GoldenMachine::MakeScratch(const Command& command) {
  if (command.post == Post::kNone) return;
  const Shape& shape = program_[command.out].shape;
  accumulators_.try_emplace(shape, shape, StorageFor(std::max(program_.acc_bits, 32)));
  if (command.post != Post::kUpdate) return;
  gradients_.try_emplace({shape, command.gradient_bits}, shape, StorageFor(command.gradient_bits));
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

RoundingPlan GoldenMachine::Plan(const Command& command, int out_bits) const {
  return {command.rounding, out_bits, TensorKey(program_.seed, training_step_, command.tensor_id),
          0};
}

Retired GoldenMachine::Execute(size_t index) {
  const Command& command = program_.commands.at(index);
  if (HasWindow(command.window) || command.opcode > Opcode::kRoundLoss ||
      command.master != kNoBuffer) {
    throw Error(Describe(command) + ": not implemented");
  }
  Retired retired;
  retired.command = index;
  if (IsProduct(command.opcode)) {
    Product(command, &retired);
  } else {
    Single(command, &retired);
  }
  for (const BufferId id : Outputs(command)) retired.digest = Digest(At(id), retired.digest);
  return retired;
}

void GoldenMachine::Product(const Command& command, Retired* retired) {
  Tensor& acc = command.post == Post::kNone ? At(command.out) : Accumulators(command);
  const Narrow a = NarrowAt(command.a);
  const Narrow b = NarrowAt(command.b);
  switch (command.opcode) {
    case Opcode::kForward:
      retired->acc_overflows = linear_->Forward(a, b, &acc);
      break;
    case Opcode::kError:
      retired->acc_overflows = linear_->Error(a, b, &acc);
      break;
    default:
      retired->acc_overflows = linear_->Gradient(a, b, &acc);
      break;
  }
  Finish(command, acc, retired);
}

// What follows a product in the same command.
void GoldenMachine::Finish(const Command& command, const Tensor& acc, Retired* retired) {
  if (command.post == Post::kNone) return;
  Tensor& out = At(command.out);
  const int bits = program_[command.out].bits;
  if (command.post == Post::kUpdate) {
    Tensor& gradient = Gradients(command);
    retired->saturations = RoundInto(command, acc, &gradient);
    retired->saturations += ApplyUpdate(gradient, bits, &out);
    return;
  }
  retired->saturations = Requantise(acc, Plan(command, bits), reducer_.get(), &out);
  if (command.post == Post::kRequantiseRelu) Relu(out, &out, &At(command.mask));
  if (command.post == Post::kRequantiseMask) ReluBackward(out, At(command.mask), &out);
}

uint64_t GoldenMachine::RoundInto(const Command& command, const Tensor& acc,
                                  Tensor* gradient) const {
  return RoundGradient(acc, mu_.value_or(command.mu), program_.acc_bits,
                       Plan(command, command.gradient_bits), gradient);
}

void GoldenMachine::Single(const Command& command, Retired* retired) {
  const Tensor& a = At(command.a);
  Tensor& out = At(command.out);
  const int bits = program_[command.out].bits;
  switch (command.opcode) {
    case Opcode::kRequantise:
      retired->saturations = Requantise(a, Plan(command, bits), reducer_.get(), &out);
      return;
    case Opcode::kRelu:
      return Relu(a, &out, &At(command.mask));
    case Opcode::kReluBackward:
      return ReluBackward(a, At(command.mask), &out);
    case Opcode::kRoundGradient:
      retired->saturations = RoundInto(command, a, &out);
      return;
    case Opcode::kApplyUpdate:
      retired->saturations = ApplyUpdate(a, bits, &out);
      return;
    case Opcode::kCrossEntropy: {
      Tensor& g = command.post == Post::kNone ? out : Accumulators(command);
      CrossEntropy(a, At(command.b), program_[command.a].bits, LossErrorBits(program_, command),
                   &g);
      if (command.post == Post::kNone) return;
      retired->saturations = RoundLoss(g, Plan(command, bits), reducer_.get(), &out);
      return;
    }
    default:
      retired->saturations = RoundLoss(a, Plan(command, bits), reducer_.get(), &out);
      return;
  }
}

std::unique_ptr<Gemm> MakeGemm(KernelChoice kernel) {
  return kernel == KernelChoice::kReference ? MakeReferenceGemm() : MakeFastGemm();
}

}  // namespace

std::unique_ptr<Machine> MakeGoldenMachine(KernelChoice kernel, std::shared_ptr<Reducer> reducer) {
  if (reducer == nullptr) reducer = std::make_shared<Reducer>();
  return std::make_unique<GoldenMachine>(MakeGemm(kernel), std::move(reducer));
}

}  // namespace itg
