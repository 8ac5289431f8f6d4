// SPDX-License-Identifier: Apache-2.0
//
// A space file is read strictly, and a point that could not be run refuses the whole space.
#include <gtest/gtest.h>

#include "sw/explore/point.h"
#include "sw/explore/space.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class Spaces : public ::testing::Test {
 protected:
  // The space with these axes and further keys.
  Space Read(const std::string& axes, const std::string& more = "") const {
    return ReadSpace(folder_.Write("s.json", Text(axes, more)), {});
  }
  std::string Refused(const std::string& axes, const std::string& more = "") const {
    const std::string text = ErrorOf([&] {
      const Space space = Read(axes, more);
      PointMaker(space).CheckAll();
    });
    EXPECT_EQ(text.rfind(folder_ / "s.json", 0), 0U) << text;
    return text.substr(std::min(text.size(), (folder_ / "s.json").size()));
  }
  static std::string Text(const std::string& axes, const std::string& more) {
    return R"({"config": "digits", "hw": "base", "axes": {)" + axes + "}" + more + "}";
  }
  TempFolder folder_;
};

TEST_F(Spaces, AxesAreListsRangesAndKeysThatChangeTogether) {
  const Space space = Read(
      R"("hw.acc_bits": {"from": 16, "to": 32, "step": 8}, "hw.cols,hw.rows": [8, [16, 4]],
         "train.rounding.error": ["nearest", "stochastic"])");
  ASSERT_EQ(space.axes.size(), 3U);
  EXPECT_EQ(space.axes[0].size(), 3);
  EXPECT_EQ(space.axes[0].Text(2), "32");
  EXPECT_EQ(space.axes[1].Text(0), "8,8");
  EXPECT_EQ(space.axes[1].Text(1), "16,4");
  EXPECT_EQ(PointsOf(space.axes, "s"), 12);
  EXPECT_EQ(ChoiceOf(space.axes, 0), (Choice{0, 0, 0}));
  EXPECT_EQ(ChoiceOf(space.axes, 1), (Choice{0, 0, 1}));  // the last axis changes fastest
  EXPECT_EQ(ChoiceOf(space.axes, 11), (Choice{2, 1, 1}));
  EXPECT_TRUE(space.axes[0].is_ordered());
  EXPECT_FALSE(space.axes[2].is_ordered());
}

TEST_F(Spaces, PointsHaveTheWidthsOfTheirHardware) {
  const Space space = Read(R"("hw.acc_bits": [24], "hw.activation_bits": [5], "train.mu": [3])");
  const Point point = PointMaker(space).Make({0, 0, 0});
  EXPECT_EQ(point.train.numbers.activation_bits, 5);
  EXPECT_EQ(point.train.numbers.acc_bits, 24);
  EXPECT_EQ(point.train.mu, std::vector<int>(10, 3));
  EXPECT_EQ(point.hw.activation_bits, 5);
}

TEST_F(Spaces, DigestsTellWhatMattersApart) {
  const Space space = Read(R"("hw.acc_bits": [24, 32], "hw.rows": [8, 16])");
  PointMaker maker(space);
  const Point point = maker.Make({0, 0}), other_array = maker.Make({0, 1});
  const Point other_width = maker.Make({1, 0});
  EXPECT_EQ(point.digest, maker.Make({0, 0}).digest);
  EXPECT_NE(point.digest, other_array.digest);
  EXPECT_EQ(point.trainings, other_array.trainings);  // the same bits: trained once
  EXPECT_NE(point.trainings, other_width.trainings);
  const Space two_seeds =
      Read(R"("hw.acc_bits": [24, 32], "hw.rows": [8, 16])", R"(, "seeds": [1, 2])");
  const Point more = PointMaker(two_seeds).Make({0, 0});
  EXPECT_NE(more.digest, point.digest);
  EXPECT_EQ(more.trainings[0], point.trainings[0]);
}

