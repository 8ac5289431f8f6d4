// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "sw/data/cifar10.h"
#include "sw/data/load.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

constexpr size_t kRecord = 3073;

// The byte of an image that tells its channel and place apart from every other nearby.
uint8_t Pixel(size_t record, size_t channel, size_t y, size_t x) {
  return static_cast<uint8_t>(record * 101 + channel * 67 + y * 7 + x);
}

std::string Records(const std::string& labels) {
  std::string bytes;
  for (size_t record = 0; record < labels.size(); ++record) {
    bytes.push_back(labels[record]);
    for (size_t i = 0; i < kRecord - 1; ++i) {
      bytes.push_back(static_cast<char>(Pixel(record, i / 1024, i / 32 % 32, i % 32)));
    }
  }
  return bytes;
}

TEST(Cifar10, PlanesBecomePixels) {
  const TempFolder folder;
  const std::string first = folder.Write("a.bin", Records(std::string("\x03\x09", 2)));
  const std::string second = folder.Write("b.bin", Records(std::string("\x00\x05", 2)));
  const ImageSet set = ReadCifar10({first, second}, 2);
  EXPECT_EQ(set.count, 4);
  EXPECT_EQ(set.image_size(), 3072);
  EXPECT_EQ(set.labels, (std::vector<int32_t>{3, 9, 0, 5}));
  ASSERT_EQ(set.pixels.size(), 4u * 3072u);
  for (size_t i = 0; i < set.pixels.size(); ++i) {
    const size_t record = i / 3072 % 2;
    ASSERT_EQ(set.pixels[i], Pixel(record, i % 3, i / 96 % 32, i / 3 % 32)) << i;
  }
}

TEST(Cifar10, FilesOfAnotherLengthAreRefused) {
  const TempFolder folder;
  const std::string good = Records("\x01\x02");
  const std::string whole = folder.Write("whole.bin", good);
  for (const size_t length : {size_t{0}, size_t{1}, kRecord, 2 * kRecord - 1, 2 * kRecord + 1}) {
    const std::string path = folder.Write("bad.bin", (good + "x").substr(0, length));
    EXPECT_EQ(
        ErrorOf([&] {
          ReadCifar10({whole, path}, 2);
        }),
        path + ": " + std::to_string(length) + " bytes, expected 6146 (2 records of CIFAR-10)");
  }
}

TEST(Cifar10, LabelsAboveNineAreRefused) {
  const TempFolder folder;
  const std::string path = folder.Write("bad.bin", Records("\x01\x0a"));
  EXPECT_EQ(ErrorOf([&] { ReadCifar10({path}, 2); }),
            path + ": label 10 of image 1 is not one of the 10 classes 0..9");
}

// The six files with nothing in them but zeros: aeroplanes in the dark.
TEST(Cifar10, AFolderHasTheOfficialFiles) {
  const TempFolder folder;
  DataConfig config;
  config.source = "cifar10";
  config.folder = folder.path();
  EXPECT_EQ(ErrorOf([&] { LoadDataset(config); }),
            "data.folder: no data_batch_1.bin in " + folder.path() +
                " (scripts/get_data.sh cifar10 downloads it)");
  for (const char* name : {"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4",
                           "data_batch_5", "test_batch"}) {
    const std::string path = folder.Write(name + std::string(".bin"), "");
    std::filesystem::resize_file(path, kRecord * 10000);
  }
  config.name = "CIFAR-10 (night)";
  const Dataset data = LoadDataset(config);
  EXPECT_EQ(data.name, "CIFAR-10 (night)");
  EXPECT_EQ(data.train.count, 50000);
  EXPECT_EQ(data.test.count, 10000);
  EXPECT_EQ(data.class_names.at(9), "truck");
  EXPECT_EQ(data.mean, (std::vector<double>{.49139968, .48215827, .44653124}));
  EXPECT_EQ(data.deviation, (std::vector<double>{.24703233, .24348505, .26158768}));
  std::filesystem::remove(folder / "test_batch.bin");
  EXPECT_EQ(ErrorOf([&] { LoadDataset(config); }),
            (folder / "test_batch.bin") + ": cannot open: No such file or directory");
}

}  // namespace
}  // namespace itg
