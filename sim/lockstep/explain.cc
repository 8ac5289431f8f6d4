// SPDX-License-Identifier: Apache-2.0

#include "sim/lockstep/explain.h"

#include <cinttypes>
#include <cstdio>

namespace itg {
namespace {

std::string Line(const std::string& key, const std::string& value) {
  const size_t width = 12;
  return "\n  " + key + std::string(key.size() < width ? width - key.size() : 1, ' ') + value;
}

std::string Hex(uint64_t value) {
  char text[32];
  std::snprintf(text, sizeof text, "%016" PRIx64, value);
  return text;
}

// "expected   12 (golden)" and "got   13 (rtl)".
std::string Both(const Disagreement& d, const std::string& expected, const std::string& got) {
  return Line("expected", expected + " (" + d.expected.name() + ")") +
         Line("got", got + " (" + d.tested.name() + ")");
}

// Nothing when both machines read the same elements back.
std::string ExplainElements(const Disagreement& d, const Tensor& expected, const Tensor& tested) {
  int64_t first = -1;
  int64_t count = 0;
  for (int64_t index = 0; index < expected.size(); ++index) {
    if (expected.Get(index) == tested.Get(index)) continue;
    if (first < 0) first = index;
    ++count;
  }
  if (first < 0) return "";
  return Line("element", Coordinates(expected.shape(), first)) +
         Both(d, std::to_string(expected.Get(first)), std::to_string(tested.Get(first))) +
         Line("differing",
              std::to_string(count) + " of " + std::to_string(expected.size()) + " elements");
}

std::string ExplainTensor(const Disagreement& d, BufferId id) {
  const Buffer& buffer = d.program[id];
  const Tensor expected = d.expected.Read(id);
  const Tensor tested = d.tested.Read(id);
  const std::string heading =
      Line("tensor", buffer.name + " " + ToString(buffer.shape) + ", " + Name(buffer.role) +
                         " of " + std::to_string(buffer.bits) + " bits");
  if (expected.shape() != tested.shape() || expected.type() != tested.type()) {
    return heading + Line("shape", "the machines disagree about shape or storage") +
           Both(d, ToString(expected.shape()), ToString(tested.shape()));
  }
  std::string text = ExplainElements(d, expected, tested);
  if (expected.exponent() != tested.exponent()) {
    text += Line("exponent", "differs") +
            Both(d, std::to_string(expected.exponent()), std::to_string(tested.exponent()));
  }
  return text.empty() ? "" : heading + text;
}

std::string ExplainDigest(const Disagreement& d) {
  std::string text;
  for (const BufferId id : Outputs(d.program.commands.at(d.command))) text += ExplainTensor(d, id);
  if (!text.empty()) return text;
  return Line("digest",
              "DIFFERS ALTHOUGH ALL OUTPUTS READ BACK EQUAL: one machine retired other values than "
              "it stores, or computes its digest wrongly") +
         Both(d, Hex(d.expected_retired.digest), Hex(d.tested_retired.digest));
}

std::string Range(const Retired& retired) {
  return "[" + std::to_string(retired.start_cycle) + ", " + std::to_string(retired.end_cycle) + ")";
}

std::string ExplainCosts(const Disagreement& d) {
  const Retired& expected = d.expected_retired;
  const Retired& tested = d.tested_retired;
  std::string text;
  const auto compare = [&](const char* what, uint64_t a, uint64_t b) {
    if (a != b) text += Line(what, "differ") + Both(d, std::to_string(a), std::to_string(b));
  };
  compare("cycles", expected.end_cycle - expected.start_cycle,
          tested.end_cycle - tested.start_cycle);
  for (size_t i = 0; i < kCounterFields.size(); ++i) {
    compare(kCounterNames[i], expected.counters.*kCounterFields[i],
            tested.counters.*kCounterFields[i]);
  }
  for (size_t i = 0; i < kCycleTermFields.size(); ++i) {
    compare((std::string("cycles of ") + kCycleTermNames[i]).c_str(),
            expected.terms.*kCycleTermFields[i], tested.terms.*kCycleTermFields[i]);
  }
  return text;
}

}  // namespace

std::string Coordinates(const Shape& shape, int64_t index) {
  std::string text;
  for (size_t axis = shape.size(); axis-- > 0;) {
    text = std::to_string(index % shape[axis]) + (text.empty() ? "" : ", ") + text;
    index /= shape[axis];
  }
  return "[" + text + "]";
}

std::string Explain(const Disagreement& d) {
  const Command& command = d.program.commands.at(d.command);
  const Retired& expected = d.expected_retired;
  const Retired& tested = d.tested_retired;
  std::string text =
      "difference at command " + std::to_string(d.command) + ": " + Describe(command);
  text += Line("layer", command.layer.empty() ? "(none)" : command.layer);
  if (expected.command != tested.command) {
    text += Line("retired", "another command") +
            Both(d, std::to_string(expected.command), std::to_string(tested.command));
  }
  if (expected.digest != tested.digest) text += ExplainDigest(d);
  if (expected.saturations != tested.saturations) {
    text += Line("saturations", "differ") +
            Both(d, std::to_string(expected.saturations), std::to_string(tested.saturations));
  }
  if (d.compare_cycles) text += ExplainCosts(d);
  return text + Line("ran", "cycles " + Range(tested) + " of " + d.tested.name());
}

}  // namespace itg
