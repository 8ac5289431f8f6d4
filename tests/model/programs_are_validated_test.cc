// SPDX-License-Identifier: Apache-2.0
//
// Validate() lets every legal command through and refuses what is not one, with one line that names
// the command, the buffer and what is allowed.

#include <gtest/gtest.h>

#include <set>

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
  BufferId master = AddBuffer(&p, "master", Role::kMaster, 16, {3, 6});
  // A convolution of 2x2 at stride 1 and a pool of 2x2 at stride 2; odd channels.
  BufferId image = AddBuffer(&p, "image", Role::kActivation, 8, {2, 5, 4, 3});
  BufferId filters = AddBuffer(&p, "filters", Role::kWeight, 8, {7, 2, 2, 3});
  BufferId maps = AddBuffer(&p, "maps", Role::kActivation, 8, {2, 4, 3, 7});
  BufferId maps_acc = AddBuffer(&p, "maps_acc", Role::kAccumulator, 32, {2, 4, 3, 7});
  BufferId maps_mask = AddBuffer(&p, "maps_mask", Role::kMask, 1, {2, 4, 3, 7});
  BufferId maps_error = AddBuffer(&p, "maps_error", Role::kError, 8, {2, 4, 3, 7});
  BufferId pooled = AddBuffer(&p, "pooled", Role::kActivation, 8, {2, 2, 1, 7});
  BufferId pooled_acc = AddBuffer(&p, "pooled_acc", Role::kAccumulator, 32, {2, 2, 1, 7});
  BufferId pooled_mask = AddBuffer(&p, "pooled_mask", Role::kMask, 1, {2, 2, 1, 7});
  BufferId pooled_error = AddBuffer(&p, "pooled_error", Role::kError, 8, {2, 2, 1, 7});
  BufferId index = AddBuffer(&p, "index", Role::kIndex, 16, {2, 2, 1, 7});
  BufferId image_error = AddBuffer(&p, "image_error", Role::kError, 8, {2, 5, 4, 3});
  BufferId filters_acc = AddBuffer(&p, "filters_acc", Role::kAccumulator, 32, {7, 2, 2, 3});
  BufferId head = AddBuffer(&p, "head", Role::kWeight, 8, {5, 14});
  BufferId head_out = AddBuffer(&p, "head_out", Role::kActivation, 8, {2, 5});
  BufferId head_error = AddBuffer(&p, "head_error", Role::kError, 8, {2, 5});
  static constexpr Window kFilter{2, 2, 1, 0};
  static constexpr Window kPool{2, 2, 2, 0};

  void Add(Opcode opcode, Post post, const Operands& operands) {
    AddCommand(&p, opcode, post, operands);
  }
  void AddWindowed(Opcode opcode, Post post, const Operands& operands, const Window& window) {
    AddCommand(&p, opcode, post, operands);
    p.commands.back().window = window;
    if (post == Post::kRequantiseReluPool) p.commands.back().pool = kPool;
  }
  void AddAll();
  void AddConvolutions();
  void AddPools();
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
  Add(Opcode::kApplyUpdate, Post::kNone, {grad, none, weight, none, none, master});
  Add(Opcode::kGradient, Post::kUpdate, {error, in, weight, none, none, master});
  Add(Opcode::kDropout, Post::kNone, {out, none, out2});
  Add(Opcode::kDropoutBackward, Post::kNone, {error, none, error2});
  Add(Opcode::kAdd, Post::kNone, {out, out, acc});
  Add(Opcode::kAdd, Post::kRequantise, {error, error, error2});
  Add(Opcode::kAdd, Post::kRequantiseRelu, {out, out, out2, mask});
  Add(Opcode::kAdd, Post::kRequantiseMask, {error, error, error2, mask});
  AddConvolutions();
  AddPools();
}

void Validation::AddConvolutions() {
  AddWindowed(Opcode::kForward, Post::kNone, {image, filters, maps_acc}, kFilter);
  AddWindowed(Opcode::kForward, Post::kRequantiseReluPool,
              {image, filters, pooled, pooled_mask, index}, kFilter);
  AddWindowed(Opcode::kError, Post::kRequantise, {maps_error, filters, image_error}, kFilter);
  AddWindowed(Opcode::kGradient, Post::kNone, {maps_error, image, filters_acc}, kFilter);
  // A linear product reads images as they are.
  Add(Opcode::kForward, Post::kRequantise, {pooled, head, head_out});
  Add(Opcode::kError, Post::kRequantise, {head_error, head, pooled_error});
  Add(Opcode::kGradient, Post::kUpdate, {head_error, pooled, head});
}

