// SPDX-License-Identifier: Apache-2.0
//
// Two machines that share a batch through a Reducer compute, bit for bit, what one machine with the
// whole batch computes: activations, errors and weights, stochastic rounding included.

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/model/support/programs.h"

namespace itg {
namespace {

// What the two shards exchange. Each call waits for the other shard, twice: until both have
// written, and until both have read.
class Exchange {
 public:
  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    const int64_t round = round_;
    if (++waiting_ == 2) {
      waiting_ = 0;
      ++round_;
      all_.notify_all();
    } else {
      all_.wait(lock, [&] { return round_ != round; });
    }
  }
  const void* slots[2] = {nullptr, nullptr};

 private:
  std::mutex mutex_;
  std::condition_variable all_;
  int waiting_ = 0;
  int64_t round_ = 0;
};

class PairReducer final : public Reducer {
 public:
  PairReducer(Exchange* exchange, int shard) : exchange_(exchange), shard_(shard) {}
  int shard() const override { return shard_; }
  int shards() const override { return 2; }
  int Max(int value) override {
    exchange_->slots[shard_] = &value;
    exchange_->Wait();
    const int other = *static_cast<const int*>(exchange_->slots[1 - shard_]);
    exchange_->Wait();
    return std::max(value, other);
  }
  void Sum(int32_t* values, int64_t count) override { Add(values, count); }
  void Sum(int64_t* values, int64_t count) override { Add(values, count); }

 private:
  template <typename T>
  void Add(T* values, int64_t count) {
    const std::vector<T> mine(values, values + count);
    exchange_->slots[shard_] = mine.data();
    exchange_->Wait();
    const T* other = static_cast<const T*>(exchange_->slots[1 - shard_]);
    for (int64_t i = 0; i < count; ++i) values[i] += other[i];
    exchange_->Wait();
  }

  Exchange* exchange_;
  int shard_;
};

constexpr int64_t kBatch = 12;
constexpr int64_t kIn = 9;
constexpr int64_t kOut = 5;

// A training step of one linear layer for `n` samples, stochastic wherever something is rounded.
Program Step(int64_t n, int bits, int acc_bits) {
  Program p;
  p.seed = 5;
  p.acc_bits = acc_bits;
  const BufferId in = AddBuffer(&p, "in", Role::kActivation, bits, {n, kIn});
  const BufferId weight = AddBuffer(&p, "weight", Role::kWeight, bits, {kOut, kIn});
  const BufferId out = AddBuffer(&p, "out", Role::kActivation, bits, {n, kOut});
  const BufferId mask = AddBuffer(&p, "mask", Role::kMask, 1, {n, kOut});
  const BufferId label = AddBuffer(&p, "label", Role::kLabel, 32, {n});
  const BufferId loss = AddBuffer(&p, "loss", Role::kError, bits, {n, kOut});
  const BufferId error = AddBuffer(&p, "error", Role::kError, bits, {n, kIn});
  constexpr Rounding kMode = Rounding::kStochastic;
  AddCommand(&p, Opcode::kForward, Post::kRequantiseRelu, {in, weight, out, mask}, kMode, 3, 1);
  AddCommand(&p, Opcode::kCrossEntropy, Post::kRoundLoss, {out, label, loss}, kMode, 3, 2);
  AddCommand(&p, Opcode::kError, Post::kRequantise, {loss, weight, error}, kMode, 3, 3);
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {loss, in, weight}, kMode, 3, 4, bits);
  return p;
}

// Rows [first, first + rows) of `tensor`.
Tensor Rows(const Tensor& tensor, int64_t first, int64_t rows) {
  Shape shape = tensor.shape();
  const int64_t row = tensor.size() / shape[0];
  shape[0] = rows;
  Tensor part(shape, tensor.type());
  for (int64_t i = 0; i < part.size(); ++i) part.Set(i, tensor.Get(first * row + i));
  part.set_exponent(tensor.exponent());
  return part;
}

struct Start {
  Tensor in, weight, label;
};

std::unique_ptr<Machine> Train(const Program& program, const Start& start, int64_t first,
                               int64_t rows, std::shared_ptr<Reducer> reducer) {
  std::unique_ptr<Machine> machine = MakeGoldenMachine(KernelChoice::kAuto, std::move(reducer));
  machine->Load(program);
  machine->Write(program.Find("weight"), start.weight);
  for (uint32_t step = 0; step < 4; ++step) {
    machine->SetTrainingStep(step);
    machine->Write(program.Find("in"), Rows(start.in, first, rows));
    machine->Write(program.Find("label"), Rows(start.label, first, rows));
    for (size_t i = 0; i < program.commands.size(); ++i) machine->Execute(i);
  }
  return machine;
}

void ExpectEqual(int bits, int acc_bits, Engine* engine) {
  Start start{RandomNarrow(engine, {kBatch, kIn}, bits), RandomNarrow(engine, {kOut, kIn}, bits),
              Tensor({kBatch}, ElementType::kInt32)};
  for (int64_t n = 0; n < kBatch; ++n) start.label.Set(n, Uniform(engine, 0, kOut - 1));
  const std::unique_ptr<Machine> whole =
      Train(Step(kBatch, bits, acc_bits), start, 0, kBatch, nullptr);

  Exchange exchange;
  const int64_t half = kBatch / 2;
  const Program step = Step(half, bits, acc_bits);
  std::unique_ptr<Machine> second;
  std::thread thread([&] {
    second = Train(step, start, half, half, std::make_shared<PairReducer>(&exchange, 1));
  });
  const std::unique_ptr<Machine> first =
      Train(step, start, 0, half, std::make_shared<PairReducer>(&exchange, 0));
  thread.join();

  for (const char* name : {"out", "mask", "loss", "error"}) {
    const BufferId id = step.Find(name);
    ASSERT_EQ(first->Read(id), Rows(whole->Read(id), 0, half)) << name << " of the first half";
    ASSERT_EQ(second->Read(id), Rows(whole->Read(id), half, half)) << name << " of the second";
  }
  const BufferId weight = step.Find("weight");
  ASSERT_EQ(first->Read(weight), whole->Read(weight));
  ASSERT_EQ(second->Read(weight), whole->Read(weight));
}

TEST(Shards, TrainLikeTheWholeBatch) {
  Engine engine(71);
  SCOPED_TRACE("seed 71");
  for (int trial = 0; trial < 20; ++trial) {
    for (const int bits : {4, 8, 16}) {
      for (const int acc_bits : {21, 32, 48}) {
        ASSERT_NO_FATAL_FAILURE(ExpectEqual(bits, acc_bits, &engine)) << bits << " " << acc_bits;
      }
    }
  }
}

}  // namespace
}  // namespace itg