TEST_F(Spaces, NamesDoNotMatter) {
  const Space space = Read(R"("hw.rows": [8])");
  const Space renamed =
      ReadSpace(folder_.Write("t.json", Text(R"("hw.rows": [8])", R"(, "name": "t")")),
                {"hw.name=other", "train.log_steps=7"});
  EXPECT_EQ(PointMaker(space).Make({0}).digest, PointMaker(renamed).Make({0}).digest);
}

TEST_F(Spaces, WrongKeysAndValuesAreRefused) {
  EXPECT_EQ(Refused(R"("hw.rows": [8])", R"(, "sead": 1)").rfind(": unknown key 'sead'", 0), 0U);
  EXPECT_EQ(Refused(R"("hw.rows": [])"),
            ": axes.hw.rows = []: expected a list of values that is not empty, or "
            "{\"from\": .., \"to\": ..}");
  EXPECT_EQ(Refused(R"("hw.rows": {"from": 8, "to": 7})"),
            ": axes.hw.rows.to = 7: expected 8 (from) or more");
  EXPECT_EQ(Refused(R"("rows": [8])"),
            ": axes.rows = [8]: expected keys that start with hw. or train.");
  EXPECT_EQ(Refused(R"("hw.rows": [8, 8])"), ": axes.hw.rows = [8,8]: expected each value once");
  EXPECT_EQ(Refused(R"("hw.rows": [8], "hw.cols,hw.rows": [8])"),
            ": axes.hw.rows = [8]: expected hw.rows on one axis alone");
  EXPECT_EQ(Refused(R"("hw.rows,hw.cols": [[8]])"),
            ": axes.hw.rows,hw.cols = [[8]]: expected values that are lists with one entry for "
            "each of the 2 keys");
  EXPECT_EQ(Refused(R"("hw.rows": [8])", R"(, "search": {"kind": "random", "points": 2})"),
            ": search.points = 2: expected at most 1, the points of the space");
  EXPECT_EQ(Refused(R"("hw.rows": [8])", R"(, "search": {"kind": "anneal"})"),
            ": search = {\"kind\":\"anneal\"}: expected an object with \"kind\" grid, random or "
            "pareto");
  EXPECT_EQ(Refused(R"("hw.rows": [8])", R"(, "objectives": ["time_to_target"])"),
            ": objectives = [\"time_to_target\"]: expected target_accuracy as well, for "
            "time_to_target");
  EXPECT_EQ(Refused(R"("train.seed": [8])"),
            ": axes.train.seed = [8]: expected the key seeds, which is no axis");
}

TEST_F(Spaces, ImpossiblePointsAreNamed) {
  EXPECT_EQ(Refused(R"("hw.acc_bits": [16, 32], "hw.rows": [8, 65])"),
            ": point hw.acc_bits=16, hw.rows=65: rows = 65: expected an integer 2..64");
  EXPECT_EQ(Refused(R"("hw.error_bits": [4, 8], "train.bits.accumulator": [10, 32])"),
            ": point hw.error_bits=8, train.bits.accumulator=10: bits.accumulator = 10: expected "
            "an integer 13..48");
  EXPECT_EQ(Refused(R"("hw.rows": [8], "train.epochs": [0])")
                .rfind(": point hw.rows=8, train.epochs=0: epochs = 0: expected", 0),
            0U);
}

TEST_F(Spaces, PointsThatDoNotFitAreNamed) {
  const Space space = Read(R"("train.bits.accumulator": [24])");
  PointMaker maker(space);
  const std::string text = ErrorOf([&] { maker.CheckFits(maker.Make({0})); });
  EXPECT_NE(text.find("point train.bits.accumulator=24: "), std::string::npos) << text;
  EXPECT_NE(text.find("acc_bits is 32"), std::string::npos) << text;
}

TEST(ShippedSpacesOfTheProgram, AreLegal) {
  for (const char* name : {"digits_small", "lenet_grid", "lenet_widths", "mnist_area",
                           "mnist_widths", "vgg_six", "vgg_subset"}) {
    const Space space = ReadSpace(name, {});
    EXPECT_NO_THROW(PointMaker(space).CheckAll()) << name;
  }
  EXPECT_EQ(PointsOf(ReadSpace("mnist_widths", {}).axes, ""), 300);
}

}  // namespace
}  // namespace itg
