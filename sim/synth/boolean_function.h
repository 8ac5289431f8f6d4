// SPDX-License-Identifier: Apache-2.0
//
// A boolean function as Liberty writes it, compiled for 64 cases at a time. Operators by falling
// precedence: ! before and ' behind an operand; ^; * & or nothing at all between two (and); + |.
// "(!((A B)+C))" is an and-or-invert.

#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace itg {

class BooleanFunction {
 public:
  // Throws Error with the text when it is no function.
  explicit BooleanFunction(const std::string& text);

  // The operands in the order of their first appearance.
  const std::vector<std::string>& inputs() const { return inputs_; }

  // Lane by lane; `values` in the order of inputs().
  uint64_t Evaluate(const uint64_t* values) const;

  // Whether it is the function `other` of as many inputs in some order: at most 6.
  bool IsPermutationOf(const BooleanFunction& other) const;

 private:
  friend class BooleanParser;
  enum class Kind : uint8_t { kInput, kZero, kOne, kNot, kAnd, kOr, kXor };
  struct Step {
    Kind kind;
    uint16_t input;
  };

  std::vector<std::string> inputs_;
  std::vector<Step> steps_;  // postfix
};

}  // namespace itg
