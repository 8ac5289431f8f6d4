// SPDX-License-Identifier: Apache-2.0
//
// What a written file replaces: a regular file, the target of a symbolic link, nothing else.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "sw/data/file.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

namespace fs = std::filesystem;

class Written : public ::testing::Test {
 protected:
  int Files() const {
    int count = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      count += entry.is_directory() ? 0 : 1;
    }
    return count;
  }
  TempFolder folder_;
};

TEST_F(Written, AFileIsReplaced) {
  const std::string path = folder_.Write("a", "old");
  WriteFile(path, "new");
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_EQ(Files(), 1);
}

TEST_F(Written, OfALinkTheTargetIs) {
  fs::create_directory(folder_ / "below");
  folder_.Write("below/a", "old");
  fs::create_symlink("below/a", folder_ / "relative");
  fs::create_symlink(folder_ / "relative", folder_ / "absolute");
  WriteFile(folder_ / "absolute", "new");
  EXPECT_EQ(ReadFile(folder_ / "below/a"), "new");
  EXPECT_TRUE(fs::is_symlink(folder_ / "absolute"));
  EXPECT_TRUE(fs::is_symlink(folder_ / "relative"));
  EXPECT_EQ(Files(), 3);
}

TEST_F(Written, ALinkToNothingMakesItsTarget) {
  fs::create_symlink("none", folder_ / "link");
  WriteFile(folder_ / "link", "new");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
  EXPECT_EQ(ReadFile(folder_ / "none"), "new");
}

TEST_F(Written, ACircleOfLinksIsRefused) {
  fs::create_symlink("b", folder_ / "a");
  fs::create_symlink("a", folder_ / "b");
  EXPECT_EQ(ErrorOf([&] { WriteFile(folder_ / "a", "x"); }),
            (folder_ / "a") + ": cannot write: too many symbolic links");
}

TEST_F(Written, WhatIsNotARegularFileIsRefused) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  fs::create_directory(folder_ / "folder");
  fs::create_symlink("pipe", folder_ / "link");
  for (const std::string name : {"pipe", "folder", "link"}) {
    const std::string refused = (folder_ / name) + ": cannot write: is not a regular file";
    EXPECT_EQ(ErrorOf([&] { WriteFile(folder_ / name, "x"); }), refused);
    EXPECT_EQ(ErrorOf([&] { WriteFileKeeping(folder_ / name, folder_ / "old", "x"); }), refused);
  }
  EXPECT_TRUE(fs::is_fifo(pipe));
  EXPECT_EQ(Files(), 2);
}

TEST_F(Written, WhatWasThereIsKept) {
  const std::string path = folder_.Write("a", "first");
  fs::create_symlink("a", folder_ / "link");
  WriteFileKeeping(folder_ / "link", folder_ / "old", "second");
  EXPECT_EQ(ReadFile(path), "second");
  EXPECT_EQ(ReadFile(folder_ / "old"), "first");
  EXPECT_TRUE(fs::is_symlink(folder_ / "link"));
}

TEST_F(Written, PieceByPieceAFileIsThereWhenCommitted) {
  const std::string path = folder_.Write("a", "old");
  FileStream file(path);
  file.Append("ne");
  file.Append("w");
  EXPECT_EQ(ReadFile(path), "old");
  file.Commit();
  EXPECT_EQ(ReadFile(path), "new");
  EXPECT_EQ(Files(), 1);
}

TEST_F(Written, PieceByPieceAndNotCommittedNothingIs) {
  const std::string path = folder_.Write("a", "old");
  FileStream(path).Append("new");
  EXPECT_EQ(ReadFile(path), "old");
  EXPECT_EQ(Files(), 1);
  EXPECT_NE(ErrorOf([&] { FileStream(folder_ / "none/a"); }).find("none/a: cannot write: No such"),
            std::string::npos);
}

}  // namespace
}  // namespace itg
