// SPDX-License-Identifier: Apache-2.0
#include "sw/data/npy_images.h"

#include <algorithm>

#include "model/error.h"
#include "model/tensor/tensor.h"
#include "sw/data/npy.h"

namespace itg {
namespace {

constexpr int64_t kMaxChannels = 1024;

void CheckShape(const Shape& shape, const std::string& path) {
  const bool empty = std::count(shape.begin(), shape.end(), 0) > 0;
  if (empty || (shape.size() != 3 && shape.size() != 4)) {
    throw Error(path + ": shape " + ToString(shape) + ", expected [N][H][W] or [N][H][W][C]");
  }
  if (shape.size() == 4 && shape[3] > kMaxChannels) {
    throw Error(path + ": " + std::to_string(shape[3]) + " channels, expected at most " +
                std::to_string(kMaxChannels) + ": shape [N][H][W][C]");
  }
}

std::vector<uint8_t> Pixels(const Tensor& tensor, const std::string& path) {
  std::vector<uint8_t> pixels(static_cast<size_t>(tensor.size()));
  VisitElements(tensor, [&](const auto* v) {
    for (size_t i = 0; i < pixels.size(); ++i) {
      if (v[i] < 0 || static_cast<int64_t>(v[i]) > 255) {
        throw Error(path + ": element " + std::to_string(i) + " is " + std::to_string(v[i]) +
                    ", expected pixels 0..255");
      }
      pixels[i] = static_cast<uint8_t>(v[i]);
    }
  });
  return pixels;
}

}  // namespace

ImageSet ReadNpyImages(const std::string& images, const std::string& labels, int classes) {
  ImageSet set;
  {
    const Tensor pixels = ReadNpy(images);
    const Shape& shape = pixels.shape();
    CheckShape(shape, images);
    set.count = shape[0];
    set.height = shape[1];
    set.width = shape[2];
    set.channels = shape.size() == 4 ? shape[3] : 1;
    set.pixels = Pixels(pixels, images);
  }
  const Tensor label = ReadNpy(labels);
  if (label.shape() != Shape{set.count} && label.shape() != Shape{set.count, 1}) {
    throw Error(labels + ": shape " + ToString(label.shape()) +
                ", expected a label for each of the " + std::to_string(set.count) + " images of " +
                images);
  }
  set.labels.reserve(static_cast<size_t>(set.count));
  for (int64_t image = 0; image < set.count; ++image) {
    CheckLabel(label.Get(image), classes, image, labels);
    set.labels.push_back(static_cast<int32_t>(label.Get(image)));
  }
  return set;
}

}  // namespace itg
