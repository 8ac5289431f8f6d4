// SPDX-License-Identifier: Apache-2.0
//
// Validate() knows what windows, pools, adds and updates need beyond roles.

#include <gtest/gtest.h>

#include "tests/model/support/validation.h"

namespace itg {
namespace {

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

}  // namespace
}  // namespace itg
