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

void CheckBuffer(const Program& program, const Buffer& buffer) {
  const std::string where = "buffer " + buffer.name + ": ";
  if (buffer.role == Role::kMask) {
    CheckRange(where + "bits of a mask", buffer.bits, 1, 1);
  } else if (buffer.role == Role::kLabel) {
    CheckRange(where + "bits of labels", buffer.bits, 32, 32);
  } else if (buffer.role == Role::kAccumulator) {
    CheckRange(where + "bits of an accumulator", buffer.bits, program.acc_bits, program.acc_bits);
  } else if (buffer.role == Role::kGradient) {
    CheckRange(where + "bits of a gradient", buffer.bits, program.gradient_bits,
               program.gradient_bits);
  } else if (IsNarrow(buffer.role)) {
    CheckRange(where + "bits", buffer.bits, kMinNarrowBits, kMaxNarrowBits);
  } else {
    throw Error(where + "illegal role");
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

void CheckMu(const std::string& where, int mu, int gradient_bits) {
  CheckRange(where + "mu", mu, kMinMu, gradient_bits - 1);
}

void Validate(const Program& program) {
  CheckRange("program: acc_bits", program.acc_bits, kMinAccBits, kMaxAccBits);
  CheckRange("program: gradient_bits", program.gradient_bits, kMinNarrowBits, kMaxNarrowBits);
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
