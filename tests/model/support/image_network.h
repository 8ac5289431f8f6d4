// SPDX-License-Identifier: Apache-2.0
//
// A training step that has every command in it: strides, a residual branch and its fork, pools that
// overlap and pools that do not, dropout, 16-bit master weights. Fused; unfuse.h takes it apart.

#pragma once

#include <string>

#include "model/program/window.h"
#include "tests/model/support/programs.h"

namespace itg {

struct NetworkNumbers {
  int64_t batch = 4;
  int64_t maps = 5;  // a measure of all widths
  int bits = 8;
  int acc_bits = 32;
  Rounding rounding = Rounding::kStochastic;
};

class ImageNetwork {
 public:
  explicit ImageNetwork(const NetworkNumbers& x) : x_(x) {
    program_.acc_bits = x.acc_bits;
    program_.seed = 7;
    Forward();
    Backward();
  }
  const Program& program() const { return program_; }

 private:
  static constexpr Window kThree{3, 3, 1, 1};
  static constexpr Window kThreeByTwo{3, 3, 2, 1};
  static constexpr Window kOneByTwo{1, 1, 2, 0};
  static constexpr Window kHalve{2, 2, 2, 0};

  BufferId Act(const char* name, const Shape& shape) {
    return AddBuffer(&program_, name, Role::kActivation, x_.bits, shape);
  }
  BufferId Err(const char* name, BufferId like) {
    return AddBuffer(&program_, name, Role::kError, x_.bits, program_[like].shape);
  }
  BufferId Like(const char* name, Role role, int bits, BufferId like) {
    return AddBuffer(&program_, name, role, bits, program_[like].shape);
  }
  BufferId Weight(const char* name, const Shape& shape) {
    return AddBuffer(&program_, name, Role::kWeight, x_.bits, shape);
  }
  Command& Emit(Opcode opcode, Post post, const Operands& operands, const Window& window = {}) {
    const uint32_t id = static_cast<uint32_t>(program_.commands.size());
    AddCommand(&program_, opcode, post, operands, x_.rounding, 3, id);
    program_.commands.back().window = window;
    return program_.commands.back();
  }

  void Forward() {
    const int64_t n = x_.batch;
    const int64_t m = x_.maps;
    in_ = Act("in", {n, 12, 12, 3});
    label_ = AddBuffer(&program_, "label", Role::kLabel, 32, {n});
    w1_ = Weight("w1", {m, 3, 3, 3});
    w2_ = Weight("w2", {m + 2, 3, 3, m});
    w_short_ = Weight("w_short", {m + 2, 1, 1, m});
    w3_ = Weight("w3", {m + 1, 3, 3, m + 2});
    w4_ = Weight("w4", {10, m + 1});
    master_ = Like("master", Role::kMaster, kMasterBits, w2_);
    a1_ = Act("a1", {n, 12, 12, m});
    mask1_ = Like("mask1", Role::kMask, 1, a1_);
    Emit(Opcode::kForward, Post::kRequantiseRelu, {in_, w1_, a1_, mask1_}, kThree);
    a2_ = Act("a2", {n, 6, 6, m + 2});
    Emit(Opcode::kForward, Post::kRequantise, {a1_, w2_, a2_}, kThreeByTwo);
    branch_ = Act("branch", program_[a2_].shape);
    Emit(Opcode::kForward, Post::kRequantise, {a1_, w_short_, branch_}, kOneByTwo);
    sum_ = Act("sum", program_[a2_].shape);
    mask_sum_ = Like("mask_sum", Role::kMask, 1, sum_);
    Emit(Opcode::kAdd, Post::kRequantiseRelu, {a2_, branch_, sum_, mask_sum_});
    a3_ = Act("a3", {n, 3, 3, m + 1});
    mask3_ = Like("mask3", Role::kMask, 1, a3_);
    index3_ = Like("index3", Role::kIndex, kIndexBits, a3_);
    Emit(Opcode::kForward, Post::kRequantiseReluPool, {sum_, w3_, a3_, mask3_, index3_}, kThree)
        .pool = kHalve;
    pooled_ = Act("pooled", {n, 2, 2, m + 1});
    index_ = Like("index", Role::kIndex, kIndexBits, pooled_);
    Emit(Opcode::kMaxPool, Post::kNone, {a3_, kNoBuffer, pooled_, kNoBuffer, index_}, kThreeByTwo);
    average_ = Act("average", {n, 1, 1, m + 1});
    Emit(Opcode::kAveragePool, Post::kRequantise, {pooled_, kNoBuffer, average_}, kHalve);
    dropped_ = Act("dropped", program_[average_].shape);
    dropout_id_ = Emit(Opcode::kDropout, Post::kNone, {average_, kNoBuffer, dropped_}).tensor_id;
    out_ = Act("out", {n, 10});
    Emit(Opcode::kForward, Post::kRequantise, {dropped_, w4_, out_});
  }

