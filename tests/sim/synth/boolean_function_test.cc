// SPDX-License-Identifier: Apache-2.0
//
// Functions as Liberty writes them, against truth tables made by hand.

#include "sim/synth/boolean_function.h"

#include <gtest/gtest.h>

#include "model/error.h"

namespace itg {
namespace {

// Bit n: the value in case n, whose bit i is the i-th input in the order of their appearance.
uint64_t Table(const std::string& text) {
  const uint64_t cases[] = {0xaa, 0xcc, 0xf0};
  const BooleanFunction function(text);
  return function.Evaluate(cases) & ((uint64_t{1} << (1u << function.inputs().size())) - 1);
}

TEST(BooleanFunctionTest, GatesHaveTheirTables) {
  EXPECT_EQ(Table("A"), 0b10u);
  EXPECT_EQ(Table("(!A)"), 0b01u);
  EXPECT_EQ(Table("A'"), 0b01u);
  EXPECT_EQ(Table("(A B)"), 0b1000u);
  EXPECT_EQ(Table("A*B"), 0b1000u);
  EXPECT_EQ(Table("A & B"), 0b1000u);
  EXPECT_EQ(Table("(A+B)"), 0b1110u);
  EXPECT_EQ(Table("A | B"), 0b1110u);
  EXPECT_EQ(Table("(A^B)"), 0b0110u);
  EXPECT_EQ(Table("(!((A B)+C))"), 0b00000111u);
  EXPECT_EQ(Table("(((A B)+(B C))+(C A))"), 0b11101000u);
  EXPECT_EQ(Table("!(!A)"), 0b10u);
  EXPECT_EQ(Table("(A B) | (!A C)"), 0b11011000u);  // A ? B : C
  EXPECT_EQ(Table("A & 0"), 0b00u);
  EXPECT_EQ(Table("A | !0"), 0b11u);
}

TEST(BooleanFunctionTest, InversionBindsFirstThenXorThenAndThenOr) {
  EXPECT_EQ(Table("A ^ B C"), Table("(A ^ B) C"));
  EXPECT_EQ(Table("A + B C"), Table("A + (B C)"));
  EXPECT_EQ(Table("!A B"), Table("(!A) B"));
  EXPECT_EQ(Table("A B'"), Table("A (!B)"));
  EXPECT_NE(Table("!A B"), Table("!(A B)"));
}

TEST(BooleanFunctionTest, WhatIsNoFunctionIsRefusedWithItsText) {
  for (const char* text : {"", "(A", "A +", "A)", "+ A", "A ? B"}) {
    try {
      const BooleanFunction function(text);
      ADD_FAILURE() << text;
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
    }
  }
}

TEST(BooleanFunctionTest, InputsMayStandInAnyOrder) {
  EXPECT_TRUE(BooleanFunction("!(A+(B C))").IsPermutationOf(BooleanFunction("!((Y Z)+X)")));
  EXPECT_FALSE(BooleanFunction("!(A+(B C))").IsPermutationOf(BooleanFunction("!((Y+Z) X)")));
  EXPECT_FALSE(BooleanFunction("!A").IsPermutationOf(BooleanFunction("!(A B)")));
}

}  // namespace
}  // namespace itg
