// SPDX-License-Identifier: Apache-2.0
//
// Is this Program a sentence of the command table (model/program/command.h)? Machines rely on it
// and check nothing again.

#include <set>

#include "model/arith/bits.h"
#include "model/error.h"
#include "model/program/command_check.h"
#include "model/program/program.h"

namespace itg {
namespace {

bool IsNarrow(Role role) {
  return role == Role::kActivation || role == Role::kWeight || role == Role::kError ||
         role == Role::kGradient;
}

// Of the roles whose elements have one width; 0: any.
int FixedBits(const Program& program, Role role) {
  switch (role) {
    case Role::kMask:
      return 1;
    case Role::kLabel:
      return 32;
    case Role::kIndex:
      return kIndexBits;
    case Role::kMaster:
      return kMasterBits;
    case Role::kAccumulator:
      return program.acc_bits;
    default:
      return 0;
  }
}

void CheckBuffer(const Program& program, const Buffer& buffer) {
  const std::string where = "buffer " + buffer.name + ": ";
  const int fixed = FixedBits(program, buffer.role);
  if (fixed == 0 && !IsNarrow(buffer.role)) throw Error(where + "illegal role");
  if (fixed != 0) {
    CheckRange(where + "bits of role " + Name(buffer.role), buffer.bits, fixed, fixed);
  } else {
    CheckRange(where + "bits", buffer.bits, kMinNarrowBits, kMaxNarrowBits);
  }
  if (buffer.shape.empty()) throw Error(where + "needs at least one dimension");
  int64_t count = 1;
  for (const int64_t dimension : buffer.shape) {
    CheckRange(where + "a dimension of " + ToString(buffer.shape), dimension, 1, INT32_MAX);
    CheckRange(where + "elements of " + ToString(buffer.shape), count *= dimension, 1,
               int64_t{1} << 31);
  }
}

void CheckBuffers(const Program& program) {
  std::set<std::string> names;
  for (const Buffer& buffer : program.buffers) {
    if (buffer.name.empty()) throw Error("program: a buffer has no name");
    if (!names.insert(buffer.name).second) {
      throw Error("buffer " + buffer.name + ": the name is used twice");
    }
    CheckBuffer(program, buffer);
  }
}

}  // namespace

void CheckMu(const Program& program, int mu) {
  for (size_t i = 0; i < program.commands.size(); ++i) {
    if (RoundsGradient(program.commands[i])) CommandCheck(program, i).CheckMu(mu);
  }
}

void Validate(const Program& program) {
  CheckRange("program: acc_bits", program.acc_bits, kMinAccBits, kMaxAccBits);
  CheckBuffers(program);
  for (const auto& [id, tensor] : program.initial) {
    CheckRange("program: buffer of an initial tensor", id, 0,
               static_cast<int64_t>(program.buffers.size()) - 1);
    CheckContents(program[id], tensor);
  }
  for (size_t i = 0; i < program.commands.size(); ++i) CommandCheck(program, i).CheckForm();
  for (size_t i = 0; i < program.commands.size(); ++i) CommandCheck(program, i).CheckMeaning();
}

}  // namespace itg
