// SPDX-License-Identifier: Apache-2.0
//
// Every fused command gives the bits, the exponents and the saturations of its unfused parts, in
// every rounding mode, at random widths. Buffers named alike in both programs are compared.

#include <gtest/gtest.h>

#include "tests/model/support/programs.h"

namespace itg {
namespace {

struct Numbers {
  int64_t n, inputs, outputs;
  int act, weight, error, gradient, acc;
  Rounding rounding;
  int mu;
};

Numbers RandomNumbers(Engine* engine) {
  const auto width = [engine] { return static_cast<int>(Uniform(engine, 2, 16)); };
  Numbers x;
  x.n = Uniform(engine, 1, 12);
  x.inputs = Uniform(engine, 1, 12);
  x.outputs = Uniform(engine, 1, 12);
  x.act = width();
  x.weight = width();
  x.error = width();
  x.gradient = width();
  x.acc = static_cast<int>(Uniform(engine, 21, 48));  // at least W + 5 for the loss
  x.rounding = static_cast<Rounding>(Uniform(engine, 0, kRoundingCount - 1));
  x.mu = static_cast<int>(Uniform(engine, -3, x.gradient - 1));
  return x;
}

// The buffers of one layer; both programs have them all.
struct Layer {
  Program program;
  BufferId in, weight, out, error, mask, error_out, acc_out, acc_in, acc_weight, gradient, plain,
      label, loss;

  explicit Layer(const Numbers& x) {
    Program* p = &program;
    p->acc_bits = x.acc;
    in = AddBuffer(p, "in", Role::kActivation, x.act, {x.n, x.inputs});
    weight = AddBuffer(p, "weight", Role::kWeight, x.weight, {x.outputs, x.inputs});
    out = AddBuffer(p, "out", Role::kActivation, x.act, {x.n, x.outputs});
    error = AddBuffer(p, "error", Role::kError, x.error, {x.n, x.outputs});
    error_out = AddBuffer(p, "error_out", Role::kError, x.error, {x.n, x.inputs});
    loss = AddBuffer(p, "loss", Role::kError, x.error, {x.n, x.outputs});
    label = AddBuffer(p, "label", Role::kLabel, 32, {x.n});
    acc_out = AddBuffer(p, "acc_out", Role::kAccumulator, x.acc, {x.n, x.outputs});
    acc_in = AddBuffer(p, "acc_in", Role::kAccumulator, x.acc, {x.n, x.inputs});
    acc_weight = AddBuffer(p, "acc_weight", Role::kAccumulator, x.acc, {x.outputs, x.inputs});
    gradient = AddBuffer(p, "gradient", Role::kGradient, x.gradient, {x.outputs, x.inputs});
  }
};

// Runs both to the end and compares what both declare as `results`, and the sums of the counters.
void ExpectEqual(const Program& fused, const Program& parts,
                 const std::vector<const char*>& results, const std::string& what) {
  const std::unique_ptr<Machine> machines[] = {MakeGoldenMachine(), MakeGoldenMachine()};
  const Program* programs[] = {&fused, &parts};
  uint64_t saturations[] = {0, 0};
  uint64_t overflows[] = {0, 0};
  for (size_t m = 0; m < 2; ++m) {
    machines[m]->Load(*programs[m]);
    machines[m]->SetTrainingStep(7);
    for (size_t i = 0; i < programs[m]->commands.size(); ++i) {
      const Retired retired = machines[m]->Execute(i);
      saturations[m] += retired.saturations;
      overflows[m] += retired.acc_overflows;
    }
  }
  for (const char* result : results) {
    const BufferId id = fused.Find(result);
    ASSERT_EQ(machines[0]->Read(id), machines[1]->Read(id)) << what << ": " << result;
  }
  ASSERT_EQ(saturations[0], saturations[1]) << what;
  ASSERT_EQ(overflows[0], overflows[1]) << what;
}

class Fused : public testing::Test {
 protected:
  // `build(layer, fused)` adds the commands; both programs start from the same random contents.
  template <typename Build>
  void Compare(const char* what, const std::vector<const char*>& results, Build&& build) {
    SCOPED_TRACE("seed 61");
    Engine engine(61);
    for (int trial = 0; trial < 150; ++trial) {
      const Numbers x = RandomNumbers(&engine);
      Layer fused(x);
      const Shape mask = what == std::string("relu") ? fused.program[fused.out].shape
                                                     : fused.program[fused.in].shape;
      fused.mask = AddBuffer(&fused.program, "mask", Role::kMask, 1, mask);
      fused.plain = AddBuffer(&fused.program, "plain",
                              what == std::string("relu") ? Role::kActivation : Role::kError,
                              what == std::string("relu") ? x.act : x.error, mask);
      FillRandomly(&engine, &fused.program);
      Layer parts = fused;
      build(&fused, x, true);
      build(&parts, x, false);
      for (Command& command : fused.program.commands) command.gradient_bits = x.gradient;
      for (Command& command : parts.program.commands) command.gradient_bits = x.gradient;
      ASSERT_NO_FATAL_FAILURE(ExpectEqual(fused.program, parts.program, results,
                                          what + std::string(" trial ") + std::to_string(trial)));
    }
  }
};

TEST_F(Fused, ForwardRequantise) {
  Compare("requantise", {"out"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->in, l->weight, l->out};
    if (fused) {
      return AddCommand(p, Opcode::kForward, Post::kRequantise, direct, x.rounding, 3, 5);
    }
    AddCommand(p, Opcode::kForward, Post::kNone, {l->in, l->weight, l->acc_out});
    AddCommand(p, Opcode::kRequantise, Post::kNone, {l->acc_out, kNoBuffer, l->out}, x.rounding, 3,
               5);
  });
}

TEST_F(Fused, ForwardRequantiseRelu) {
  Compare("relu", {"out", "mask"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->in, l->weight, l->out, l->mask};
    if (fused) {
      return AddCommand(p, Opcode::kForward, Post::kRequantiseRelu, direct, x.rounding, 3, 5);
    }
    AddCommand(p, Opcode::kForward, Post::kNone, {l->in, l->weight, l->acc_out});
    AddCommand(p, Opcode::kRequantise, Post::kNone, {l->acc_out, kNoBuffer, l->plain}, x.rounding,
               3, 5);
    AddCommand(p, Opcode::kRelu, Post::kNone, {l->plain, kNoBuffer, l->out, l->mask});
  });
}

