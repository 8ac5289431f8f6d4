// SPDX-License-Identifier: Apache-2.0
//
// A boolean function as Liberty files write it ("(!((A B)+C))", an and-or-invert), as steps of two
// operands each. Liberty user's guide, "function": ! before or ' behind inverts, then ^ XOR, then &
// * or nothing between two operands AND, then | + OR; 0 and 1 are constants.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

// kZero and kOne have no operand, kBuffer and kNot one.
enum class BooleanOp : uint8_t { kZero, kOne, kBuffer, kNot, kAnd, kOr, kXor, kNand, kNor, kXnor };
inline constexpr int kBooleanOps = 10;

struct BooleanStep {
  BooleanOp op = BooleanOp::kZero;
  int a = 0;  // an operand: input i, or the result of step i - inputs().size()
  int b = 0;
};

class BooleanFunction {
 public:
  // Throws Error with the text when it is no function.
  explicit BooleanFunction(const std::string& text);

  // Names, in the order of their first appearance.
  const std::vector<std::string>& inputs() const { return inputs_; }
  // The last is the result; never empty.
  const std::vector<BooleanStep>& steps() const { return steps_; }

  // In each of 64 lanes; `values` in the order of inputs().
  uint64_t Evaluate(const uint64_t* values) const;

  // Whether it is the function `other` of as many inputs in some order: at most 6.
  bool IsPermutationOf(const BooleanFunction& other) const;

 private:
  friend class BooleanParser;
  std::vector<std::string> inputs_;
  std::vector<BooleanStep> steps_;
};

inline uint64_t Apply(BooleanOp op, uint64_t a, uint64_t b) {
  switch (op) {
    case BooleanOp::kZero:
      return 0;
    case BooleanOp::kOne:
      return ~uint64_t{0};
    case BooleanOp::kBuffer:
      return a;
    case BooleanOp::kNot:
      return ~a;
    case BooleanOp::kAnd:
      return a & b;
    case BooleanOp::kOr:
      return a | b;
    case BooleanOp::kXor:
      return a ^ b;
    case BooleanOp::kNand:
      return ~(a & b);
    case BooleanOp::kNor:
      return ~(a | b);
    case BooleanOp::kXnor:
      return ~(a ^ b);
  }
  return 0;
}

}  // namespace itg
