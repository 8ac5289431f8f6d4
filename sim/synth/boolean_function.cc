// SPDX-License-Identifier: Apache-2.0
#include "sim/synth/boolean_function.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "model/error.h"

namespace itg {

// Recursive descent. A value is a place: an input (>= 0), or step i as -1 - i until all inputs are
// known.
class BooleanParser {
 public:
  BooleanParser(const std::string& text, BooleanFunction* function)
      : text_(text), inputs_(function->inputs_), steps_(function->steps_) {}

  void Parse() {
    const int result = Or();
    if (Peek() != '\0') Refuse();
    const bool is_last = result == Step(static_cast<int>(steps_.size()) - 1);
    if (!is_last || steps_.empty()) Emit(BooleanOp::kBuffer, result, result);
    const int inputs = static_cast<int>(inputs_.size());
    for (BooleanStep& step : steps_) {
      for (int* place : {&step.a, &step.b}) {
        if (*place < 0) *place = inputs - 1 - *place;
      }
    }
  }

 private:
  [[noreturn]] void Refuse() const {
    throw Error("function \"" + text_ +
                "\": expected names, !, ', &, ^, | and "
                "parentheses, at character " +
                std::to_string(at_ + 1));
  }

  static int Step(int index) { return -1 - index; }

  int Emit(BooleanOp op, int a, int b) {
    steps_.push_back({op, a, b});
    return Step(static_cast<int>(steps_.size()) - 1);
  }

  // The step before is turned into its inverse where that is what is inverted.
  int Invert(int a) {
    if (!steps_.empty() && a == Step(static_cast<int>(steps_.size()) - 1)) {
      BooleanOp& op = steps_.back().op;
      constexpr BooleanOp kInverse[kBooleanOps] = {
          BooleanOp::kOne, BooleanOp::kZero, BooleanOp::kNot, BooleanOp::kBuffer, BooleanOp::kNand,
          BooleanOp::kNor, BooleanOp::kXnor, BooleanOp::kAnd, BooleanOp::kOr,     BooleanOp::kXor};
      op = kInverse[static_cast<int>(op)];
      return a;
    }
    return Emit(BooleanOp::kNot, a, a);
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
      value = Emit(BooleanOp::kOr, value, And());
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
      value = Emit(BooleanOp::kAnd, value, Xor());
    }
  }
  int Xor() {
    int value = Factor();
    while (Take('^')) value = Emit(BooleanOp::kXor, value, Factor());
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
    if (name == "0") return Emit(BooleanOp::kZero, 0, 0);
    if (name == "1") return Emit(BooleanOp::kOne, 0, 0);
    const auto place = std::find(inputs_.begin(), inputs_.end(), name);
    if (place != inputs_.end()) return static_cast<int>(place - inputs_.begin());
    inputs_.push_back(name);
    return static_cast<int>(inputs_.size()) - 1;
  }

  const std::string& text_;
  size_t at_ = 0;
  std::vector<std::string>& inputs_;
  std::vector<BooleanStep>& steps_;
};

BooleanFunction::BooleanFunction(const std::string& text) { BooleanParser(text, this).Parse(); }

uint64_t BooleanFunction::Evaluate(const uint64_t* values) const {
  std::vector<uint64_t> places(values, values + inputs_.size());
  for (const BooleanStep& step : steps_) {
    places.push_back(places.empty() ? Apply(step.op, 0, 0)
                                    : Apply(step.op, places[static_cast<size_t>(step.a)],
                                            places[static_cast<size_t>(step.b)]));
  }
  return places.back();
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
