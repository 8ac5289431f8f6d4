// SPDX-License-Identifier: Apache-2.0
//
// Validate() lets every legal command through and refuses what is not one, with one line that names
// the command, the buffer and what is allowed.

#include <gtest/gtest.h>

#include <set>

#include "tests/model/support/validation.h"

namespace itg {
namespace {

TEST_F(Validation, AcceptsEveryCommandOfTheTable) {
  AddAll();
  EXPECT_NO_THROW(Validate(p));
  int legal = 0;
  for (int opcode = 0; opcode < kOpcodeCount; ++opcode) {
    for (int post = 0; post < kPostCount; ++post) {
      legal += IsLegal(static_cast<Opcode>(opcode), static_cast<Post>(post)) ? 1 : 0;
    }
  }
  std::set<std::pair<Opcode, Post>> added;
  for (const Command& command : p.commands) added.insert({command.opcode, command.post});
  EXPECT_EQ(static_cast<int>(added.size()), legal);
}

TEST_F(Validation, RefusesAnyOperandExchangedForAnother) {
  AddAll();
  const Program good = p;
  for (size_t c = 0; c < good.commands.size(); ++c) {
    for (int operand = 0; operand < 6; ++operand) {
      p = good;
      Command& command = p.commands[c];
      BufferId* ids[] = {&command.a,    &command.b,     &command.out,
                         &command.mask, &command.index, &command.master};
      if (operand == 5 && command.master != kNoBuffer) continue;  // optional
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
  ExpectRefused("buffer acc: bits of role accumulator is 32, allowed 31..31");
  p = good;
  AddCommand(&p, Opcode::kRoundGradient, Post::kNone, {acc_w, kNoBuffer, grad}, Rounding::kNearest,
             3, 0, 9);
  ExpectRefused("command 0 (round_gradient): gradient_bits is 9, allowed 8..8");
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
