// SPDX-License-Identifier: Apache-2.0
#include "sim/gates/gate_function.h"

#include <algorithm>
#include <cctype>

#include "model/error.h"

namespace itg {
namespace {

// Recursive descent. A value is a place: an input (>= 0), or step i as -1 - i until all inputs are
// known.
class Parser {
 public:
  Parser(const std::string& text, const std::string& where) : text_(text), where_(where) {}

  GateFunction Parse() {
    const int result = Or();
    if (Peek() != '\0') Refuse();
    const bool is_last = result == Step(static_cast<int>(function_.steps.size()) - 1);
    if (!is_last || function_.steps.empty()) Emit(GateOp::kBuffer, result, result);
    const int inputs = static_cast<int>(function_.inputs.size());
    for (GateStep& step : function_.steps) {
      for (int* place : {&step.a, &step.b}) {
        if (*place < 0) *place = inputs - 1 - *place;
      }
    }
    return function_;
  }

 private:
  [[noreturn]] void Refuse() const {
    throw Error(where_ + ": function \"" + text_ +
                "\": expected names, !, ', &, ^, | and "
                "parentheses, at character " +
                std::to_string(at_ + 1));
  }

  static int Step(int index) { return -1 - index; }

  int Emit(GateOp op, int a, int b) {
    function_.steps.push_back({op, a, b});
    return Step(static_cast<int>(function_.steps.size()) - 1);
  }

  // The step before is turned into its inverse where that is what is inverted.
  int Invert(int a) {
    if (!function_.steps.empty() && a == Step(static_cast<int>(function_.steps.size()) - 1)) {
      GateOp& op = function_.steps.back().op;
      constexpr GateOp kInverse[kGateOps] = {
          GateOp::kOne, GateOp::kZero, GateOp::kNot, GateOp::kBuffer, GateOp::kNand,
          GateOp::kNor, GateOp::kXnor, GateOp::kAnd, GateOp::kOr,     GateOp::kXor};
      op = kInverse[static_cast<int>(op)];
      return a;
    }
    return Emit(GateOp::kNot, a, a);
  }

  char Peek() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool Take(char c) {
    if (Peek() != c) return false;
    ++at_;
    return true;
  }
  static bool IsName(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '[' || c == ']';
  }

  int Or() {
    int value = And();
    while (Peek() == '|' || Peek() == '+') {
      ++at_;
      value = Emit(GateOp::kOr, value, And());
    }
    return value;
  }
  int And() {
    int value = Xor();
    while (true) {
      const char next = Peek();
      if (next == '&' || next == '*') {
        ++at_;
      } else if (!(IsName(next) || next == '(' || next == '!')) {
        return value;
      }
      value = Emit(GateOp::kAnd, value, Xor());
    }
  }
  int Xor() {
    int value = Factor();
    while (Take('^')) value = Emit(GateOp::kXor, value, Factor());
    return value;
  }
  int Factor() {
    int value = 0;
    if (Take('!')) {
      value = Invert(Factor());
    } else if (Take('(')) {
      value = Or();
      if (!Take(')')) Refuse();
    } else {
      value = Name();
    }
    while (Take('\'')) value = Invert(value);
    return value;
  }
  int Name() {
    Peek();
    const size_t begin = at_;
    while (at_ < text_.size() && IsName(text_[at_])) ++at_;
    const std::string name = text_.substr(begin, at_ - begin);
    if (name.empty()) Refuse();
    if (name == "0") return Emit(GateOp::kZero, 0, 0);
    if (name == "1") return Emit(GateOp::kOne, 0, 0);
    std::vector<std::string>& inputs = function_.inputs;
    const auto place = std::find(inputs.begin(), inputs.end(), name);
    if (place != inputs.end()) return static_cast<int>(place - inputs.begin());
    inputs.push_back(name);
    return static_cast<int>(inputs.size()) - 1;
  }

  const std::string& text_;
  const std::string& where_;
  size_t at_ = 0;
  GateFunction function_;
};

}  // namespace

GateFunction ParseGateFunction(const std::string& text, const std::string& where) {
  return Parser(text, where).Parse();
}

uint64_t Evaluate(const GateFunction& function, const std::vector<uint64_t>& inputs) {
  std::vector<uint64_t> values = inputs;
  for (const GateStep& step : function.steps) {
    values.push_back(values.empty() ? Apply(step.op, 0, 0)
                                    : Apply(step.op, values[static_cast<size_t>(step.a)],
                                            values[static_cast<size_t>(step.b)]));
  }
  return values.back();
}

}  // namespace itg
