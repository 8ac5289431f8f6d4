// SPDX-License-Identifier: Apache-2.0

#include "sim/synth/liberty_text.h"

#include <cctype>
#include <utility>

#include "model/error.h"

namespace itg {
namespace {

class Parser {
 public:
  Parser(const std::string& text, std::string source) : text_(text), source_(std::move(source)) {}

  LibertyGroup Parse() {
    SkipBlanks();
    LibertyGroup library = Statement(nullptr);
    SkipBlanks();
    if (at_ < text_.size()) Refuse("text after the end of the library");
    return library;
  }

 private:
  [[noreturn]] void Refuse(const std::string& what) const {
    throw Error(source_ + ":" + std::to_string(line_) + ": " + what);
  }

  bool End() const { return at_ >= text_.size(); }

  char Next() {
    if (End()) Refuse("the library ends here, in the middle of a group");
    if (text_[at_] == '\n') ++line_;
    return text_[at_++];
  }

  char Peek() const { return End() ? '\0' : text_[at_]; }

  void SkipComment() {
    const int first = line_;
    at_ += 2;
    while (text_.compare(at_, 2, "*/") != 0) {
      if (End()) {
        line_ = first;
        Refuse("the comment that begins here does not end");
      }
      Next();
    }
    at_ += 2;
  }

  // Blanks, comments and the backslashes of continued lines.
  void SkipBlanks() {
    while (!End()) {
      if (text_.compare(at_, 2, "/*") == 0) {
        SkipComment();
      } else if (std::isspace(static_cast<unsigned char>(Peek())) != 0 || Peek() == '\\') {
        Next();
      } else {
        return;
      }
    }
  }

  static bool EndsWord(char c) {
    return std::isspace(static_cast<unsigned char>(c)) != 0 ||
           std::string("(){}:;,\"\\").find(c) != std::string::npos;
  }

  std::string Quoted() {
    std::string word;
    Next();
    for (char c = Next(); c != '"'; c = Next()) {
      if (c == '\\' && Peek() == '\n') {
        Next();  // a line continued
      } else {
        word += c;
      }
    }
    return word;
  }

  std::string Word() {
    SkipBlanks();
    if (Peek() == '"') return Quoted();
    std::string word;
    while (!End() && !EndsWord(Peek())) word += Next();
    if (word.empty())
      Refuse(End() ? "the library ends here, in the middle of a group"
                   : std::string("'") + Peek() + "' where a word should be");
    return word;
  }

  std::vector<std::string> List() {
    std::vector<std::string> words;
    Next();
    for (SkipBlanks(); Peek() != ')'; SkipBlanks()) {
      if (Peek() == ',') {
        Next();
      } else {
        words.push_back(Word());
      }
    }
    Next();
    return words;
  }

  // The value of `name : value ;`, which may be an expression of several words.
  std::string Value() {
    Next();
    std::string value = Word();
    for (SkipBlanks(); !End() && Peek() != ';' && Peek() != '}'; SkipBlanks()) {
      const bool word = Peek() == '"' || !EndsWord(Peek());
      value += " " + (word ? Word() : std::string(1, Next()));
      if (value.find('\n') != std::string::npos) Refuse("a value without ';'");
    }
    return value;
  }

  void EndOfAttribute() {
    SkipBlanks();
    if (Peek() == ';') Next();
  }

  // An attribute into `parent`, or a group into it; without a parent the group is returned.
  LibertyGroup Statement(LibertyGroup* parent) {
    LibertyGroup group;
    group.line = line_;
    group.kind = Word();
    SkipBlanks();
    if (Peek() == ':' && parent != nullptr) {
      parent->attributes.push_back({group.kind, {Value()}});
      EndOfAttribute();
      return {};
    }
    if (Peek() != '(') Refuse("'" + group.kind + "' is followed by neither ':' nor '('");
    group.arguments = List();
    SkipBlanks();
    if (Peek() == '{') {
      Body(&group);
      if (parent == nullptr) return group;
      parent->groups.push_back(std::move(group));
    } else {
      if (parent == nullptr) Refuse("a library should begin here: library (name) {");
      parent->attributes.push_back({group.kind, std::move(group.arguments)});
      EndOfAttribute();
    }
    return {};
  }

  void Body(LibertyGroup* group) {
    Next();
    for (SkipBlanks(); Peek() != '}'; SkipBlanks()) {
      if (Peek() == ';') {
        Next();
      } else {
        Statement(group);
      }
    }
    Next();
    SkipBlanks();
    if (Peek() == ';') Next();
  }

  const std::string& text_;
  std::string source_;
  size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

const LibertyAttribute* LibertyGroup::FindAttribute(const std::string& name) const {
  for (const LibertyAttribute& attribute : attributes) {
    if (attribute.name == name) return &attribute;
  }
  return nullptr;
}

const std::string* LibertyGroup::Find(const std::string& name) const {
  const LibertyAttribute* const attribute = FindAttribute(name);
  return attribute == nullptr || attribute->values.empty() ? nullptr : &attribute->values[0];
}

LibertyGroup ParseLiberty(const std::string& text, const std::string& source) {
  return Parser(text, source).Parse();
}

}  // namespace itg
