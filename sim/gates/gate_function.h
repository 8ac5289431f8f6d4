// SPDX-License-Identifier: Apache-2.0
//
// A boolean function as Liberty files write it ("(!((A B) + C))") as steps of two operands each.
// Syntax: Liberty user's guide, "function": ! before or ' behind inverts, then ^ XOR, then & * or
// nothing between two operands AND, then | + OR; 0 and 1 are constants.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

// kZero and kOne have no operand, kBuffer and kNot one.
enum class GateOp : uint8_t { kZero, kOne, kBuffer, kNot, kAnd, kOr, kXor, kNand, kNor, kXnor };
inline constexpr int kGateOps = 10;

struct GateStep {
  GateOp op = GateOp::kZero;
  int a = 0;  // an operand: input i, or the result of step i - inputs.size()
  int b = 0;
};

struct GateFunction {
  std::vector<std::string> inputs;  // names, in the order of their appearance
  std::vector<GateStep> steps;      // the last is the result; never empty
};

// `where` names the text in errors ("osu018.lib: AOI21X1: Y"). Throws Error.
GateFunction ParseGateFunction(const std::string& text, const std::string& where);

// The function's value in each of 64 lanes; of the inputs in their order.
uint64_t Evaluate(const GateFunction& function, const std::vector<uint64_t>& inputs);

inline uint64_t Apply(GateOp op, uint64_t a, uint64_t b) {
  switch (op) {
    case GateOp::kZero:
      return 0;
    case GateOp::kOne:
      return ~uint64_t{0};
    case GateOp::kBuffer:
      return a;
    case GateOp::kNot:
      return ~a;
    case GateOp::kAnd:
      return a & b;
    case GateOp::kOr:
      return a | b;
    case GateOp::kXor:
      return a ^ b;
    case GateOp::kNand:
      return ~(a & b);
    case GateOp::kNor:
      return ~(a | b);
    case GateOp::kXnor:
      return ~(a ^ b);
  }
  return 0;
}

}  // namespace itg
