// SPDX-License-Identifier: Apache-2.0
//
// How long it takes to say how long the hardware takes: a single product n x n x n, and the
// training steps of golden_bench, all commands of them, on the configuration `base`. Planning is
// apart. A training works each command out once, whatever the number of its steps.

#include <benchmark/benchmark.h>

#include "model/bench/networks.h"
#include "sim/cycle/predictor.h"
#include "sim/plan/schedule.h"

namespace {

using namespace itg;  // NOLINT: a benchmark of everything in it

Program Product(int64_t n) {
  Program program;
  program.buffers = {{"x", Role::kActivation, 8, {n, n}},
                     {"w", Role::kWeight, 8, {n, n}},
                     {"y", Role::kAccumulator, 32, {n, n}}};
  Command product;
  product.a = 0;
  product.b = 1;
  product.out = 2;
  product.layer = "product";
  program.commands = {product};
  return program;
}

void Predicted(benchmark::State& state, const Program& program) {
  const HwConfig hw = HwConfig::FromFile("base");
  const Schedule schedule = Plan(program, hw);
  uint64_t cycles = 0;
  for ([[maybe_unused]] auto turn : state) {
    Predictor predictor(hw);
    predictor.Load(schedule);
    cycles = 0;
    for (size_t i = 0; i < program.commands.size(); ++i) cycles += predictor.Predict(i).cycles();
  }
  state.counters["cycles"] = static_cast<double>(cycles);
}

void Planned(benchmark::State& state, const Program& program) {
  const HwConfig hw = HwConfig::FromFile("base");
  for ([[maybe_unused]] auto turn : state) benchmark::DoNotOptimize(Plan(program, hw));
}

void Gemm(benchmark::State& state) { Predicted(state, Product(state.range(0))); }
BENCHMARK(Gemm)->Arg(100)->Arg(1000)->Arg(4000)->Unit(benchmark::kMillisecond);

void PlanGemm(benchmark::State& state) { Planned(state, Product(state.range(0))); }
BENCHMARK(PlanGemm)->Arg(1000)->Unit(benchmark::kMillisecond);

void Step(benchmark::State& state, const BenchNetwork& network) {
  Predicted(state, TrainingStep(network, state.range(0)));
}
BENCHMARK_CAPTURE(Step, mlp, Mlp())->Arg(64)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Step, lenet5, LeNet())->Arg(64)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Step, vgg_small_7, VggSmall7())->Arg(256)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
