// SPDX-License-Identifier: Apache-2.0
//
// How fast the golden machine trains: whole steps of a few networks, each command of them, and the
// digest of what a step writes. items_per_second of a step is images per second. Beside it, what
// the products of a step take by themselves.

#include <benchmark/benchmark.h>

#include <optional>
#include <string>

#include "model/arith/random.h"
#include "model/bench/matrix_products.h"
#include "model/bench/networks.h"
#include "model/machine/golden_machine.h"
#include "model/ops/quantise_input.h"

namespace {

using namespace itg;  // NOLINT: a benchmark of everything in it

// A machine in the middle of a training: a few steps done, so that the tensors are typical.
class Trainer {
 public:
  Trainer(const BenchNetwork& network, int64_t batch, KernelChoice kernel = KernelChoice::kAuto)
      : program(TrainingStep(network, batch)), machine(MakeGoldenMachine(kernel)) {
    machine->OmitDigests();  // as in a training that nothing is compared with
    machine->Load(program);
    input = MakeTensor(program[program.Find("input")]);
    label = MakeTensor(program[program.Find("label")]);
    for (int64_t n = 0; n < batch; ++n) label.Set(n, n % 10);
    pixels.resize(static_cast<size_t>(input.size()));
    for (size_t i = 0; i < pixels.size(); ++i) {
      pixels[i] = static_cast<uint8_t>(RandomWord(1, i) & 255);
    }
    const int64_t channels = network.image.size() == 3 ? network.image[2] : 1;
    quantiser.emplace(std::vector<double>(static_cast<size_t>(channels), .4),
                      std::vector<double>(static_cast<size_t>(channels), .25), 8);
    for (int i = 0; i < 3; ++i) Step();
  }

  void Input() {
    quantiser->Quantise(pixels.data(), &whole_batch, &input);
    machine->Write(program.Find("input"), input);
    machine->Write(program.Find("label"), label);
  }
  void Step() {
    Input();
    for (size_t i = 0; i < program.commands.size(); ++i) machine->Execute(i);
  }

  const Program program;
  std::unique_ptr<Machine> machine;
  std::vector<uint8_t> pixels;
  std::optional<InputQuantiser> quantiser;
  Reducer whole_batch;
  Tensor input;
  Tensor label;
};

void BenchStep(benchmark::State& state, const BenchNetwork& network, int64_t batch,
               KernelChoice kernel) {
  Trainer trainer(network, batch, kernel);
  for (auto _ : state) trainer.Step();
  state.SetItemsProcessed(state.iterations() * batch);
}

// Nothing but the products of a step: items_per_second is multiplications per second.
void BenchProducts(benchmark::State& state, const BenchNetwork& network, int64_t batch,
                   void (MatrixProducts::*run)()) {
  MatrixProducts products(TrainingStep(network, batch));
  (products.*run)();
  for (auto _ : state) (products.*run)();
  state.SetItemsProcessed(state.iterations() * products.multiplications());
  state.counters["multiplications"] = static_cast<double>(products.multiplications());
}

void BenchInput(benchmark::State& state, const BenchNetwork& network, int64_t batch) {
  Trainer trainer(network, batch);
  for (auto _ : state) trainer.Input();
}

// The commands of a network share one machine: its first steps take longer than a command.
using SharedTrainer = std::shared_ptr<std::unique_ptr<Trainer>>;

void BenchCommand(benchmark::State& state, const BenchNetwork& network, int64_t batch, size_t index,
                  const SharedTrainer& shared) {
  if (*shared == nullptr) *shared = std::make_unique<Trainer>(network, batch);
  Trainer& trainer = **shared;
  for (auto _ : state) trainer.machine->Execute(index);
  const GemmShape shape = ProductShape(trainer.program, trainer.program.commands[index]);
  state.SetItemsProcessed(state.iterations() * Multiplications(shape));
}

// Of all that the commands of a step write.
void BenchDigest(benchmark::State& state, const BenchNetwork& network, int64_t batch) {
  Trainer trainer(network, batch);
  std::vector<Tensor> tensors;
  for (const Command& command : trainer.program.commands) {
    for (const BufferId id : Outputs(command)) tensors.push_back(trainer.machine->Read(id));
  }
  for (auto _ : state) {
    for (const Tensor& tensor : tensors) benchmark::DoNotOptimize(Digest(tensor));
  }
}

void Register(const BenchNetwork& network, int64_t batch) {
  const auto us = benchmark::kMicrosecond;
  const std::string name = network.name + "/" + std::to_string(batch) + "/";
  const auto add = [&](const std::string& what, auto function, auto... arguments) {
    benchmark::RegisterBenchmark((name + what).c_str(), function, network, batch, arguments...)
        ->Unit(us)
        ->UseRealTime();
  };
  add("step", BenchStep, KernelChoice::kAuto);
  add("step, oneDNN", BenchStep, KernelChoice::kOneDnn);
  add("step, portable kernel", BenchStep, KernelChoice::kPortable);
  if (MakeOneDnnGemm() != nullptr) {
    add("products, oneDNN", BenchProducts, &MatrixProducts::RunOneDnn);
  }
  if (HasVnni()) add("products, tiles", BenchProducts, &MatrixProducts::RunTiles);
  add("input", BenchInput);
  add("digest", BenchDigest);
  const Program program = TrainingStep(network, batch);
  const SharedTrainer shared = std::make_shared<std::unique_ptr<Trainer>>();
  for (size_t i = 0; i < program.commands.size(); ++i) {
    add(std::to_string(i) + " " + Describe(program.commands[i]), BenchCommand, i, shared);
  }
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  Register(Mlp(), 64);
  Register(LeNet(), 64);
  Register(VggSmall7(), 64);
  Register(VggSmall7(), 256);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
