// SPDX-License-Identifier: Apache-2.0
//
// Two machines that share a batch through a Reducer compute, bit for bit, what one machine with the
// whole batch computes: activations, errors and weights, stochastic rounding included.

#include <gtest/gtest.h>

#include "tests/model/support/image_network.h"
#include "tests/model/support/pair_reducer.h"

namespace itg {
namespace {

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

// Convolutions, pools, adds, dropout and master weights.
std::unique_ptr<Machine> TrainImages(const Program& whole, int64_t first, int64_t rows,
                                     std::shared_ptr<Reducer> reducer) {
  NetworkNumbers numbers;
  numbers.batch = rows;
  numbers.bits = whole[whole.Find("in")].bits;
  numbers.acc_bits = whole.acc_bits;
  Program program = ImageNetwork(numbers).program();
  for (const auto& [id, tensor] : whole.initial) {
    const Role role = program[id].role;
    const bool shared = role == Role::kWeight || role == Role::kMaster;
    program.initial.emplace_back(id, shared ? tensor : Rows(tensor, first, rows));
  }
  std::unique_ptr<Machine> machine = MakeGoldenMachine(KernelChoice::kAuto, std::move(reducer));
  Digests(program, machine.get(), 3);
  return machine;
}

void ExpectImagesEqual(int bits, int acc_bits, Engine* engine) {
  constexpr int64_t kHalf = 3;
  NetworkNumbers numbers;
  numbers.batch = 2 * kHalf;
  numbers.bits = bits;
  numbers.acc_bits = acc_bits;
  Program program = ImageNetwork(numbers).program();
  FillNetwork(engine, &program);
  const std::unique_ptr<Machine> whole = TrainImages(program, 0, 2 * kHalf, nullptr);
  Exchange exchange;
  std::unique_ptr<Machine> shards[2];
  std::thread thread([&] {
    shards[1] = TrainImages(program, kHalf, kHalf, std::make_shared<PairReducer>(&exchange, 1));
  });
  shards[0] = TrainImages(program, 0, kHalf, std::make_shared<PairReducer>(&exchange, 0));
  thread.join();
  for (size_t i = 0; i < program.buffers.size(); ++i) {
    const BufferId id = static_cast<BufferId>(i);
    const Role role = program[id].role;
    const Tensor expected = whole->Read(id);
    for (int64_t shard = 0; shard < 2; ++shard) {
      const bool shared = role == Role::kWeight || role == Role::kMaster;
      ASSERT_EQ(shards[shard]->Read(id), shared ? expected : Rows(expected, shard * kHalf, kHalf))
          << program[id].name << " of shard " << shard;
    }
  }
}

TEST(Shards, TrainImagesLikeTheWholeBatch) {
  Engine engine(72);
  SCOPED_TRACE("seed 72");
  for (const int bits : {4, 8, 16}) {
    for (const int acc_bits : {21, 32, 48}) {
      ASSERT_NO_FATAL_FAILURE(ExpectImagesEqual(bits, acc_bits, &engine))
          << bits << " " << acc_bits;
    }
  }
}

}  // namespace
}  // namespace itg
