// SPDX-License-Identifier: Apache-2.0
//
// Look-ups in a Program and the contents of its buffers.

#include "model/program/program.h"

#include <algorithm>
#include <type_traits>

#include "model/arith/bits.h"
#include "model/error.h"

namespace itg {
namespace {

struct Limits {
  int64_t low;
  int64_t high;
};

// What an element of `buffer` may be. Narrow elements are symmetric: -128 does not occur.
Limits LimitsOf(const Buffer& buffer) {
  switch (buffer.role) {
    case Role::kMask:
      return {0, 1};
    case Role::kLabel:
      return {0, INT32_MAX};
    case Role::kAccumulator:
      return {-(int64_t{1} << (buffer.bits - 1)), (int64_t{1} << (buffer.bits - 1)) - 1};
    case Role::kIndex:
      return {0, MaxMagnitude(kIndexBits)};
    case Role::kActivation:
    case Role::kWeight:
    case Role::kError:
    case Role::kGradient:
    case Role::kMaster:
      break;
  }
  return {-MaxMagnitude(buffer.bits), MaxMagnitude(buffer.bits)};
}

}  // namespace

const char* Name(Role role) {
  switch (role) {
    case Role::kActivation:
      return "activation";
    case Role::kWeight:
      return "weight";
    case Role::kError:
      return "error";
    case Role::kGradient:
      return "gradient";
    case Role::kAccumulator:
      return "accumulator";
    case Role::kMask:
      return "mask";
    case Role::kLabel:
      return "label";
    case Role::kIndex:
      return "index";
    case Role::kMaster:
      return "master";
  }
  return "illegal";
}

BufferId Program::Find(const std::string& name) const {
  for (size_t id = 0; id < buffers.size(); ++id) {
    if (buffers[id].name == name) return static_cast<BufferId>(id);
  }
  return kNoBuffer;
}

ElementType StorageOf(const Buffer& buffer) {
  return StorageFor(buffer.role == Role::kAccumulator ? std::max(buffer.bits, 32) : buffer.bits);
}

Tensor MakeTensor(const Buffer& buffer) { return Tensor(buffer.shape, StorageOf(buffer)); }

int LossErrorBits(const Program& program, const Command& command) {
  if (command.post == Post::kRoundLoss) return program[command.out].bits;
  for (const Command& reader : program.commands) {
    if (reader.opcode == Opcode::kRoundLoss && reader.a == command.out) {
      return program[reader.out].bits;
    }
  }
  return 0;
}

void CheckContents(const Buffer& buffer, const Tensor& tensor) {
  if (tensor.shape() != buffer.shape || tensor.type() != StorageOf(buffer)) {
    throw Error("buffer " + buffer.name + ": got a tensor of shape " + ToString(tensor.shape()) +
                " with " + std::to_string(8 * ByteSize(tensor.type())) + "-bit storage, need " +
                ToString(buffer.shape) + " with " +
                std::to_string(8 * ByteSize(StorageOf(buffer))));
  }
  const Limits limits = LimitsOf(buffer);
  const int64_t size = tensor.size();
  VisitElements(tensor, [&](const auto* v) {
    using Element = std::remove_cv_t<std::remove_reference_t<decltype(*v)>>;
    const Element low = static_cast<Element>(limits.low);
    const Element high = static_cast<Element>(limits.high);
    Element outside = 0;  // no early exit: this loop is in every Write, so it must vectorise
    for (int64_t i = 0; i < size; ++i) {
      outside = static_cast<Element>(outside | (v[i] < low ? 1 : 0) | (v[i] > high ? 1 : 0));
    }
    if (outside == 0) return;
    int64_t i = 0;
    while (v[i] >= limits.low && v[i] <= limits.high) ++i;
    throw Error("buffer " + buffer.name + ": element " + std::to_string(i) + " is " +
                std::to_string(v[i]) + ", allowed " + std::to_string(limits.low) + ".." +
                std::to_string(limits.high));
  });
}

}  // namespace itg
