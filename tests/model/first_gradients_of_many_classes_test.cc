// SPDX-License-Identifier: Apache-2.0
//
// The first step with 100 and 1,000 classes: the loss is what NUMERICS.md says, written a second
// time, and the gradients of the last layer do not vanish.

#include <gtest/gtest.h>

#include <algorithm>

#include "model/ops/initial_weights.h"
#include "tests/model/support/dumb_round.h"
#include "tests/model/support/programs.h"

namespace itg {
namespace {

// One sample of the integer cross-entropy with 8-bit activations, for exponents above -16.
std::vector<int64_t> DumbLoss(const std::vector<int64_t>& o, int exponent, int64_t target,
                              int err_bits) {
  const int e = std::min(exponent, 4);
  std::vector<int64_t> p;
  if (e > -7) {
    std::vector<int64_t> s;
    for (const int64_t v : o) {
      const int64_t scaled = v * 47274 / 32768;
      s.push_back(e >= 0 ? scaled * PowerOfTwo(e) : scaled / PowerOfTwo(-e));
    }
    const int64_t largest = *std::max_element(s.begin(), s.end());
    for (const int64_t v : s)
      p.push_back(PowerOfTwo(static_cast<int>(std::max<int64_t>(v - largest + 10, 0))) - 1);
  } else {
    for (const int64_t v : o) p.push_back(PowerOfTwo(1 - 2 * e) + v * PowerOfTwo(1 - e) + v * v);
  }
  int64_t sum = 0;
  for (const int64_t v : p) sum += v;
  std::vector<int64_t> g;
  int64_t total = 0;
  for (const int64_t v : p) {
    g.push_back(v * PowerOfTwo(err_bits - 1 + 4) / sum);
    total += g.back();
  }
  g[static_cast<size_t>(target)] -= total;
  for (int64_t& v : g) v = DumbRound(v, 4, Rounding::kPseudoStochastic, 0, err_bits).value;
  return g;
}

struct FirstStep {
  std::vector<int64_t> logits, error;
  int exponent = 0;
  int64_t changed = 0;  // weights
};

constexpr int64_t kBatch = 8;
constexpr int64_t kInputs = 64;

FirstStep Train(int64_t classes, int exponent_of_input) {
  Program p;
  const BufferId in = AddBuffer(&p, "in", Role::kActivation, 8, {kBatch, kInputs});
  const BufferId weight = AddBuffer(&p, "weight", Role::kWeight, 8, {classes, kInputs});
  const BufferId out = AddBuffer(&p, "out", Role::kActivation, 8, {kBatch, classes});
  const BufferId label = AddBuffer(&p, "label", Role::kLabel, 32, {kBatch});
  const BufferId error = AddBuffer(&p, "error", Role::kError, 8, {kBatch, classes});
  AddCommand(&p, Opcode::kForward, Post::kRequantise, {in, weight, out});
  AddCommand(&p, Opcode::kCrossEntropy, Post::kRoundLoss, {out, label, error},
             Rounding::kPseudoStochastic);
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {error, in, weight}, Rounding::kPseudoStochastic,
             5);
  Engine engine(131);
  Tensor input = RandomNarrow(&engine, {kBatch, kInputs}, 8);
  input.set_exponent(exponent_of_input);
  Tensor labels({kBatch}, ElementType::kInt32);
  for (int64_t n = 0; n < kBatch; ++n) labels.Set(n, n * classes / kBatch);
  const Tensor start = InitialWeights({classes, kInputs}, 8, 1, 0);
  p.initial = {{in, input}, {label, labels}, {weight, start}};
  const std::unique_ptr<Machine> machine = MakeGoldenMachine();
  machine->Load(p);
  for (size_t i = 0; i < p.commands.size(); ++i) machine->Execute(i);
  FirstStep step;
  step.logits = Values(machine->Read(out));
  step.exponent = machine->Read(out).exponent();
  step.error = Values(machine->Read(error));
  const Tensor after = machine->Read(weight);
  for (int64_t i = 0; i < start.size(); ++i) step.changed += after.Get(i) != start.Get(i) ? 1 : 0;
  return step;
}

void ExpectFirstStep(int64_t classes, int exponent_of_input) {
  const FirstStep step = Train(classes, exponent_of_input);
  SCOPED_TRACE(std::to_string(classes) + " classes, logits at exponent " +
               std::to_string(step.exponent));
  int64_t others = 0;
  for (int64_t n = 0; n < kBatch; ++n) {
    const auto row = [&](const std::vector<int64_t>& v) {
      return std::vector<int64_t>(v.begin() + n * classes, v.begin() + (n + 1) * classes);
    };
    const int64_t target = n * classes / kBatch;
    const std::vector<int64_t> error = row(step.error);
    ASSERT_EQ(error, DumbLoss(row(step.logits), step.exponent, target, 8)) << "sample " << n;
    EXPECT_LT(error[static_cast<size_t>(target)], 0);
    for (int64_t c = 0; c < classes; ++c)
      others += c != target && error[static_cast<size_t>(c)] > 0 ? 1 : 0;
  }
  // With 1,000 nearly equal outputs G is 2048 / 1000 = 2, of which rounding by 4 bits leaves 0.
  if (classes == 100) {
    EXPECT_GE(others, kBatch) << "errors of classes that are not the target";
  }
  EXPECT_GT(step.changed, kBatch * kInputs / 2) << "weights: the rows of the targets at least";
}

TEST(FirstStep, OfAHundredClasses) {
  for (const int exponent : {-3, -6, -14}) ExpectFirstStep(100, exponent);
}

TEST(FirstStep, OfAThousandClasses) {
  for (const int exponent : {-3, -6, -14}) ExpectFirstStep(1000, exponent);
}

}  // namespace
}  // namespace itg
