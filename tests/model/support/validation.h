// SPDX-License-Identifier: Apache-2.0
//
// A program with a buffer for every operand of every command, to be spoilt in one place.

#pragma once

#include <gtest/gtest.h>

#include <string>

#include "model/error.h"
#include "tests/model/support/programs.h"

namespace itg {

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

inline void Validation::AddAll() {
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

inline void Validation::AddConvolutions() {
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

inline void Validation::AddPools() {
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

}  // namespace itg
