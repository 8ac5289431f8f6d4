// SPDX-License-Identifier: Apache-2.0
//
// How fast the golden machine trains the 784-100-10 network at batch 64: a whole step, and each
// command of it. items_per_second of `step` is images per second.

#include <benchmark/benchmark.h>

#include <string>

#include "model/arith/random.h"
#include "model/machine/golden_machine.h"
#include "model/ops/initial_weights.h"
#include "model/ops/quantise_input.h"

namespace {

using namespace itg;  // NOLINT: a benchmark of everything in it

constexpr int64_t kBatch = 64;
constexpr int64_t kInputs = 784;
constexpr int64_t kHidden = 100;
constexpr int64_t kClasses = 10;

BufferId Add(Program* program, const char* name, Role role, int bits, Shape shape) {
  program->buffers.push_back({name, role, bits, std::move(shape)});
  return static_cast<BufferId>(program->buffers.size() - 1);
}

void Add(Program* program, const char* layer, Opcode opcode, Post post, Rounding rounding,
         BufferId a, BufferId b, BufferId out, BufferId mask = kNoBuffer) {
  Command command;
  command.layer = layer;
  command.opcode = opcode;
  command.post = post;
  command.rounding = rounding;
  command.mu = 4;
  command.tensor_id = static_cast<uint32_t>(program->commands.size());
  command.a = a;
  command.b = b;
  command.out = out;
  command.mask = mask;
  program->commands.push_back(command);
}

Program TrainingStep() {
  Program p;
  const BufferId input = Add(&p, "input", Role::kActivation, 8, {kBatch, kInputs});
  const BufferId label = Add(&p, "label", Role::kLabel, 32, {kBatch});
  const BufferId w1 = Add(&p, "fc1.weight", Role::kWeight, 8, {kHidden, kInputs});
  const BufferId h = Add(&p, "fc1.out", Role::kActivation, 8, {kBatch, kHidden});
  const BufferId mask = Add(&p, "fc1.mask", Role::kMask, 1, {kBatch, kHidden});
  const BufferId w2 = Add(&p, "fc2.weight", Role::kWeight, 8, {kClasses, kHidden});
  const BufferId logits = Add(&p, "fc2.out", Role::kActivation, 8, {kBatch, kClasses});
  const BufferId e2 = Add(&p, "loss.error", Role::kError, 8, {kBatch, kClasses});
  const BufferId e1 = Add(&p, "fc2.error", Role::kError, 8, {kBatch, kHidden});
  p.initial = {{w1, InitialWeights({kHidden, kInputs}, 8, 1, 0)},
               {w2, InitialWeights({kClasses, kHidden}, 8, 1, 1)}};
  constexpr Rounding kNearest = Rounding::kNearest;
  constexpr Rounding kPseudo = Rounding::kPseudoStochastic;
  Add(&p, "fc1", Opcode::kForward, Post::kRequantiseRelu, kNearest, input, w1, h, mask);
  Add(&p, "fc2", Opcode::kForward, Post::kRequantise, kNearest, h, w2, logits);
  Add(&p, "loss", Opcode::kCrossEntropy, Post::kRoundLoss, kPseudo, logits, label, e2);
  Add(&p, "fc2", Opcode::kError, Post::kRequantiseMask, kNearest, e2, w2, e1, mask);
  Add(&p, "fc2", Opcode::kGradient, Post::kUpdate, kPseudo, e2, h, w2);
  Add(&p, "fc1", Opcode::kGradient, Post::kUpdate, kPseudo, e1, input, w1);
  return p;
}

std::vector<uint8_t> Pixels() {
  std::vector<uint8_t> pixels(static_cast<size_t>(kBatch * kInputs));
  for (size_t i = 0; i < pixels.size(); ++i) {
    pixels[i] = static_cast<uint8_t>(RandomWord(1, i) & 255);
  }
  return pixels;
}

// A machine in the middle of a training: a few steps done, so that the tensors are typical.
class Trainer {
 public:
  explicit Trainer(KernelChoice kernel) : machine(MakeGoldenMachine(kernel)) {
    machine->Load(program);
    input = MakeTensor(program[program.Find("input")]);
    label = MakeTensor(program[program.Find("label")]);
    for (int64_t n = 0; n < kBatch; ++n) label.Set(n, n % kClasses);
    for (int i = 0; i < 5; ++i) Step();
  }

  void Step() {
    quantiser.Quantise(pixels.data(), &whole_batch, &input);
    machine->Write(program.Find("input"), input);
    machine->Write(program.Find("label"), label);
    for (size_t i = 0; i < program.commands.size(); ++i) machine->Execute(i);
  }

  const Program program = TrainingStep();
  std::vector<uint8_t> pixels = Pixels();
  InputQuantiser quantiser{{.1307}, {.3081}, 8};
  Reducer whole_batch;
  Tensor input;
  Tensor label;
  std::unique_ptr<Machine> machine;
};

void BenchStep(benchmark::State& state, KernelChoice kernel) {
  Trainer trainer(kernel);
  for (auto _ : state) trainer.Step();
  state.SetItemsProcessed(state.iterations() * kBatch);
}

void BenchInput(benchmark::State& state) {
  Trainer trainer(KernelChoice::kAuto);
  for (auto _ : state) {
    trainer.quantiser.Quantise(trainer.pixels.data(), &trainer.whole_batch, &trainer.input);
    trainer.machine->Write(0, trainer.input);
  }
}

void BenchCommand(benchmark::State& state, size_t index) {
  Trainer trainer(KernelChoice::kAuto);
  for (auto _ : state) trainer.machine->Execute(index);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const auto us = benchmark::kMicrosecond;
  benchmark::RegisterBenchmark("step", BenchStep, KernelChoice::kAuto)->Unit(us)->UseRealTime();
  benchmark::RegisterBenchmark("step, reference kernel", BenchStep, KernelChoice::kReference)
      ->Unit(us)
      ->UseRealTime();
  benchmark::RegisterBenchmark("input", BenchInput)->Unit(us)->UseRealTime();
  const Program program = TrainingStep();
  for (size_t i = 0; i < program.commands.size(); ++i) {
    benchmark::RegisterBenchmark(Describe(program.commands[i]).c_str(), BenchCommand, i)
        ->Unit(us)
        ->UseRealTime();
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
