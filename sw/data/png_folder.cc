// SPDX-License-Identifier: Apache-2.0
#include "sw/data/png_folder.h"

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "model/arith/random.h"
#include "model/error.h"
#include "sw/data/file.h"
#include "sw/data/png.h"

namespace itg {
namespace {

constexpr uint32_t kSplitId = 0xfffffffd;  // no tensor has this number

using Names = std::vector<std::string>;

// Paths of the images of each class, by name.
struct Files {
  Names classes;
  std::vector<Names> images;
};

bool IsFolder(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::is_directory(path, unknown);
}

// What lies in `folder`, sorted.
Names List(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator entries(folder, error);
  if (error) throw Error(folder + ": cannot read the folder: " + error.message());
  Names names;
  for (const std::filesystem::directory_entry& entry : entries) {
    const std::string name = entry.path().filename().string();
    if (name.front() != '.') names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

bool IsPng(const std::string& name) {
  const std::string suffix = std::filesystem::path(name).extension().string();
  return suffix == ".png" || suffix == ".PNG";
}

// The images of `folder`; `classes` may be known from elsewhere.
Files ListImages(const std::string& folder, const Names& known = {}) {
  Files files;
  const Names found = List(folder);
  files.classes = known.empty() ? found : known;
  files.images.resize(files.classes.size());
  for (const std::string& name : found) {
    const std::string path = folder + "/" + name;
    if (!IsFolder(path)) throw Error(path + ": is a file, expected the folder of a class");
    const auto at = std::find(files.classes.begin(), files.classes.end(), name);
    if (at == files.classes.end()) throw Error(path + ": no such class among those for training");
    for (const std::string& image : List(path)) {
      if (!IsPng(image)) throw Error(path + "/" + image + ": not a .png file");
      files.images[static_cast<size_t>(at - files.classes.begin())].push_back(path + "/" + image);
    }
  }
  if (files.classes.size() < 2) throw Error(folder + ": needs at least two folders of classes");
  return files;
}

// Moves `percent` of the images of each class to the result. The n-th image of all has the n-th
// word of the generator; those with the smallest words are drawn.
Files DrawTest(int percent, uint32_t seed, Files* files) {
  const uint32_t key = TensorKey(seed, 0, kSplitId);
  Files test{files->classes, std::vector<Names>(files->classes.size())};
  uint64_t index = 0;
  for (size_t label = 0; label < files->images.size(); ++label) {
    Names& images = files->images[label];
    std::vector<std::pair<uint32_t, size_t>> order;
    for (size_t i = 0; i < images.size(); ++i) order.emplace_back(RandomWord(key, index++), i);
    std::sort(order.begin(), order.end());
    order.resize((images.size() * static_cast<size_t>(percent) + 50) / 100);
    std::vector<bool> drawn(images.size(), false);
    for (const auto& [word, i] : order) drawn[i] = true;
    Names rest;
    for (size_t i = 0; i < images.size(); ++i) {
      (drawn[i] ? test.images[label] : rest).push_back(images[i]);
    }
    images = std::move(rest);
  }
  return test;
}

// The images, class after class in turn. All must be like `first`, which is filled in from the
// first one when it is empty.
ImageSet ReadImages(const Files& files, const std::string& folder, PngImage* first) {
  size_t most = 0;
  size_t count = 0;
  for (const Names& images : files.images) {
    most = std::max(most, images.size());
    count += images.size();
  }
  if (count == 0) throw Error(folder + ": no images");
  ImageSet set;
  for (size_t round = 0; round < most; ++round) {
    for (size_t label = 0; label < files.images.size(); ++label) {
      if (round >= files.images[label].size()) continue;
      const std::string& path = files.images[label][round];
      const PngImage image = DecodePng(ReadFile(path), path);
      if (first->pixels.empty()) *first = image;
      if (image.Format() != first->Format()) {
        throw Error(path + ": " + image.Format() + ", expected " + first->Format() +
                    " like the first image");
      }
      if (set.pixels.empty()) set.pixels.reserve(count * image.pixels.size());
      set.pixels.insert(set.pixels.end(), image.pixels.begin(), image.pixels.end());
      set.labels.push_back(static_cast<int32_t>(label));
    }
  }
  set.count = static_cast<int64_t>(count);
  set.height = first->height;
  set.width = first->width;
  set.channels = first->channels;
  return set;
}

}  // namespace

Dataset LoadPngFolder(const std::string& folder, int test_percent, uint32_t split_seed) {
  const bool parts = IsFolder(folder + "/train") && IsFolder(folder + "/test");
  if (parts == (test_percent > 0)) {
    throw Error(folder + (parts ? ": has train/ and test/: data.test_percent does not apply"
                                : ": without train/ and test/ in it data.test_percent is needed"));
  }
  Files train = ListImages(parts ? folder + "/train" : folder);
  const Files test = parts ? ListImages(folder + "/test", train.classes)
                           : DrawTest(test_percent, split_seed, &train);
  PngImage first;
  Dataset data;
  data.name = "png";
  data.classes = static_cast<int>(train.classes.size());
  data.class_names = train.classes;
  data.train = ReadImages(train, folder + (parts ? "/train" : ""), &first);
  data.test = ReadImages(test, folder + (parts ? "/test" : ""), &first);
  return data;
}

}  // namespace itg
