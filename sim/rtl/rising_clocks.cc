// SPDX-License-Identifier: Apache-2.0

#include "sim/rtl/rising_clocks.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <utility>
#include <vector>

namespace itg {
namespace {

// Generated code without its white space, from some place on.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  // Behind the next `text`; false: there is none.
  bool Find(std::string_view text) {
    const size_t place = text_.find(text);
    if (place == std::string_view::npos) return false;
    text_.remove_prefix(place + text.size());
    return true;
  }
  bool Take(std::string_view text) {
    if (text_.substr(0, text.size()) != text) return false;
    text_.remove_prefix(text.size());
    return true;
  }
  std::string Name() {
    const auto* end = std::find_if(text_.begin(), text_.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '_';
    });
    std::string name(text_.begin(), end);
    text_.remove_prefix(name.size());
    return name;
  }

 private:
  std::string_view text_;
};

std::string WithoutSpace(const std::string& code) {
  std::string text;
  text.reserve(code.size());
  for (const char c : code) {
    if (std::isspace(static_cast<unsigned char>(c)) == 0) text += c;
  }
  return text;
}

// When `clock` rises with clk_i: its gate is open, and that of the clock before the gate. Empty:
// the code does not say.
std::string Condition(const std::string& text, const std::string& clock) {
  if (clock == "clk_i") return "true";
  Reader reader(text);
  if (!reader.Find("vlSelf->" + clock + "=((IData)(vlSelf->")) return "";
  const std::string before = Condition(text, reader.Name());
  if (before.empty() || !reader.Take(")&(IData)(vlSelf->")) return "";
  const std::string gate = reader.Name();
  return reader.Take("));") ? before + " && (ROOT)->" + gate : "";
}

// Is there nothing in between, which would have to be evaluated too?
bool ActsAtTriggersOnly(const std::string& text) {
  const std::string name = "Vitg_accelerator___024root___eval_act";
  Reader reader(text);
  return reader.Find("\"+" + name + "\\n\"););}");
}

}  // namespace

std::string RisingClocksHeader(const std::string& code) {
  const std::string text = WithoutSpace(code);
  if (!ActsAtTriggersOnly(text)) return "";
  std::string header = "#define ITG_RISING_CLOCKS(ROOT, RISES)";
  int triggers = 0;
  for (Reader reader(text); reader.Find("vlSelf->__VactTriggered.at("); ++triggers) {
    const std::string trigger = reader.Name();
    if (!reader.Take(")=((IData)(vlSelf->")) return "";
    const std::string clock = reader.Name();
    if (!reader.Take(")&(~(IData)(vlSelf->__Vtrigrprev__TOP__" + clock + ")));")) return "";
    const std::string condition = Condition(text, clock);
    if (condition.empty()) return "";
    header += " \\\n  RISES(" + trigger + ", " + condition + ")";
  }
  return triggers == 0 ? "" : header + "\n";
}

}  // namespace itg
