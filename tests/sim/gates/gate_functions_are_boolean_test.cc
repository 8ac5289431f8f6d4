// SPDX-License-Identifier: Apache-2.0
//
// Are the functions of a Liberty file read with its precedences, and those that are none refused?

#include <gtest/gtest.h>

#include "model/error.h"
#include "sim/gates/gate_function.h"

namespace itg {
namespace {

// The first three inputs take all eight values in the lanes 0 to 7.
uint64_t Table(const std::string& text) {
  const GateFunction function = ParseGateFunction(text, "f");
  const std::vector<uint64_t> lanes = {0xf0, 0xcc, 0xaa};
  std::vector<uint64_t> inputs;
  for (const std::string& name : function.inputs) {
    inputs.push_back(lanes.at(static_cast<size_t>(name[0] - 'A')));
  }
  return Evaluate(function, inputs) & 0xff;
}

TEST(GateFunction, HasTheTruthTableOfItsText) {
  EXPECT_EQ(Table("A"), 0xf0u);
  EXPECT_EQ(Table("(!A)"), 0x0fu);
  EXPECT_EQ(Table("A'"), 0x0fu);
  EXPECT_EQ(Table("(!(A B))"), 0x3fu);
  EXPECT_EQ(Table("!((A B) + C)"), 0x15u);
  EXPECT_EQ(Table("(A^B)"), 0x3cu);
  EXPECT_EQ(Table("!(!A)"), 0xf0u);
  EXPECT_EQ(Table("(A B) | (!A C)"), 0xcau);  // C ? ... : a multiplexer
  EXPECT_EQ(Table("1"), 0xffu);
  EXPECT_EQ(Table("A & 0"), 0x00u);
}

// A B + C is (A B) + C, not A (B + C) = 0xe0; A B ^ C is A (B ^ C), not (A B) ^ C = 0x6a.
TEST(GateFunction, BindsXorTighterThanAndThanOr) {
  EXPECT_EQ(Table("A B + C"), 0xeau);
  EXPECT_EQ(Table("A B ^ C"), 0x60u);
  EXPECT_EQ(Table("A + B C"), 0xf8u);
}

TEST(GateFunction, RefusesWhatIsNone) {
  for (const char* text : {"", "(A", "A)", "A +", "!", "A $ B"}) {
    EXPECT_THROW(ParseGateFunction(text, "f"), Error) << text;
  }
}

}  // namespace
}  // namespace itg
