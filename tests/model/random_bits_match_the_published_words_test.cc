// SPDX-License-Identifier: Apache-2.0
//
// The generator of NUMERICS.md section 3 against the words printed there.

#include <gtest/gtest.h>

#include "model/arith/random.h"

namespace itg {
namespace {

uint32_t Word(uint32_t seed, uint32_t step, uint32_t tensor, uint64_t index) {
  return RandomWord(TensorKey(seed, step, tensor), index);
}

TEST(RandomBits, MatchTheWordsOfTheSpecification) {
  EXPECT_EQ(Word(0, 0, 0, 0), 0x491ac849u);
  EXPECT_EQ(Word(1, 0, 0, 0), 0x63f95783u);
  EXPECT_EQ(Word(1, 2, 3, 4), 0x9715fca8u);
  EXPECT_EQ(Word(0xdeadbeef, 1000, 17, 123456789), 0xda8daf45u);
}

TEST(RandomBits, FoldTheHalvesOfALongIndexByXor) {
  const uint64_t index = 0x0000'0005'0000'0003u;
  EXPECT_EQ(Word(1, 2, 3, index), Word(1, 2, 3, 5 ^ 3));
  EXPECT_NE(Word(1, 2, 3, index), Word(1, 2, 3, 3));  // truncation
  EXPECT_NE(Word(1, 2, 3, index), Word(1, 2, 3, 8));  // addition
}

TEST(RandomBits, DependOnEveryPartOfTheKey) {
  const uint32_t word = Word(7, 7, 7, 7);
  EXPECT_NE(word, Word(8, 7, 7, 7));
  EXPECT_NE(word, Word(7, 8, 7, 7));
  EXPECT_NE(word, Word(7, 7, 8, 7));
  EXPECT_NE(word, Word(7, 7, 7, 8));
}

}  // namespace
}  // namespace itg