void Validation::AddPools() {
  const BufferId none = kNoBuffer;
  AddWindowed(Opcode::kMaxPool, Post::kNone, {maps, none, pooled, none, index}, kPool);
  AddWindowed(Opcode::kAveragePool, Post::kNone, {maps, none, pooled_acc}, kPool);
  AddWindowed(Opcode::kAveragePool, Post::kRequantise, {maps, none, pooled}, kPool);
  for (const Opcode opcode : {Opcode::kMaxPoolBackward, Opcode::kAveragePoolBackward}) {
    const BufferId winners = opcode == Opcode::kMaxPoolBackward ? index : none;
    AddWindowed(opcode, Post::kNone, {pooled_error, none, maps_acc, none, winners}, kPool);
    AddWindowed(opcode, Post::kRequantise, {pooled_error, none, maps_error, none, winners}, kPool);
    AddWindowed(opcode, Post::kRequantiseMask, {pooled_error, none, maps_error, maps_mask, winners},
                kPool);
  }
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

TEST_F(Validation, ChecksWindows) {
  const Program good = p;
  AddWindowed(Opcode::kForward, Post::kNone, {image, filters, maps_acc}, {2, 2, 0, 0});
  ExpectRefused("command 0 (forward): window stride is 0, allowed 1..255");
  p = good;
  AddWindowed(Opcode::kForward, Post::kNone, {image, filters, maps_acc}, {3, 2, 1, 0});
  ExpectRefused("command 0 (forward): b filters has shape [7, 2, 2, 3], needs [7, 3, 2, 3]");
  p = good;
  AddWindowed(Opcode::kForward, Post::kNone, {image, filters, maps_acc}, {2, 2, 2, 0});
  ExpectRefused("command 0 (forward): out maps_acc has shape [2, 4, 3, 7], needs [2, 2, 2, 7]");
  p = good;
  p.buffers[static_cast<size_t>(filters)].shape = {7, 6, 2, 3};
  AddWindowed(Opcode::kForward, Post::kNone, {image, filters, maps_acc}, {6, 2, 1, 0});
  ExpectRefused(
      "command 0 (forward): a image has shape [2, 5, 4, 3], smaller than the window even with its "
      "padding");
  p = good;
  AddWindowed(Opcode::kMaxPool, Post::kNone, {maps, kNoBuffer, pooled, kNoBuffer, index},
              {2, 2, 2, 2});
  ExpectRefused("command 0 (max_pool): window padding is 2, allowed 0..1");
  p = good;
  AddWindowed(Opcode::kMaxPool, Post::kNone, {maps, kNoBuffer, pooled, kNoBuffer, index},
              {200, 200, 2, 0});
  ExpectRefused("command 0 (max_pool): elements of window is 40000, allowed 1..32768");
  p = good;
  AddWindowed(Opcode::kForward, Post::kRequantiseReluPool,
              {image, filters, pooled, pooled_mask, index}, kFilter);
  p.commands[0].pool = {2, 2, 1, 0};
  ExpectRefused(
      "command 0 (forward+requantise_relu_pool): the windows of pool must not overlap and have no "
      "padding");
  p = good;
  AddWindowed(Opcode::kRelu, Post::kNone, {maps, kNoBuffer, out2, mask}, kFilter);
  ExpectRefused("command 0 (relu): window must be absent");
}

TEST_F(Validation, ChecksTheSumsOfAnAdd) {
  p.acc_bits = 8;
  p.buffers.clear();
  const BufferId sum = AddBuffer(&p, "sum", Role::kAccumulator, 8, {2});
  const BufferId x = AddBuffer(&p, "x", Role::kActivation, 8, {2});
  Add(Opcode::kAdd, Post::kNone, {x, x, sum});
  ExpectRefused("command 0 (add): acc_bits is 8, allowed 9..48");
}

TEST_F(Validation, ChecksMuOfEveryCommand) {
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {error, in, weight}, Rounding::kNearest, 3, 0,
             16);
  AddCommand(&p, Opcode::kGradient, Post::kUpdate, {error, in, weight}, Rounding::kNearest, 3, 0,
             5);
  EXPECT_NO_THROW(CheckMu(p, 4));
  try {
    CheckMu(p, 5);
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(), "command 1 (gradient+update): mu is 5, allowed -64..4");
  }
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
