// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "sw/data/load.h"
#include "sw/data/npy.h"
#include "sw/data/npy_images.h"
#include "tests/sw/support/support.h"

namespace itg {
namespace {

Tensor Make(const Shape& shape, ElementType type, const std::vector<int>& values) {
  Tensor tensor(shape, type);
  for (size_t i = 0; i < values.size(); ++i) tensor.Set(static_cast<int64_t>(i), values[i]);
  return tensor;
}

class NpyImages : public ::testing::Test {
 protected:
  std::string Write(const std::string& name, const Tensor& tensor) {
    WriteNpy(folder_ / name, tensor);
    return folder_ / name;
  }
  std::string Refusal(const Tensor& images, const Tensor& labels) {
    const std::string path = Write("x.npy", images);
    return ErrorOf([&] { ReadNpyImages(path, Write("y.npy", labels), 3); });
  }
  TempFolder folder_;
  const Tensor images_ =
      Make({2, 1, 2, 3}, ElementType::kInt16, {0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255});
  const Tensor labels_ = Make({2}, ElementType::kInt64, {2, 0});
};

TEST_F(NpyImages, AreReadWithAndWithoutChannels) {
  const ImageSet set = ReadNpyImages(Write("x.npy", images_), Write("y.npy", labels_), 3);
  EXPECT_EQ(set.count, 2);
  EXPECT_EQ(set.height, 1);
  EXPECT_EQ(set.width, 2);
  EXPECT_EQ(set.channels, 3);
  EXPECT_EQ(set.pixels, (std::vector<uint8_t>{0, 1, 2, 3, 4, 5, 250, 251, 252, 253, 254, 255}));
  EXPECT_EQ(set.labels, (std::vector<int32_t>{2, 0}));
  const std::string grey = Write("g.npy", Make({2, 1, 3}, ElementType::kInt32, {9, 8, 7, 6, 5, 4}));
  const std::string column = Write("c.npy", Make({2, 1}, ElementType::kInt8, {1, 1}));
  const ImageSet other = ReadNpyImages(grey, column, 3);
  EXPECT_EQ(other.channels, 1);
  EXPECT_EQ(other.image_size(), 3);
  EXPECT_EQ(other.labels, (std::vector<int32_t>{1, 1}));
}

// Unsigned bytes, as NumPy writes images.
TEST_F(NpyImages, BytesAreUnsigned) {
  std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1, 1, 2), }";
  header.append(118 - header.size() - 1, ' ');
  const std::string path = folder_.Write(
      "u.npy", std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header + "\n" + "\x05\xfa");
  const std::string label = Write("y.npy", Make({1}, ElementType::kInt8, {1}));
  EXPECT_EQ(ReadNpyImages(path, label, 3).pixels, (std::vector<uint8_t>{5, 250}));
}

TEST_F(NpyImages, WhatDoesNotFitIsNamed) {
  const std::string x = (folder_ / "x.npy") + ": ";
  const std::string y = (folder_ / "y.npy") + ": ";
  EXPECT_EQ(Refusal(Make({2, 2}, ElementType::kInt8, {}), labels_),
            x + "shape [2, 2], expected [N][H][W] or [N][H][W][C]");
  EXPECT_EQ(Refusal(Make({0, 2, 2}, ElementType::kInt8, {}), labels_),
            x + "shape [0, 2, 2], expected [N][H][W] or [N][H][W][C]");
  EXPECT_EQ(Refusal(Make({1, 1, 1, 1025}, ElementType::kInt8, {}), labels_),
            x + "1025 channels, expected at most 1024: shape [N][H][W][C]");
  EXPECT_EQ(Refusal(Make({2, 1, 1}, ElementType::kInt16, {0, 256}), labels_),
            x + "element 1 is 256, expected pixels 0..255");
  EXPECT_EQ(Refusal(Make({2, 1, 1}, ElementType::kInt8, {0, -1}), labels_),
            x + "element 1 is -1, expected pixels 0..255");
  EXPECT_EQ(Refusal(images_, Make({3}, ElementType::kInt8, {})),
            y + "shape [3], expected a label for each of the 2 images of " + (folder_ / "x.npy"));
  EXPECT_EQ(Refusal(images_, Make({2}, ElementType::kInt8, {0, 3})),
            y + "label 3 of image 1 is not one of the 3 classes 0..2");
  EXPECT_EQ(Refusal(images_, Make({2}, ElementType::kInt8, {-1, 2})),
            y + "label -1 of image 0 is not one of the 3 classes 0..2");
}

TEST_F(NpyImages, AConfigurationNamesFourFilesAndANormalisation) {
  const std::string x = Write("x.npy", images_);
  const std::string y = Write("y.npy", labels_);
  nlohmann::json json = {{"source", "npy"},      {"train_images", x},     {"train_labels", y},
                         {"test_images", x},     {"test_labels", y},      {"classes", 3},
                         {"mean", {.5, .5, .5}}, {"deviation", {1, 2, 3}}};
  const DataConfig config = ParseDataConfig(json, "c");
  EXPECT_EQ(nlohmann::json(ToJson(config))["deviation"], (std::vector<double>{1, 2, 3}));
  const Dataset data = LoadDataset(config);
  EXPECT_EQ(data.name, "npy");
  EXPECT_EQ(data.mean, (std::vector<double>{.5, .5, .5}));
  EXPECT_EQ(data.deviation, (std::vector<double>{1, 2, 3}));
  json["mean"] = json["deviation"] = {1};
  EXPECT_EQ(ErrorOf([&] { LoadDataset(ParseDataConfig(json, "c")); }),
            "data.mean: 1 numbers, expected one for each of the 3 channels");
  const std::string wide = Write("w.npy", Make({2, 1, 3, 3}, ElementType::kInt8, {}));
  json["test_images"] = wide;
  EXPECT_EQ(ErrorOf([&] { LoadDataset(ParseDataConfig(json, "c")); }),
            wide + ": images differ in size from those of " + x);
}

}  // namespace
}  // namespace itg