TEST_F(Fused, ErrorRequantiseMask) {
  Compare("mask", {"error_out"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->error, l->weight, l->error_out, l->mask};
    if (fused) {
      return AddCommand(p, Opcode::kError, Post::kRequantiseMask, direct, x.rounding, 3, 5);
    }
    AddCommand(p, Opcode::kError, Post::kRequantise, {l->error, l->weight, l->plain}, x.rounding, 3,
               5);
    AddCommand(p, Opcode::kReluBackward, Post::kNone, {l->plain, kNoBuffer, l->error_out, l->mask});
  });
}

TEST_F(Fused, ErrorRequantise) {
  Compare("error", {"error_out"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->error, l->weight, l->error_out};
    if (fused) return AddCommand(p, Opcode::kError, Post::kRequantise, direct, x.rounding, 3, 5);
    AddCommand(p, Opcode::kError, Post::kNone, {l->error, l->weight, l->acc_in});
    AddCommand(p, Opcode::kRequantise, Post::kNone, {l->acc_in, kNoBuffer, l->error_out},
               x.rounding, 3, 5);
  });
}

TEST_F(Fused, GradientUpdate) {
  Compare("update", {"weight"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->error, l->in, l->weight};
    if (fused) return AddCommand(p, Opcode::kGradient, Post::kUpdate, direct, x.rounding, x.mu, 5);
    AddCommand(p, Opcode::kGradient, Post::kNone, {l->error, l->in, l->acc_weight});
    AddCommand(p, Opcode::kRoundGradient, Post::kNone, {l->acc_weight, kNoBuffer, l->gradient},
               x.rounding, x.mu, 5);
    AddCommand(p, Opcode::kApplyUpdate, Post::kNone, {l->gradient, kNoBuffer, l->weight});
  });
}

TEST_F(Fused, CrossEntropyRoundLoss) {
  Compare("loss", {"loss"}, [](Layer* l, const Numbers& x, bool fused) {
    Program* p = &l->program;
    const Operands direct{l->out, l->label, l->loss};
    if (fused) {
      return AddCommand(p, Opcode::kCrossEntropy, Post::kRoundLoss, direct, x.rounding, 3, 5);
    }
    AddCommand(p, Opcode::kCrossEntropy, Post::kNone, {l->out, l->label, l->acc_out});
    AddCommand(p, Opcode::kRoundLoss, Post::kNone, {l->acc_out, kNoBuffer, l->loss}, x.rounding, 3,
               5);
  });
}

}  // namespace
}  // namespace itg
