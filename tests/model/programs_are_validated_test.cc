// SPDX-License-Identifier: Apache-2.0
//
// Validate() lets every legal command through and refuses what is not one, with one line that names
// the command, the buffer and what is allowed.

#include <gtest/gtest.h>

#include "model/error.h"
#include "tests/model/support/programs.h"

namespace itg {
namespace {

// One layer with every kind of buffer; batch 4, 6 inputs, 3 outputs.
class Validation : public testing::Test {
 protected:
  Program p;
  BufferId in = AddBuffer(&p, "in", Role::kActivation, 8, {4, 6});
  BufferId weight = AddBuffer(&p, "weight", Role::kWeight, 8, {3, 6});
  BufferId out = AddBuffer(&p, "out", Role::kActivation, 8, {4, 3});
  BufferId out2 = AddBuffer(&p, "out2", Role::kActivation, 8, {4, 3});
  BufferId mask = AddBuffer(&p, "mask", Role::kMask, 1, {4, 3});
  BufferId mask_in = AddBuffer(&p, "mask_in", Role::kMask, 1, {4, 6});
  BufferId error = AddBuffer(&p, "error", Role::kError, 8, {4, 3});
  BufferId error2 = AddBuffer(&p, "error2", Role::kError, 8, {4, 3});
  BufferId error_in = AddBuffer(&p, "error_in", Role::kError, 8, {4, 6});
  BufferId acc = AddBuffer(&p, "acc", Role::kAccumulator, 32, {4, 3});
  BufferId acc_in = AddBuffer(&p, "acc_in", Role::kAccumulator, 32, {4, 6});
  BufferId acc_w = AddBuffer(&p, "acc_w", Role::kAccumulator, 32, {3, 6});
  BufferId grad = AddBuffer(&p, "grad", Role::kGradient, 8, {3, 6});
  BufferId label = AddBuffer(&p, "label", Role::kLabel, 32, {4});

