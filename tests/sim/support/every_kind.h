// SPDX-License-Identifier: Apache-2.0
//
// A small program with a command of every kind that the hardware has.

#pragma once

#include "model/program/program.h"

namespace itg {

// A command of every kind the hardware has, in turn.
inline Program EveryKind(Rounding rounding) {
  enum : BufferId {
    kA,
    kB,
    kAcc,
    kOut,
    kSign,
    kErr,
    kAcc2,
    kGrad,
    kErr2,
    kSign2,
    kAcc3,
    kImage,
    kPooled,
    kBack,
    kPooledErr,
    kWinners,
    kAccImage,
    kAccPooled,
    kSign3,
    kMaster,
    kA2,
    kErr3,
    kLabel,
    kFilter,
    kSmall,
    kSignSmall,
    kWinnersSmall
  };
  Program program;
  program.buffers = {{"a", Role::kActivation, 8, {6, 9}},
                     {"b", Role::kWeight, 8, {7, 9}},
                     {"acc", Role::kAccumulator, 32, {6, 7}},
                     {"out", Role::kActivation, 8, {6, 7}},
                     {"sign", Role::kMask, 1, {6, 7}},
                     {"err", Role::kError, 8, {6, 7}},
                     {"acc2", Role::kAccumulator, 32, {7, 9}},
                     {"grad", Role::kGradient, 8, {7, 9}},
                     {"err2", Role::kError, 8, {6, 9}},
                     {"sign2", Role::kMask, 1, {6, 9}},
                     {"acc3", Role::kAccumulator, 32, {6, 9}},
                     {"image", Role::kActivation, 8, {1, 3, 4, 5}},
                     {"pooled", Role::kActivation, 8, {1, 2, 3, 5}},
                     {"back", Role::kError, 8, {1, 3, 4, 5}},
                     {"pooled_err", Role::kError, 8, {1, 2, 3, 5}},
                     {"winners", Role::kIndex, 16, {1, 2, 3, 5}},
                     {"acc_image", Role::kAccumulator, 32, {1, 3, 4, 5}},
                     {"acc_pooled", Role::kAccumulator, 32, {1, 2, 3, 5}},
                     {"sign3", Role::kMask, 1, {1, 3, 4, 5}},
                     {"master", Role::kMaster, 16, {7, 9}},
                     {"a2", Role::kActivation, 8, {6, 9}},
                     {"err3", Role::kError, 8, {6, 9}},
                     {"label", Role::kLabel, 16, {6}},
                     {"filter", Role::kWeight, 8, {5, 1, 1, 5}},
                     {"small", Role::kActivation, 8, {1, 1, 2, 5}},
                     {"sign_small", Role::kMask, 1, {1, 1, 2, 5}},
                     {"winners_small", Role::kIndex, 16, {1, 1, 2, 5}}};
  const auto add = [&](Opcode opcode, Post post, BufferId a, BufferId b, BufferId out,
                       BufferId mask = kNoBuffer) {
    Command command;
    command.opcode = opcode;
    command.post = post;
    command.rounding = rounding;
    command.mu = 4;
    command.a = a;
    command.b = b;
    command.out = out;
    command.mask = mask;
    command.layer = "fc";
    program.commands.push_back(command);
  };
  add(Opcode::kForward, Post::kNone, kA, kB, kAcc);
  add(Opcode::kForward, Post::kRequantise, kA, kB, kOut);
  add(Opcode::kForward, Post::kRequantiseRelu, kA, kB, kOut, kSign);
  add(Opcode::kRequantise, Post::kNone, kAcc, kNoBuffer, kOut);
  add(Opcode::kRelu, Post::kNone, kOut, kNoBuffer, kOut, kSign);
  add(Opcode::kReluBackward, Post::kNone, kErr, kNoBuffer, kErr, kSign);
  add(Opcode::kError, Post::kNone, kErr, kB, kAcc3);
  add(Opcode::kError, Post::kRequantise, kErr, kB, kErr2);
  add(Opcode::kError, Post::kRequantiseMask, kErr, kB, kErr2, kSign2);
  add(Opcode::kGradient, Post::kNone, kErr, kA, kAcc2);
  add(Opcode::kRoundGradient, Post::kNone, kAcc2, kNoBuffer, kGrad);
  add(Opcode::kApplyUpdate, Post::kNone, kGrad, kNoBuffer, kB);
  add(Opcode::kGradient, Post::kUpdate, kErr, kA, kB);
  add(Opcode::kGradient, Post::kUpdate, kErr, kA, kB);
  program.commands.back().master = kMaster;
  add(Opcode::kAdd, Post::kNone, kA, kA, kAcc3);
  add(Opcode::kAdd, Post::kRequantise, kErr2, kErr2, kErr3);
  add(Opcode::kAdd, Post::kRequantiseRelu, kA, kA, kA2, kSign2);
  add(Opcode::kAdd, Post::kRequantiseMask, kErr2, kErr2, kErr3, kSign2);
  add(Opcode::kDropout, Post::kNone, kA, kNoBuffer, kA2);
  add(Opcode::kDropoutBackward, Post::kNone, kErr2, kNoBuffer, kErr3);
  const auto pool = [&](Opcode opcode, Post post, BufferId a, BufferId out, BufferId mask) {
    add(opcode, post, a, kNoBuffer, out, mask);
    program.commands.back().window = {2, 2, 1, 0};
    const bool max = opcode == Opcode::kMaxPool || opcode == Opcode::kMaxPoolBackward;
    if (max) program.commands.back().index = kWinners;
  };
  pool(Opcode::kMaxPool, Post::kNone, kImage, kPooled, kNoBuffer);
  pool(Opcode::kAveragePool, Post::kNone, kImage, kAccPooled, kNoBuffer);
  pool(Opcode::kAveragePool, Post::kRequantise, kImage, kPooled, kNoBuffer);
  for (const Opcode opcode : {Opcode::kMaxPoolBackward, Opcode::kAveragePoolBackward}) {
    pool(opcode, Post::kNone, kPooledErr, kAccImage, kNoBuffer);
    pool(opcode, Post::kRequantise, kPooledErr, kBack, kNoBuffer);
    pool(opcode, Post::kRequantiseMask, kPooledErr, kBack, kSign3);
  }
  add(Opcode::kForward, Post::kRequantiseReluPool, kImage, kFilter, kSmall, kSignSmall);
  program.commands.back().window = {1, 1, 1, 0};
  program.commands.back().pool = {2, 2, 2, 0};
  program.commands.back().index = kWinnersSmall;
  add(Opcode::kCrossEntropy, Post::kNone, kOut, kLabel, kAcc);
  add(Opcode::kCrossEntropy, Post::kRoundLoss, kOut, kLabel, kErr);
  add(Opcode::kRoundLoss, Post::kNone, kAcc, kNoBuffer, kErr);
  return program;
}

}  // namespace itg
