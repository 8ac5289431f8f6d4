// SPDX-License-Identifier: Apache-2.0
#include "sw/data/cifar10.h"

#include <filesystem>

#include "model/error.h"
#include "sw/data/file.h"

namespace itg {
namespace {

constexpr int kClasses = 10;
constexpr int64_t kSide = 32;
constexpr int64_t kChannels = 3;
constexpr int64_t kPlane = kSide * kSide;
constexpr int64_t kImage = kPlane * kChannels;
constexpr int64_t kRecord = 1 + kImage;

void CheckLength(const std::string& path, uint64_t length, int64_t records) {
  if (length == static_cast<uint64_t>(records * kRecord)) return;
  throw Error(path + ": " + std::to_string(length) + " bytes, expected " +
              std::to_string(records * kRecord) + " (" + std::to_string(records) +
              " records of CIFAR-10)");
}

// The length is looked at before a file is read, because a wrong one may be any.
std::string ReadRecords(const std::string& path, int64_t records) {
  std::error_code error;
  const uint64_t length = std::filesystem::file_size(path, error);
  if (error) throw Error(path + ": cannot open: " + error.message());
  CheckLength(path, length, records);
  std::string bytes = ReadFile(path);
  CheckLength(path, bytes.size(), records);
  return bytes;
}

// Planes to pixels.
void AppendImage(const char* planes, std::vector<uint8_t>* pixels) {
  for (int64_t pixel = 0; pixel < kPlane; ++pixel) {
    for (int64_t channel = 0; channel < kChannels; ++channel) {
      pixels->push_back(static_cast<uint8_t>(planes[channel * kPlane + pixel]));
    }
  }
}

}  // namespace

ImageSet ReadCifar10(const std::vector<std::string>& files, int64_t records) {
  ImageSet set;
  set.height = set.width = kSide;
  set.channels = kChannels;
  const int64_t all = static_cast<int64_t>(files.size()) * records;
  set.pixels.reserve(static_cast<size_t>(all * kImage));
  set.labels.reserve(static_cast<size_t>(all));
  for (const std::string& path : files) {
    const std::string bytes = ReadRecords(path, records);
    const char* record = bytes.data();
    for (int64_t image = 0; image < records; ++image, record += kRecord) {
      const int label = static_cast<uint8_t>(record[0]);
      CheckLabel(label, kClasses, image, path);
      set.labels.push_back(label);
      AppendImage(record + 1, &set.pixels);
    }
  }
  set.count = all;
  return set;
}

Dataset LoadCifar10(const std::string& folder) {
  std::vector<std::string> training;
  for (const char* number : {"1", "2", "3", "4", "5"}) {
    training.push_back(folder + "/data_batch_" + number + ".bin");
  }
  Dataset data;
  data.name = "cifar10";
  data.classes = kClasses;
  data.class_names = {"airplane", "automobile", "bird",  "cat",  "deer",
                      "dog",      "frog",       "horse", "ship", "truck"};
  data.train = ReadCifar10(training, kCifar10Records);
  data.test = ReadCifar10({folder + "/test_batch.bin"}, kCifar10Records);
  data.mean = {.49139968, .48215827, .44653124};
  data.deviation = {.24703233, .24348505, .26158768};
  return data;
}

}  // namespace itg