  void Add(Opcode opcode, Post post, const Operands& operands) {
    AddCommand(&p, opcode, post, operands);
  }
  void AddAll();
  void ExpectRefused(const std::string& message) {
    try {
      Validate(p);
      FAIL() << "accepted; expected: " << message;
    } catch (const Error& e) {
      EXPECT_EQ(e.what(), message);
    }
  }
};

void Validation::AddAll() {
  const BufferId none = kNoBuffer;
  Add(Opcode::kForward, Post::kNone, {in, weight, acc});
  Add(Opcode::kForward, Post::kRequantise, {in, weight, out});
  Add(Opcode::kForward, Post::kRequantiseRelu, {in, weight, out, mask});
  Add(Opcode::kError, Post::kNone, {error, weight, acc_in});
  Add(Opcode::kError, Post::kRequantise, {error, weight, error_in});
  Add(Opcode::kError, Post::kRequantiseMask, {error, weight, error_in, mask_in});
  Add(Opcode::kGradient, Post::kNone, {error, in, acc_w});
  Add(Opcode::kGradient, Post::kUpdate, {error, in, weight});
  Add(Opcode::kRequantise, Post::kNone, {acc, none, out});
  Add(Opcode::kRequantise, Post::kNone, {acc_in, none, error_in});
  Add(Opcode::kRelu, Post::kNone, {out, none, out2, mask});
  Add(Opcode::kReluBackward, Post::kNone, {error, none, error2, mask});
  Add(Opcode::kRoundGradient, Post::kNone, {acc_w, none, grad});
  Add(Opcode::kApplyUpdate, Post::kNone, {grad, none, weight});
  Add(Opcode::kCrossEntropy, Post::kNone, {out, label, acc});
  Add(Opcode::kRoundLoss, Post::kNone, {acc, none, error});
  Add(Opcode::kCrossEntropy, Post::kRoundLoss, {out, label, error});
}

TEST_F(Validation, AcceptsEveryCommandOfTheTable) {
  AddAll();
  EXPECT_NO_THROW(Validate(p));
  int legal = 0;
  for (int opcode = 0; opcode < kOpcodeCount; ++opcode) {
    for (int post = 0; post < kPostCount; ++post) {
      legal += IsLegal(static_cast<Opcode>(opcode), static_cast<Post>(post)) ? 1 : 0;
    }
  }
  EXPECT_EQ(legal, 16);  // AddAll() has them all, kRequantise twice
}

TEST_F(Validation, RefusesAnyOperandExchangedForAnother) {
  AddAll();
  const Program good = p;
  for (size_t c = 0; c < good.commands.size(); ++c) {
    for (int operand = 0; operand < 4; ++operand) {
      p = good;
      Command& command = p.commands[c];
      BufferId* ids[] = {&command.a, &command.b, &command.out, &command.mask};
      BufferId& id = *ids[operand];
      id = id == kNoBuffer ? label : kNoBuffer;
      EXPECT_THROW(Validate(p), Error) << c << " operand " << operand << " present or absent";
      if (*ids[operand] == label) continue;
      id = static_cast<BufferId>(p.buffers.size());
      EXPECT_THROW(Validate(p), Error) << c << " operand " << operand << " out of range";
    }
  }
}

TEST_F(Validation, NamesCommandBufferAndWhatIsAllowed) {
  const Program good = p;
  Add(Opcode::kForward, Post::kUpdate, {in, weight, acc});
  p.commands[0].layer = "fc1";
  ExpectRefused("command 0 (fc1 forward+update): update cannot follow forward");
  p = good;
  Add(Opcode::kForward, Post::kNone, {in, weight, out});
  ExpectRefused("command 0 (forward): out out has role activation, needs accumulator");
  p = good;
  Add(Opcode::kForward, Post::kNone, {out, weight, acc});
  ExpectRefused("command 0 (forward): b weight has shape [3, 6], needs [3, 3]");
  p = good;
  Add(Opcode::kGradient, Post::kNone, {error, in, acc_in});
  ExpectRefused("command 0 (gradient): out acc_in has shape [4, 6], needs [3, 6]");
  p = good;
  Add(Opcode::kReluBackward, Post::kNone, {error, kNoBuffer, error, mask});
  ExpectRefused("command 0 (relu_backward): out error is an input as well");
  p = good;
  Add(Opcode::kCrossEntropy, Post::kNone, {out, label, acc});
  ExpectRefused(
      "command 0 (cross_entropy): no round_loss reads acc: the width of the error is unknown");
}

TEST_F(Validation, ChecksWidths) {
  const Program good = p;
  p.acc_bits = 49;
  ExpectRefused("program: acc_bits is 49, allowed 8..48");
  p = good;
  p.acc_bits = 31;
  ExpectRefused("buffer acc: bits of an accumulator is 32, allowed 31..31");
  p = good;
  p.gradient_bits = 9;
  ExpectRefused("buffer grad: bits of a gradient is 8, allowed 9..9");
  p = good;
  p.buffers[0].bits = 17;
  ExpectRefused("buffer in: bits is 17, allowed 2..16");
  p = good;
  p.buffers[0].bits = 1;
  ExpectRefused("buffer in: bits is 1, allowed 2..16");
  p = good;
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {error, in, weight}, Rounding::kNearest, 8);
  ExpectRefused("command 0 (gradient+update): mu is 8, allowed -64..7");
  p = good;
  p.buffers[static_cast<size_t>(out2)].bits = 7;
  Add(Opcode::kRelu, Post::kNone, {out, kNoBuffer, out2, mask});
  ExpectRefused("command 0 (relu): out out2 has 7 bits, a out has 8");
}

TEST_F(Validation, ChecksBuffersAndInitialTensors) {
  const Program good = p;
  p.buffers[1].name = "in";
  ExpectRefused("buffer in: the name is used twice");
  p = good;
  p.buffers[0].shape = {4, 0};
  ExpectRefused("buffer in: a dimension of [4, 0] is 0, allowed 1..2147483647");
  p = good;
  p.initial.emplace_back(weight, Tensor({3, 5}, ElementType::kInt8));
  ExpectRefused(
      "buffer weight: got a tensor of shape [3, 5] with 8-bit storage, need [3, 6] with 8");
  p = good;
  Tensor bad({3, 6}, ElementType::kInt8);
  bad.Set(17, -128);
  p.initial.emplace_back(weight, bad);
  ExpectRefused("buffer weight: element 17 is -128, allowed -127..127");
}

TEST_F(Validation, RefusesMoreClassesThanErrorsCanTell) {
  p = Program();
  const BufferId logits = AddBuffer(&p, "logits", Role::kActivation, 8, {1, 65});
  const BufferId labels = AddBuffer(&p, "labels", Role::kLabel, 32, {1});
  const BufferId loss = AddBuffer(&p, "loss", Role::kError, 4, {1, 65});
  Add(Opcode::kCrossEntropy, Post::kRoundLoss, {logits, labels, loss});
  ExpectRefused(
      "command 0 (cross_entropy+round_loss): number of classes in logits is 65, allowed 1..64");
}

TEST(Names, AreFoundAgain) {
  for (int mode = 0; mode < kRoundingCount; ++mode) {
    EXPECT_EQ(RoundingByName(Name(static_cast<Rounding>(mode))), static_cast<Rounding>(mode));
  }
  try {
    RoundingByName("up");
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "rounding \"up\": allowed are nearest, stochastic, pseudo-stochastic");
  }
}

}  // namespace
}  // namespace itg
