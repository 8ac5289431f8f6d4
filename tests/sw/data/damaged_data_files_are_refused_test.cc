// SPDX-License-Identifier: Apache-2.0
//
// Every format cut at every length and changed in every byte: one Error of one line, or, where the
// format cannot tell, images of the right number; never a crash (run under the sanitizers too).
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>

#include "model/error.h"
#include "sw/data/cifar10.h"
#include "sw/data/file.h"
#include "sw/data/idx.h"
#include "sw/data/npy.h"
#include "sw/data/npy_images.h"
#include "sw/data/png.h"
#include "tests/sw/support/png_bytes.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr int kClasses = 3;

// Reads `bytes`, damaged or not; throws Error.
using Reader = std::function<void(const std::string& bytes)>;

bool IsRefused(const Reader& read, const std::string& bytes) {
  try {
    read(bytes);
  } catch (const Error& error) {
    const std::string text = error.what();
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
    return true;
  }
  return false;
}

// Every prefix, the bytes with more after them, and every byte with other values. Returns how many
// of the changes were refused; `changes` receives their number.
int Damage(const Reader& read, const std::string& good, size_t step, int* changes) {
  EXPECT_FALSE(IsRefused(read, good));
  for (size_t length = 0; length < good.size(); length += step) {
    EXPECT_TRUE(IsRefused(read, good.substr(0, length))) << "cut to " << length << " bytes";
  }
  int refused = 0;
  *changes = 0;
  for (size_t at = 0; at < good.size(); at += step) {
    for (const int flip : {0x01, 0x80, 0xff, 0x10}) {
      std::string bad = good;
      bad[at] = static_cast<char>(bad[at] ^ flip);
      refused += IsRefused(read, bad) ? 1 : 0;
      ++*changes;
    }
  }
  return refused;
}

class Damaged : public ::testing::Test {
 protected:
  TempFolder folder_;
  int changes_ = 0;
};

// A wrong pixel or label looks like another one; the other bytes are all checked.
TEST_F(Damaged, Idx) {
  const std::string images = IdxBytes({2, 3, 2}, "abcdefghijkl");
  const std::string labels = folder_.Write("labels", IdxBytes({2}, std::string("\x01\x02", 2)));
  const Reader read = [&](const std::string& bytes) {
    ReadIdxImages(folder_.Write("images", bytes), labels, kClasses);
  };
  EXPECT_EQ(Damage(read, images, 1, &changes_), 4 * 16);
  EXPECT_TRUE(IsRefused(read, images + "x"));
  const std::string path = folder_.Write("whole", images);
  const Reader read_labels = [&](const std::string& bytes) {
    ReadIdxImages(path, folder_.Write("damaged", bytes), kClasses);
  };
  EXPECT_GE(Damage(read_labels, ReadFile(labels), 1, &changes_), 4 * 8);
}

// gzip has a checksum, but its header has bytes without a meaning (time, system, flags).
TEST_F(Damaged, GzippedIdx) {
  const std::string zipped = ReadFile(folder_.WriteGzip("z", IdxBytes({40}, std::string(40, 'a'))));
  const Reader read = [&](const std::string& bytes) {
    const IdxFile file = ReadIdx(folder_.Write("images.gz", bytes), 1);
    EXPECT_EQ(file.bytes, std::vector<uint8_t>(40, 'a'));
  };
  EXPECT_GE(Damage(read, zipped, 1, &changes_), changes_ - 4 * 10);
}

TEST_F(Damaged, Npy) {
  Tensor images({2, 2, 1}, ElementType::kInt16);
  Tensor classes({2}, ElementType::kInt8);
  WriteNpy(folder_ / "x.npy", images);
  WriteNpy(folder_ / "y.npy", classes);
  const std::string good = ReadFile(folder_ / "x.npy");
  const Reader read = [&](const std::string& bytes) {
    const ImageSet set =
        ReadNpyImages(folder_.Write("bad.npy", bytes), folder_ / "y.npy", kClasses);
    EXPECT_EQ(set.count, 2);
  };
  EXPECT_GT(Damage(read, good, 1, &changes_), 100);
  EXPECT_TRUE(IsRefused(read, good + "x"));
}

TEST_F(Damaged, Cifar10) {
  const std::string good(2 * 3073, '\x05');
  const Reader read = [&](const std::string& bytes) {
    EXPECT_EQ(ReadCifar10({folder_.Write("bad.bin", bytes)}, 2).count, 2);
  };
  EXPECT_EQ(Damage(read, good, 3073, &changes_), 2 * 3);  // labels; 5 ^ 1 is another one
  EXPECT_TRUE(IsRefused(read, good + "x"));
}

// Every byte of a PNG file is under a checksum.
TEST_F(Damaged, Png) {
  const std::string palette = PngChunk("PLTE", "abcdef") + PngChunk("tRNS", "\xff");
  const Reader read = [](const std::string& bytes) { DecodePng(bytes, "x.png"); };
  for (const std::string& good :
       {PngBytes({5, 3}, "abcdefghijklmno"), PngBytes({1, 3, 8, kPngRgb}, "abcdefghi"),
        PngBytes({9, 2, 1, kPngPalette}, "abcd", palette)}) {
    const int refused = Damage(read, good, 1, &changes_);
    EXPECT_EQ(refused, changes_);
  }
}

// Bytes that are damaged under a right checksum: what libpng makes of them is its business, but an
// image has the pixels that its header says.
TEST_F(Damaged, PngUnderARightChecksum) {
  const std::string fields = std::string("\0\0\0\x05\0\0\0\x03\x08\0\0\0\0", 13);
  const std::string good = PngBytes({5, 3}, "abcdefghijklmno");
  const std::string rest = good.substr(8 + 12 + fields.size());
  for (size_t at = 0; at < fields.size(); ++at) {
    for (int value = 0; value < 256; ++value) {
      std::string bad = fields;
      bad[at] = static_cast<char>(value);
      const std::string file = good.substr(0, 8) + PngChunk("IHDR", bad) + rest;
      IsRefused(
          [](const std::string& bytes) {
            const PngImage image = DecodePng(bytes, "x.png");
            EXPECT_EQ(static_cast<int64_t>(image.pixels.size()),
                      image.height * image.width * image.channels);
          },
          file);
    }
  }
}

// Gigabytes in a header of a file of a few bytes: refused before they are asked for.
TEST_F(Damaged, HugeSizes) {
  const std::string idx = folder_.Write("idx", IdxBytes({0xffffffff}, "abc"));
  EXPECT_EQ(ErrorOf([&] { ReadIdx(idx, 1); }).rfind(idx + ": truncated", 0), 0u);
  std::string header = "{'descr': '|i1', 'fortran_order': False, 'shape': (2147483647,), }";
  header.append(118 - header.size() - 1, ' ');
  const std::string npy =
      folder_.Write("npy", std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + "abc");
  EXPECT_EQ(ErrorOf([&] { ReadNpy(npy); }),
            npy + ": 3 bytes of elements do not fit shape [2147483647]");
  const std::string bin = folder_.Write("bin", "");
  std::filesystem::resize_file(bin, uint64_t{1} << 40);  // holes: takes no space
  EXPECT_EQ(ErrorOf([&] { ReadCifar10({bin}, 2); }),
            bin + ": 1099511627776 bytes, expected 6146 (2 records of CIFAR-10)");
}

}  // namespace
}  // namespace itg
