// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "sw/data/idx.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

const std::string kPixels("\x00\x01\x02\x03\x04\xff\x80\x07\x08\x09\x0a\x0b", 12);  // 3 of 2x2

class Idx : public ::testing::Test {
 protected:
  std::string Images(const std::string& name = "images") {
    return folder_.Write(name, IdxBytes({3, 2, 2}, kPixels));
  }
  std::string Labels(const std::string& labels = std::string("\x02\x00\x01", 3)) {
    return folder_.Write("labels", IdxBytes({static_cast<uint32_t>(labels.size())}, labels));
  }
  TempFolder folder_;
};

TEST_F(Idx, PlainAndGzipFilesGiveTheSameImages) {
  const std::string zipped = folder_.WriteGzip("images.gz", IdxBytes({3, 2, 2}, kPixels));
  for (const std::string& path : {Images(), zipped}) {
    const ImageSet set = ReadIdxImages(path, Labels(), 3);
    EXPECT_EQ(set.count, 3);
    EXPECT_EQ(set.height, 2);
    EXPECT_EQ(set.width, 2);
    EXPECT_EQ(set.channels, 1);
    EXPECT_EQ(set.pixels, std::vector<uint8_t>(kPixels.begin(), kPixels.end()));
    EXPECT_EQ(set.labels, (std::vector<int32_t>{2, 0, 1}));
  }
}

TEST_F(Idx, MissingFileIsNamed) {
  EXPECT_EQ(ErrorOf([&] { ReadIdx(folder_ / "none", 3); }),
            (folder_ / "none") + ": cannot open: No such file or directory");
}

// To open a pipe would wait for a writer that never comes.
TEST_F(Idx, APipeIsRefused) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(ErrorOf([&] { ReadIdx(pipe, 3); }), pipe + ": is not a regular file");
  EXPECT_EQ(ErrorOf([&] { ReadIdx(folder_.path(), 3); }),
            folder_.path() + ": is a folder, expected a file");
}

TEST_F(Idx, WrongMagicIsRefused) {
  const std::string path = Labels();
  EXPECT_EQ(ErrorOf([&] { ReadIdx(path, 3); }),
            path + ": wrong magic number 2049, expected 2051 (unsigned bytes, 3 dimensions)");
}

TEST_F(Idx, TruncatedElementsAreRefused) {
  const std::string short_bytes = IdxBytes({3, 2, 2}, kPixels).substr(0, 26);
  const std::string plain = folder_.Write("short", short_bytes);
  EXPECT_EQ(ErrorOf([&] { ReadIdx(plain, 3); }), plain + ": truncated: expected 2 more bytes");
  const std::string zipped = folder_.WriteGzip("short.gz", short_bytes);
  EXPECT_EQ(ErrorOf([&] { ReadIdx(zipped, 3); }), zipped + ": truncated: expected 2 more bytes");
}

TEST_F(Idx, TruncatedHeaderIsRefused) {
  const std::string path = folder_.Write("short", IdxBytes({3, 2, 2}, "").substr(0, 6));
  EXPECT_EQ(ErrorOf([&] { ReadIdx(path, 3); }), path + ": truncated: expected 2 more bytes");
}

TEST_F(Idx, TruncatedGzipStreamIsRefused) {
  const std::string whole = folder_.WriteGzip("whole.gz", IdxBytes({3, 2, 2}, kPixels));
  std::string bytes;
  for (FILE* file = fopen(whole.c_str(), "rb"); file != nullptr; file = nullptr) {
    char buffer[256];
    bytes.assign(buffer, fread(buffer, 1, sizeof buffer, file));
    fclose(file);
  }
  const std::string path = folder_.Write("cut.gz", bytes.substr(0, bytes.size() - 6));
  EXPECT_NE(ErrorOf([&] { ReadIdx(path, 3); }).find(path + ": damaged or truncated"),
            std::string::npos);
}

TEST_F(Idx, DamagedGzipIsRefused) {
  std::string bytes("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xff\xff\xff\xff\xff\xff", 16);
  const std::string path = folder_.Write("bad.gz", bytes);
  EXPECT_NE(ErrorOf([&] { ReadIdx(path, 3); }).find(path + ": damaged"), std::string::npos);
}

TEST_F(Idx, TrailingBytesAreRefused) {
  const std::string path = folder_.Write("long", IdxBytes({3, 2, 2}, kPixels + "x"));
  EXPECT_EQ(ErrorOf([&] { ReadIdx(path, 3); }), path + ": has bytes after its last element");
}

TEST_F(Idx, SizesThatOverflowAreRefused) {
  const std::string path = folder_.Write("huge", IdxBytes({0xffffffff, 0xffffffff, 2}, ""));
  EXPECT_EQ(ErrorOf([&] { ReadIdx(path, 3); }), path + ": illegal size 4294967295 of dimension 1");
}

TEST_F(Idx, EmptyFilesAreRefused) {
  const std::string path = folder_.Write("none", IdxBytes({0, 2, 2}, ""));
  EXPECT_EQ(ErrorOf([&] { ReadIdx(path, 3); }), path + ": illegal size 0 of dimension 0");
}

TEST_F(Idx, CountsMustAgree) {
  const std::string labels = Labels(std::string("\x02\x00", 2));
  EXPECT_EQ(ErrorOf([&] { ReadIdxImages(Images(), labels, 3); }),
            labels + ": 2 labels for the 3 images of " + (folder_ / "images"));
}

TEST_F(Idx, LabelsMustBeClasses) {
  EXPECT_EQ(ErrorOf([&] { ReadIdxImages(Images(), Labels(), 2); }),
            (folder_ / "labels") + ": label 2 of image 0 is not one of the 2 classes 0..1");
}

}  // namespace
}  // namespace itg
