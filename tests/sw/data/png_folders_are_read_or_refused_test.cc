// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "sw/data/load.h"
#include "sw/data/png_folder.h"
#include "tests/sw/support/png_bytes.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

class PngFolder : public ::testing::Test {
 protected:
  void Make(const std::string& below) { std::filesystem::create_directories(folder_ / below); }
  // A grey image of 2x1 with both pixels `value`.
  void Add(const std::string& file, char value) {
    Make(std::filesystem::path(file).parent_path().string());
    folder_.Write(file, PngBytes({1, 2}, std::string(2, value)));
  }
  std::string Refusal(int test_percent = 0) {
    return ErrorOf([&] { LoadPngFolder(folder_.path(), test_percent, 1); });
  }
  TempFolder folder_;
};

std::vector<int> FirstPixels(const ImageSet& set) {
  std::vector<int> values;
  for (int64_t i = 0; i < set.count; ++i) {
    values.push_back(set.pixels[static_cast<size_t>(i * set.image_size())]);
  }
  return values;
}

TEST_F(PngFolder, ClassesAreNamesInOrderAndAlternate) {
  Add("train/dog/b.png", 12);
  Add("train/dog/a.png", 11);
  Add("train/cat/z.PNG", 1);
  Add("train/Owl/1.png", 21);
  Add("test/dog/c.png", 13);
  folder_.Write("train/.hidden", "");
  const Dataset data = LoadPngFolder(folder_.path(), 0, 1);
  EXPECT_EQ(data.class_names, (std::vector<std::string>{"Owl", "cat", "dog"}));
  EXPECT_EQ(data.classes, 3);
  EXPECT_EQ(FirstPixels(data.train), (std::vector<int>{21, 1, 11, 12}));
  EXPECT_EQ(data.train.labels, (std::vector<int32_t>{0, 1, 2, 2}));
  EXPECT_EQ(FirstPixels(data.test), std::vector<int>{13});
  EXPECT_EQ(data.test.labels, std::vector<int32_t>{2});
  EXPECT_EQ(data.train.height, 2);
  EXPECT_EQ(data.train.width, 1);
}

TEST_F(PngFolder, ASplitTakesItsShareOfEachClass) {
  for (int i = 0; i < 10; ++i) Add("a/" + std::to_string(i) + ".png", static_cast<char>(i));
  for (int i = 0; i < 5; ++i) Add("b/" + std::to_string(i) + ".png", static_cast<char>(100 + i));
  std::vector<std::vector<int>> splits;
  for (const uint32_t seed : {1u, 2u, 1u}) {
    const Dataset data = LoadPngFolder(folder_.path(), 30, seed);
    EXPECT_EQ(std::count(data.test.labels.begin(), data.test.labels.end(), 0), 3);
    EXPECT_EQ(std::count(data.test.labels.begin(), data.test.labels.end(), 1), 2);
    std::vector<int> all = FirstPixels(data.train);
    splits.push_back(FirstPixels(data.test));
    all.insert(all.end(), splits.back().begin(), splits.back().end());
    std::sort(all.begin(), all.end());
    EXPECT_EQ(all, (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 101, 102, 103, 104}));
  }
  EXPECT_EQ(splits[0], splits[2]);
  EXPECT_NE(splits[0], splits[1]);
}

TEST_F(PngFolder, TheConfigurationNamesIt) {
  Add("train/a/0.png", 0);
  Add("train/b/0.png", 100);
  Add("test/a/0.png", 0);
  const DataConfig config =
      ParseDataConfig({{"source", "png"}, {"folder", folder_.path()}, {"name", "two"}}, "c");
  const Dataset data = LoadDataset(config);
  EXPECT_EQ(data.name, "two");
  EXPECT_EQ(data.mean, std::vector<double>{50 / 255.0});
  EXPECT_EQ(data.deviation, std::vector<double>{50 / 255.0});
  EXPECT_EQ(ToJson(config)["split_seed"], 1);
}

TEST_F(PngFolder, FoldersThatAreNotDataSetsAreRefused) {
  const std::string path = folder_.path();
  EXPECT_EQ(Refusal(), path + ": without train/ and test/ in it data.test_percent is needed");
  EXPECT_EQ(Refusal(20), path + ": needs at least two folders of classes");
  Make("a");
  Make("b");
  EXPECT_EQ(Refusal(20), path + ": no images");
  Add("a/1.png", 1);
  EXPECT_EQ(Refusal(20), path + ": no images");  // none for testing
  folder_.Write("a/notes.txt", "");
  EXPECT_EQ(Refusal(20), path + "/a/notes.txt: not a .png file");
  std::filesystem::remove(folder_ / "a/notes.txt");
  Add("a/3.png", 1);
  folder_.Write("b/2.png", PngBytes({2, 2}, "abcd"));
  EXPECT_EQ(Refusal(50), path + "/b/2.png: 2x2 grey, expected 2x1 grey like the first image");
  folder_.Write("b/2.png", PngBytes({1, 2, 8, kPngRgb}, "abcdef"));
  EXPECT_EQ(Refusal(50), path + "/b/2.png: 2x1 RGB, expected 2x1 grey like the first image");
  folder_.Write("c", "");
  EXPECT_EQ(Refusal(50), path + "/c: is a file, expected the folder of a class");
  EXPECT_EQ(ErrorOf([&] { LoadPngFolder(folder_ / "none", 20, 1); }),
            path + "/none: cannot read the folder: No such file or directory");
}

TEST_F(PngFolder, TestFoldersMustMatchThoseForTraining) {
  Add("train/a/1.png", 1);
  Add("train/b/1.png", 1);
  Add("test/c/1.png", 1);
  EXPECT_EQ(Refusal(20),
            folder_.path() + ": has train/ and test/: data.test_percent does not apply");
  EXPECT_EQ(Refusal(), folder_.path() + "/test/c: no such class among those for training");
}

}  // namespace
}  // namespace itg
