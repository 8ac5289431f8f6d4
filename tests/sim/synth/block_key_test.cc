// SPDX-License-Identifier: Apache-2.0
//
// The key of a block in the cache changes with all that decides its gates, and with nothing else.

#include <gtest/gtest.h>

#include "sim/synth/map_block.h"

namespace itg {
namespace {

// Enough for the scripts of the flow: an inverter and a latch.
Liberty Library() {
  return Liberty::FromText(R"lib(library(two) {
    time_unit : "1ns"; capacitive_load_unit(1, pf); nom_voltage : 1.8;
    cell(INV) { area : 1; pin(A) { direction : input; capacitance : 0.01; }
      pin(Y) { direction : output; function : "!A"; } }
    cell(NAND) { area : 2; pin(A) { direction : input; capacitance : 0.01; }
      pin(B) { direction : input; capacitance : 0.01; }
      pin(Y) { direction : output; function : "!(A B)"; } }
    cell(DFF) { area : 3; ff(Q0, Q1) { clocked_on : "C"; next_state : "D"; }
      pin(D) { direction : input; capacitance : 0.01; }
      pin(C) { direction : input; capacitance : 0.01; clock : true; }
      pin(Q) { direction : output; function : "Q0"; } }
    cell(LAT) { area : 3; latch(Q0, Q1) { enable : "E"; data_in : "D"; }
      pin(D) { direction : input; capacitance : 0.01; }
      pin(E) { direction : input; capacitance : 0.01; }
      pin(Q) { direction : output; function : "Q0"; } } })lib",
                           "two.lib");
}

class BlockKeyTest : public ::testing::Test {
 protected:
  BlockKeyTest() {
    mapping_.library = Library();
    mapping_.library_digest = "library";
    mapping_.tools.identity = "yosys 1, sta 2";
    mapping_.sources.packages = "package";
    mapping_.sources.texts = {{"itg_x", "x"}, {"itg_leaf", "leaf"}, {"itg_other", "other"}};
    mapping_.sources.digest = "all sources";
    mapping_.cache = "cache";
    design_ = With("x8", "leaf8");
    key_ = Key();
  }

  // A top with an `x`, which has a `leaf` inside and an `other`, a block of its own.
  static Design With(const std::string& x, const std::string& leaf) {
    Design design;
    design.top = "top";
    design.modules["top"] = {"itg_top", {}, {{x, 1}, {"other", 1}}, ""};
    design.modules[x] = {"itg_x", {}, {{leaf, 2}, {"other", 1}}, ""};
    design.modules[leaf] = {"itg_leaf", {}, {}, ""};
    design.modules["other"] = {"itg_other", {}, {}, ""};
    return design;
  }

  std::string Key(const std::string& module = "x8") const {
    return BlockKey(mapping_, design_, module, {"itg_x", "itg_other"});
  }

  Mapping mapping_;
  Design design_;
  std::string key_;
};

TEST_F(BlockKeyTest, IsTheSameOfTheSame) {
  EXPECT_EQ(Key(), key_);
  EXPECT_EQ(key_.size(), 32u);
}

TEST_F(BlockKeyTest, ChangesWithTheWidthOfTheBlockAndOfWhatIsInIt) {
  design_ = With("x9", "leaf8");
  EXPECT_NE(Key("x9"), key_);
  design_ = With("x8", "leaf9");
  EXPECT_NE(Key(), key_);
}

TEST_F(BlockKeyTest, ChangesWithTheLibrary) {
  mapping_.library_digest = "another";
  EXPECT_NE(Key(), key_);
}

TEST_F(BlockKeyTest, ChangesWithTheTools) {
  mapping_.tools.identity = "yosys 2, sta 2";
  EXPECT_NE(Key(), key_);
}

TEST_F(BlockKeyTest, ChangesWithTheSourceOfTheBlockAndOfWhatIsInIt) {
  mapping_.sources.texts["itg_x"] = "y";
  const std::string of_itself = Key();
  EXPECT_NE(of_itself, key_);
  mapping_.sources.texts["itg_x"] = "x";
  mapping_.sources.texts["itg_leaf"] = "stem";
  EXPECT_NE(Key(), key_);
  EXPECT_NE(Key(), of_itself);
}

// Of a block in it, which is mapped alone, the ports matter; they are in its source.
TEST_F(BlockKeyTest, ChangesWithTheSourceOfBlocksInIt) {
  mapping_.sources.texts["itg_other"] = "another port";
  EXPECT_NE(Key(), key_);
}

TEST_F(BlockKeyTest, ChangesWithThePackages) {
  mapping_.sources.packages = "another";
  EXPECT_NE(Key(), key_);
}

TEST_F(BlockKeyTest, DoesNotChangeWithAnythingElse) {
  mapping_.sources.texts["itg_top"] = "around it";
  mapping_.sources.digest = "so the digest of all is another";
  mapping_.cache = "elsewhere";
  mapping_.tools.yosys = "/opt/bin/yosys";
  design_.modules["top"].instances["x8"] = 64;
  design_.modules["beside"] = {"itg_beside", {}, {}, ""};
  EXPECT_EQ(Key(), key_);
}

}  // namespace
}  // namespace itg