  void Backward() {
    const BufferId none = kNoBuffer;
    const BufferId loss = Err("loss", out_);
    Emit(Opcode::kCrossEntropy, Post::kRoundLoss, {out_, label_, loss});
    const BufferId e_dropped = Err("e_dropped", dropped_);
    Emit(Opcode::kError, Post::kRequantise, {loss, w4_, e_dropped});
    Emit(Opcode::kGradient, Post::kUpdate, {loss, dropped_, w4_}).gradient_bits = 5;
    const BufferId e_average = Err("e_average", average_);
    Emit(Opcode::kDropoutBackward, Post::kNone, {e_dropped, none, e_average}).tensor_id =
        dropout_id_;
    const BufferId e_pooled = Err("e_pooled", pooled_);
    Emit(Opcode::kAveragePoolBackward, Post::kRequantise, {e_average, none, e_pooled}, kHalve);
    const BufferId e3 = Err("e3", a3_);
    Emit(Opcode::kMaxPoolBackward, Post::kRequantiseMask, {e_pooled, none, e3, mask3_, index_},
         kThreeByTwo);
    const BufferId spread = Err("spread", sum_);
    program_.buffers[static_cast<size_t>(spread)].shape[3] = x_.maps + 1;
    Emit(Opcode::kMaxPoolBackward, Post::kRequantise, {e3, none, spread, none, index3_}, kHalve);
    const BufferId e_sum = Err("e_sum", sum_);
    Emit(Opcode::kError, Post::kRequantiseMask, {spread, w3_, e_sum, mask_sum_}, kThree);
    Emit(Opcode::kGradient, Post::kUpdate, {spread, sum_, w3_}, kThree);
    const BufferId e_main = Err("e_main", a1_);
    Emit(Opcode::kError, Post::kRequantise, {e_sum, w2_, e_main}, kThreeByTwo);
    const BufferId e_branch = Err("e_branch", a1_);
    Emit(Opcode::kError, Post::kRequantise, {e_sum, w_short_, e_branch}, kOneByTwo);
    const BufferId e1 = Err("e1", a1_);
    Emit(Opcode::kAdd, Post::kRequantiseMask, {e_main, e_branch, e1, mask1_});
    Command& update =
        Emit(Opcode::kGradient, Post::kUpdate, {e_sum, a1_, w2_, none, none, master_}, kThreeByTwo);
    update.gradient_bits = 14;
    update.mu = 10;
    Emit(Opcode::kGradient, Post::kUpdate, {e_sum, a1_, w_short_}, kOneByTwo);
    Emit(Opcode::kGradient, Post::kUpdate, {e1, in_, w1_}, kThree).gradient_bits = 16;
  }

  NetworkNumbers x_;
  Program program_;
  BufferId in_, label_, w1_, w2_, w_short_, w3_, w4_, master_, a1_, mask1_, a2_, branch_, sum_,
      mask_sum_, a3_, mask3_, index3_, pooled_, index_, average_, dropped_, out_;
  uint32_t dropout_id_ = 0;
};

// What the batch and the weights are at the start.
inline void FillNetwork(Engine* engine, Program* program) {
  for (const char* name : {"in", "w1", "w2", "w_short", "w3", "w4", "master"}) {
    const BufferId id = program->Find(name);
    const Buffer& buffer = (*program)[id];
    program->initial.emplace_back(id, RandomNarrow(engine, buffer.shape, buffer.bits));
  }
  const BufferId label = program->Find("label");
  Tensor labels = MakeTensor((*program)[label]);
  for (int64_t i = 0; i < labels.size(); ++i) labels.Set(i, Uniform(engine, 0, 9));
  program->initial.emplace_back(label, std::move(labels));
}

// Digests of every command of `steps` training steps.
inline std::vector<uint64_t> Digests(const Program& program, Machine* machine, uint32_t steps) {
  std::vector<uint64_t> digests;
  machine->Load(program);
  for (uint32_t step = 0; step < steps; ++step) {
    machine->SetTrainingStep(step);
    for (size_t i = 0; i < program.commands.size(); ++i) {
      digests.push_back(machine->Execute(i).digest);
    }
  }
  return digests;
}

}  // namespace itg
