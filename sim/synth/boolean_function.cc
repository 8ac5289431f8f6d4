// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/boolean_function.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "model/error.h"

namespace itg {

// Recursive descent; emits postfix.
class BooleanParser {
 public:
  BooleanParser(const std::string& text, BooleanFunction* function)
      : text_(text), function_(function) {}

  void Parse() {
    Or(0);
    if (Peek() != '\0') Refuse();
  }

 private:
  using Kind = BooleanFunction::Kind;
  static constexpr int kDeepest = 60;  // each level leaves at most 3 values waiting

  [[noreturn]] void Refuse() const {
    throw Error("\"" + text_ + "\": not a boolean function, at character " +
                std::to_string(at_ + 1));
  }

  char Peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  void Emit(Kind kind, size_t input = 0) {
    function_->steps_.push_back({kind, static_cast<uint16_t>(input)});
  }

  void Or(int depth) {
    And(depth);
    while (Peek() == '+' || Peek() == '|') {
      ++at_;
      And(depth);
      Emit(Kind::kOr);
    }
  }

  static bool BeginsOperand(char c) {
    return c == '(' || c == '!' || c == '_' || c == '[' ||
           std::isalnum(static_cast<unsigned char>(c)) != 0;
  }

  void And(int depth) {
    Xor(depth);
    while (Peek() == '*' || Peek() == '&' || BeginsOperand(Peek())) {
      if (!BeginsOperand(Peek())) ++at_;
      Xor(depth);
      Emit(Kind::kAnd);
    }
  }

  void Xor(int depth) {
    Operand(depth);
    while (Peek() == '^') {
      ++at_;
      Operand(depth);
      Emit(Kind::kXor);
    }
  }

  void Operand(int depth) {
    if (depth > kDeepest) Refuse();
    if (Peek() == '!') {
      ++at_;
      Operand(depth + 1);
      Emit(Kind::kNot);
      return;
    }
    if (Peek() == '(') {
      ++at_;
      Or(depth + 1);
      if (Peek() != ')') Refuse();
      ++at_;
    } else {
      Name();
    }
    for (; Peek() == '\''; ++at_) Emit(Kind::kNot);
  }

  void Name() {
    std::string name;
    for (Peek(); at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_' && c != '[' && c != ']') {
        break;
      }
      name += c;
    }
    if (name.empty()) Refuse();
    if (name == "0") return Emit(Kind::kZero);
    if (name == "1") return Emit(Kind::kOne);
    std::vector<std::string>& inputs = function_->inputs_;
    const auto known = std::find(inputs.begin(), inputs.end(), name);
    Emit(Kind::kInput, static_cast<size_t>(known - inputs.begin()));
    if (known == inputs.end()) inputs.push_back(name);
  }

  const std::string& text_;
  size_t at_ = 0;
  BooleanFunction* function_;
};

BooleanFunction::BooleanFunction(const std::string& text) { BooleanParser(text, this).Parse(); }

uint64_t BooleanFunction::Evaluate(const uint64_t* values) const {
  constexpr size_t kDeepest = 256;  // more than nested brackets can pile up
  uint64_t stack[kDeepest];
  size_t top = 0;
  for (const Step& step : steps_) {
    switch (step.kind) {
      case Kind::kInput:
        stack[top++] = values[step.input];
        break;
      case Kind::kZero:
        stack[top++] = 0;
        break;
      case Kind::kOne:
        stack[top++] = ~uint64_t{0};
        break;
      case Kind::kNot:
        stack[top - 1] = ~stack[top - 1];
        break;
      case Kind::kAnd:
        --top;
        stack[top - 1] &= stack[top];
        break;
      case Kind::kOr:
        --top;
        stack[top - 1] |= stack[top];
        break;
      case Kind::kXor:
        --top;
        stack[top - 1] ^= stack[top];
        break;
    }
  }
  return stack[0];
}

bool BooleanFunction::IsPermutationOf(const BooleanFunction& other) const {
  // Bit n of word i: whether input i is set in case n.
  static constexpr uint64_t kCases[] = {0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
                                        0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000};
  if (inputs_.size() != other.inputs_.size() || inputs_.size() > std::size(kCases)) return false;
  std::vector<uint64_t> mine(kCases, kCases + inputs_.size());
  const uint64_t wanted = other.Evaluate(kCases);
  do {
    if (Evaluate(mine.data()) == wanted) return true;
  } while (std::next_permutation(mine.begin(), mine.end()));
  return false;
}

}  // namespace itg
